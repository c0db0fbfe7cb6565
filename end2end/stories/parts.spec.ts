import { arrive } from '../support/booking.ts';
import { axe, expect, test } from '../support/test.ts';

// These stories lose parts of the app on purpose.
test.use({ expectedComplaints: /Failed to load resource|ERR_FAILED/i });

const parts = '**/stadtkern-booking-*.wasm';

test('a part of the app that does not arrive is asked for again', async ({ page, say }) => {
  await page.route(parts, (route) => route.abort());
  await page.goto('/appointments/mine');
  await arrive(page, say('later.title'));
  await expect(page.getByText(say('later.lost'))).toBeVisible();
  await axe(page);

  // Still no network: the same sentence, no dead end.
  await page.getByRole('button', { name: say('later.again') }).click();
  await expect(page.getByText(say('later.lost'))).toBeVisible();

  await page.unroute(parts);
  await page.getByRole('button', { name: say('later.again') }).click();
  await arrive(page, say('appointments.mine.title'));
});

test('a part that was changed on the way does not run', async ({ page, say }) => {
  await page.route(parts, async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    await route.fulfill({ response: answer, body });
  });
  await page.goto('/appointments/mine');
  await arrive(page, say('later.title'));
  await page.unroute(parts);
  await page.getByRole('button', { name: say('later.again') }).click();
  await arrive(page, say('appointments.mine.title'));
});

test('who only begins needs none of the later parts', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('.wasm')) fetched.push(new URL(request.url()).pathname); });
  await page.goto('/appointments');
  await expect(page.locator('[data-usable]')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(fetched).toHaveLength(1);
  expect(fetched[0]).toMatch(/_bg\.wasm$/);
});
