import type { Page } from '@playwright/test';
import { arrive } from '../support/booking.ts';
import { cards, giveCard, password, signIn } from '../support/patron.ts';
import { axe, expect, open, screenshot, test } from '../support/test.ts';
import type { Say } from '../support/words.ts';

// Wrong passwords and addresses are refused here on purpose.
test.use({ expectedComplaints: /auth\/(login|change)|paia\/core|covers\/show/ });

test('another password: what the library says stands beside the field, and the new one opens the account', async ({ page, ownServer: server, say }) => {
  await signIn(page, say, server, cards.child);
  await page.locator('main .link-list a').last().click();
  await page.getByRole('link', { name: say('library.password') }).click();
  await arrive(page, say('library.password'));
  await change(page, say, '', '', '');
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
  await change(page, say, password, 'a longer one', 'another one');
  await expect(field(page, say('library.password.again'))).toHaveAccessibleDescription(say('library.password.again.differs'));
  await axe(page);

  // What only the library can know.
  await change(page, say, 'not mine', 'a longer one', 'a longer one');
  await expect(field(page, say('library.password.old'))).toHaveAccessibleDescription(say('library.password.old.wrong'));
  await expect(field(page, say('library.password.new')), 'what was typed stays').toHaveValue('a longer one');
  await change(page, say, password, 'short', 'short');
  await expect(field(page, say('library.password.new')), 'in the library\'s own words').toHaveAccessibleDescription(/8/);
  await expect(field(page, say('library.password.new'))).toBeFocused();
  await screenshot(page, 'library-password');
  await axe(page);

  const asked = page.waitForRequest('**/paia/auth/change');
  await change(page, say, password, 'Grüße & Brot', 'Grüße & Brot');
  const request = await asked;
  expect(request.headers()['content-type']).toBe('application/x-www-form-urlencoded');
  expect(request.url()).not.toContain('Brot');
  await expect(page.getByText(say('library.password.done'), { exact: true })).toBeVisible();
  await expect(page.locator('#password-done')).toBeFocused();
  await axe(page);
  // The old one opens nothing any more, the new one does.
  await open(page, `${server.url}/library/sign-in`);
  await giveCard(page, say, cards.child);
  await expect(page.getByText(say('library.error.access_denied'))).toBeVisible();
  await page.getByLabel(say('library.signIn.password'), { exact: true }).fill('Grüße & Brot');
  await page.getByRole('button', { name: say('library.signIn.go'), exact: true }).click();
  await arrive(page, say('library.account'));
  expect(server.log).not.toContain('Brot');
});

test('whether a password was changed is not guessed', async ({ page, server, say }) => {
  await signIn(page, say, server, cards.empty);
  await page.locator('main .link-list a').last().click();
  await page.getByRole('link', { name: say('library.password') }).click();
  for (const answer of [{ status: 502, body: 'Bad gateway' }, { json: { error: 'not_implemented', code: '501' } }]) {
    await page.route('**/paia/auth/change', (route) => route.fulfill(answer));
    await change(page, say, password, 'a longer one', 'a longer one');
    const unclear = 'body' in answer;
    await expect(page.locator('main .kern-alert')).toContainText(say(unclear ? 'library.error.internal_error' : 'library.error.not_implemented'));
    await expect(page.getByText(say('library.password.unclear'))).toHaveCount(unclear ? 1 : 0);
    await expect(page.locator('#password-failed')).toBeFocused();
    await expect(field(page, say('library.password.new'))).toHaveValue('a longer one');
    await page.unroute('**/paia/auth/change');
  }
  await axe(page);
});

test('another e-mail address, and messages that were read', async ({ page, ownServer: server, say }) => {
  await signIn(page, say, server, cards.busy);
  const messages = page.getByRole('region', { name: say('library.messages') });
  const rows = await messages.locator('.loan').count();
  expect(rows).toBeGreaterThan(0);
  const first = (await messages.locator('.loan bdi').first().textContent()) ?? '';
  await messages.getByRole('button', { name: say('library.message.delete.label', { message: first }), exact: true }).first().click();
  await expect(page.getByText(say('library.message.deleted'))).toBeVisible();
  await expect(page.locator('#message-deleted')).toBeFocused();
  await expect(messages.locator('.loan')).toHaveCount(rows - 1);
  await axe(page);

  await page.locator('main .link-list a').last().click();
  await page.getByRole('link', { name: say('library.email') }).click();
  await arrive(page, say('library.email'));
  const address = page.getByLabel(say('library.email.new'));
  await expect(address).toHaveValue(/@/);
  await address.fill('erika');
  await page.getByRole('button', { name: say('library.email.go') }).click();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(address).toHaveAccessibleDescription(/.{10}/);
  await expect(address).toBeFocused();
  await axe(page);
  await screenshot(page, 'library-email');
  await address.fill('erika.muster@example.org');
  await page.getByRole('button', { name: say('library.email.go') }).click();
  await expect(page.getByText(say('library.email.done'))).toBeVisible();
  await axe(page);
  // The library has it: a new sign-in shows it.
  await signIn(page, say, server, cards.busy);
  await page.locator('main .link-list a').last().click();
  await page.getByRole('link', { name: say('library.email') }).click();
  await expect(address).toHaveValue('erika.muster@example.org');
});

test('a card that may less is offered less', async ({ page, server, say }) => {
  // The library grants less than was asked for.
  await page.route('**/paia/auth/login', async (route) => {
    const answer = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...answer, scope: 'read_patron read_items read_notifications' } });
  });
  const asked: string[] = [];
  page.on('request', (request) => { if (request.url().includes('/paia/core/')) asked.push(new URL(request.url()).pathname); });
  await signIn(page, say, server, cards.busy);
  await expect(page.locator('.loans .loan')).toHaveCount(9);
  // Neither renewing nor giving up, no fees, no message that could be deleted; and nothing of it was asked.
  await expect(page.getByRole('button', { name: say('library.renew'), exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: say.forms('library.renew.all') })).toHaveCount(0);
  await expect(page.locator('.loan__choose')).toHaveCount(0);
  await expect(page.locator('.loan__reason').first()).toBeVisible();
  await expect(page.getByRole('button', { name: say('library.cancel') })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: say('library.fees') })).toHaveCount(0);
  await expect(page.getByRole('region', { name: say('library.messages') }).locator('.loan')).not.toHaveCount(0);
  await expect(page.getByRole('region', { name: say('library.messages') }).getByRole('button')).toHaveCount(0);
  expect(asked.filter((path) => path.endsWith('/fees'))).toEqual([]);
  await axe(page);
  await page.locator('main .link-list a').last().click();
  await expect(page.getByRole('button', { name: say('library.card.show') })).toBeVisible();
  await expect(page.getByRole('link', { name: say('library.password') })).toHaveCount(0);
  await expect(page.getByRole('link', { name: say('library.email') })).toHaveCount(0);
  // Who comes by an address reads why not.
  const id = new URL(page.url()).searchParams.get('id') ?? '';
  await page.evaluate((id) => {
    const link = Object.assign(document.createElement('a'), { href: `/library/password?id=${id}`, textContent: 'password' });
    document.querySelector('main')?.append(link);
    link.click();
  }, id);
  await arrive(page, say('library.password'));
  await expect(page.getByText(say('library.notAllowed.text'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('library.password.go') })).toHaveCount(0);
});

test('the home page says what is due, without a network too, and nothing to whom has no card', async ({ page, ownServer: server, say }) => {
  const parts: string[] = [];
  page.on('request', (request) => { if (request.url().includes('stadtkern-library')) parts.push(request.url()); });
  await open(page, server.url);
  const tile = page.locator('.tile', { hasText: say('library.title') });
  await expect(tile).toContainText(say('library.tile'));
  expect(parts, 'who has no card does not fetch the library').toEqual([]);

  await signIn(page, say, server, cards.busy, { stay: true });
  await page.route('**/api/library/**', (route) => route.abort());
  await open(page, server.url);
  await expect(tile.getByText(say.forms('library.summary.over'))).toBeVisible();
  await expect(tile.getByText(say.forms('library.summary.ready'))).toBeVisible();
  await expect(tile.getByText(say.forms('library.summary.loans'))).toBeVisible();
  await screenshot(page, 'library-tile');
  await axe(page);

  // Signed out, nothing of it is left.
  await page.unroute('**/api/library/**');
  await open(page, `${server.url}/library/account`);
  await page.locator('main .link-list a').last().click();
  await page.getByRole('button', { name: say('library.signOut') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('library.signOut') }).click();
  await arrive(page, say('library.account'));
  await page.locator('nav a[href="/"]').first().click();
  await expect(tile).toContainText(say('library.tile'));
});

function field(page: Page, label: string) {
  return page.getByLabel(label, { exact: true });
}

async function change(page: Page, say: Say, old: string, fresh: string, again: string): Promise<void> {
  await field(page, say('library.password.old')).fill(old);
  await field(page, say('library.password.new')).fill(fresh);
  await field(page, say('library.password.again')).fill(again);
  await page.getByRole('button', { name: say('library.password.go') }).click();
}
