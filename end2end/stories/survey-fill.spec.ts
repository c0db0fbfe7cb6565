import type { Page } from '@playwright/test';
import { place } from '../support/survey.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';
import type { Say } from '../support/words.ts';

/** A city that asks what shall become of a square. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks: [await place()] });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

/** Reads the notice, agrees and begins. */
async function begin(page: Page, say: Say, city: Server): Promise<void> {
  await open(page, `${city.url}/participation/place/fill`);
  await expect(page.getByText('Stadt Musterstadt, Stadtplanung')).toBeVisible();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await expect(page.getByText(say('participation.fill.before.missing'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-before');
  await page.getByLabel(say('participation.fill.consent')).check();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await expect(page).toHaveURL(/\/participation\/place\/fill\/[0-9a-f-]{36}$/);
}

test('a survey from the first question to the receipt', async ({ page, say, city }) => {
  await begin(page, say, city);
  const next = page.getByRole('button', { name: say('participation.fill.next') });

  // What is missing is said beside the field and in a list, and only after "next".
  await next.click();
  await expect(page.getByText(say('participation.fill.errors'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-errors');
  await page.getByLabel('Einverstanden').check();
  await next.click();
  await page.getByLabel('Ich wohne hier').check();
  await page.getByLabel('Seit wie vielen Jahren?').fill('12');
  await page.getByLabel('Bezirk').selectOption('Mitte');
  await page.getByLabel('Gasse').check();
  await axe(page);
  await screenshot(page, 'survey-page');
  await next.click();
  await page.getByLabel('Bäume').check();
  await page.getByLabel('Wasser').check();
  await page.getByLabel('Warum Bäume?').fill('Schatten');
  await page.getByRole('button', { name: say('participation.fill.up').replace('{what}', 'Wasser') }).click();
  await axe(page);
  await screenshot(page, 'survey-wishes');
  await next.click();
  await page.screenshot({ path: '/tmp/survey-matrix.png', fullPage: true });
});
