import type { Page, Route } from '@playwright/test';
import { arrive } from '../support/booking.ts';
import { cards, giveCard, search, signIn } from '../support/patron.ts';
import { axe, expect, open, Server, test } from '../support/test.ts';

// Here things fail on purpose.
test.use({ expectedComplaints: /Failed to load resource|net::ERR_/ });

/** What a library's server may answer, and what a person reads then. */
const answers: { what: string; answer: Parameters<Route['fulfill']>[0]; says: string; next: string }[] = [
  { what: 'a page', answer: { contentType: 'text/html', body: '<p>Sign in to the hotel' }, says: 'notReadable', next: 'tryLater' },
  { what: 'an error with status 200', answer: { json: { error: 'internal_error', code: '500' } }, says: 'internal_error', next: 'tryLater' },
  { what: 'half of an answer', answer: { contentType: 'application/json', body: '{"doc":[{"sta' }, says: 'notReadable', next: 'tryLater' },
  { what: 'a break', answer: { status: 503, json: { error: 'service_unavailable' } }, says: 'service_unavailable', next: 'tryLater' },
  { what: 'too many', answer: { status: 429, headers: { 'retry-after': '9' }, body: '' }, says: 'tooMany', next: 'wait' },
  { what: 'something else', answer: { json: [1, 2, 3] }, says: 'notReadable', next: 'tryLater' }
];

test('whatever the library answers, what was known stays and a sentence says what to do', async ({ page, server, say }) => {
  await signIn(page, say, server, cards.family);
  const loans = await page.locator('.loans .loan').count();
  expect(loans).toBe(34);
  for (const { what, answer, says, next } of answers) {
    await test.step(what, async () => {
      await page.route('**/paia/core/*/items', (route) => route.fulfill(answer));
      await page.getByRole('button', { name: say('library.account.refresh') }).click();
      await expect.soft(alert(page), what).toContainText(say(`library.error.${says}`));
      await expect.soft(alert(page), what).toContainText(say.forms(`library.next.${next}`));
      await expect(page.locator('.loans .loan'), what).toHaveCount(loans);
      await expect(page.locator('.age--saved')).toBeVisible();
      await page.unroute('**/paia/core/*/items');
    });
  }
  await axe(page);
  await page.getByRole('button', { name: say('library.account.refresh') }).click();
  await expect(alert(page)).toHaveCount(0);
});

test('a sign-in that has run out is said, and nothing is lost', async ({ page, server, say }) => {
  await signIn(page, say, server, cards.child);
  await page.route('**/paia/core/**', (route) => route.fulfill({ status: 401, json: { error: 'invalid_grant' } }));
  await page.getByRole('button', { name: say.forms('library.renew.all') }).click();
  await expect(alert(page).filter({ hasText: say('library.signIn.over') }).first()).toBeVisible();
  await expect(page.locator('.loans .loan')).toHaveCount(4);
  await axe(page);
  await page.unroute('**/paia/core/**');
  await alert(page).getByRole('link', { name: say('library.signIn') }).first().click();
  await expect(page.getByLabel(say('library.signIn.number'))).toHaveValue(cards.child);
  await giveCard(page, say, cards.child);
  await arrive(page, say('library.account'));
  await expect(alert(page)).toHaveCount(0);
});

test('a search without an answer shows what was seen before', async ({ page, say }) => {
  const server = await Server.fresh();
  try {
    await search(page, say, server, 'Garten');
    const title = (await page.locator('.hit__title').first().textContent()) ?? '';
    await page.locator('.hit').first().click();
    await arrive(page, title);
    await expect(page.locator('.copy').first()).toBeVisible();
    await server.stop();
    await page.goBack();
    await arrive(page, say('library.search.title'));
    await expect(page.getByText(say('library.error.noAnswer'))).toBeVisible();
    await expect(page.locator('.hit', { hasText: title })).toHaveCount(1);
    await axe(page);
    await server.start();
    await page.getByRole('button', { name: say('library.again') }).click();
    await expect(page.getByText(say.forms('library.search.found'))).toBeVisible();
  } finally {
    await server.dispose();
  }
});

test('a record that is gone says so', async ({ page, server, say }) => {
  await open(page, `${server.url}/library/record?id=none`);
  await expect(page.getByText(say('library.record.unknown'))).toBeVisible();
  await axe(page);
});

function alert(page: Page) {
  return page.locator('main .kern-alert');
}
