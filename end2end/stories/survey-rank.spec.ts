import type { Page } from '@playwright/test';
import { fits, shapes } from '../support/narrow.ts';
import { begin, places, send } from '../support/places.ts';
import { axe, expect, screenshot, Server, test as plain } from '../support/test.ts';

/** A city that asks what comes first. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks: [places([{ label: 'Was zuerst?', type: 'odk:rank' }])] });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

/** Takes a row by its handle and moves it so many pixels; the pointer stays down. */
async function drag(page: Page, row: number, by: number): Promise<void> {
  const box = await page.locator('.rank__handle').nth(row).boundingBox();
  if (!box) throw new Error('there is no handle');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + by, { steps: 8 });
}

test('an order made by dragging and with the buttons', async ({ page, say, city }) => {
  await begin(page, say, city);
  const words = page.locator('.rank__words');
  await expect(words).toHaveText(['Bäume', 'Bänke', 'Wasser']);
  await axe(page);
  await screenshot(page, 'survey-rank');
  const said = page.locator('#announcements');

  await drag(page, 0, 140);
  await screenshot(page, 'survey-rank-moving');
  await page.mouse.up();
  await expect(words).toHaveText(['Bänke', 'Wasser', 'Bäume']);
  await expect(said).toHaveText(say('participation.fill.moved').replace('{what}', 'Bäume').replace('{place}', '3'));
  await expect(page.locator('.rank--moved')).toHaveCount(0);

  // Escape puts it back where it was.
  await drag(page, 2, -140);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(words).toHaveText(['Bänke', 'Wasser', 'Bäume']);
  await expect(said).toHaveText(say('participation.fill.kept-place').replace('{what}', 'Bäume').replace('{place}', '3'));

  // Nobody has to drag.
  await page.getByRole('button', { name: say('participation.fill.up').replace('{what}', 'Wasser') }).click();
  await expect(words).toHaveText(['Wasser', 'Bänke', 'Bäume']);
  await axe(page);
  await page.getByRole('button', { name: say('participation.fill.next') }).click();
  expect((await send(page, say)).get('q0')).toBe('w2 w1 w0');
});

test('dragged by a finger', async ({ page, say, city }) => {
  await begin(page, say, city);
  const box = await page.locator('.rank__handle').nth(2).boundingBox();
  if (!box) throw new Error('there is no handle');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Real touches of the browser: only with touch-action is the page not scrolled instead.
  const session = await page.context().newCDPSession(page);
  const touch = (type: string, points: { x: number; y: number }[]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent' as never, { type, touchPoints: points } as never);
  await touch('touchStart', [{ x, y }]);
  for (let step = 1; step <= 10; step += 1) await touch('touchMove', [{ x, y: y - 14 * step }]);
  await touch('touchEnd', []);
  await expect(page.locator('.rank__words')).toHaveText(['Wasser', 'Bäume', 'Bänke']);
});

for (const { what, window, size } of shapes) {
  test(`an order ${what}: nothing is cut off`, { tag: '@once' }, async ({ page, say, city }) => {
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);
    await begin(page, say, city);
    await fits(page);
    await screenshot(page, `survey-rank-${size}`);
  });
}
