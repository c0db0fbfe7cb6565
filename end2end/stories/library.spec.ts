import { arrive } from '../support/booking.ts';
import { cards, giveCard, row, search, signIn } from '../support/patron.ts';
import { axe, expect, open, screenshot, test } from '../support/test.ts';

// Some records have no cover: the place for it says so. And a wrong password is refused.
test.use({ expectedComplaints: /covers\/show|auth\/login/ });

test('from a search to a reservation: what it costs is agreed to first', async ({ page, server, say }) => {
  await search(page, say, server, 'Gärten');
  await expect(page.getByText(say.forms('library.search.found'))).toBeVisible();
  await page.getByText(say('library.narrow'), { exact: true }).click();
  await axe(page);
  // Narrowed down to one kind, and wider again by the same chip.
  const books = page.locator('details .chip').filter({ hasText: /^(Buch|كتاب|Book)/ }).first();
  await books.click();
  await expect(page.locator('details .chip[aria-current]')).toHaveCount(2);
  expect(page.url()).toContain('filter=format');
  await screenshot(page, 'library-search');
  await page.goBack();
  await expect(page).not.toHaveURL(/filter/);
  await expect(page.locator('details .chip[aria-current]')).toHaveCount(1);
  await page.getByText(say('library.narrow'), { exact: true }).click();
  await books.click();
  await expect(page.locator('details .chip[aria-current]')).toHaveCount(2);

  // Something that is lent.
  const lent = page.locator('.hit', { has: page.locator('.kern-badge--warning') }).first();
  const title = (await lent.locator('.hit__title').textContent()) ?? '';
  await lent.click();
  await arrive(page, title);
  await expect(page.locator('.copy').first()).toBeVisible();
  await screenshot(page, 'library-record');

  // The way to sign in leads back here.
  await page.getByRole('link', { name: say('library.request.signIn') }).click();
  await arrive(page, say('library.signIn'));
  await giveCard(page, say, cards.empty, { stay: true });
  await arrive(page, title);
  const reserve = page.getByRole('button', { name: say('library.request.reserve'), exact: true });
  await reserve.click();

  // Nothing that costs is chosen for anybody.
  const choices = page.getByRole('group', { name: say('library.outcome.choose') });
  await expect(choices).toBeVisible();
  await axe(page);
  const fee = choices.getByRole('group', { name: say('library.request.fee') }).getByRole('radio');
  await expect(fee).not.toBeChecked();
  await expect(choices.getByRole('button')).toHaveCount(0);

  // Who does not want it, leaves; nothing was reserved.
  await open(page, `${server.url}/library/account`);
  await expect(page.getByRole('heading', { name: say('library.waiting') })).toHaveCount(0);
  await page.goBack();
  await arrive(page, title);
  await reserve.click();
  await choices.getByRole('group', { name: say('library.request.place') }).getByRole('radio').nth(1).check();
  await fee.check();
  await choices.getByRole('button', { name: new RegExp(say('library.request.costs', { sum: '.+' })) }).click();
  await expect(page.getByText(say('library.outcome.requested'))).toBeVisible();
  await axe(page);
  await page.getByRole('status').getByRole('link', { name: say('library.account') }).click();
  await arrive(page, say('library.account'));
  const waiting = row(page.getByRole('region', { name: say('library.waiting') }), title.split(':')[0] ?? title);
  await expect(waiting).toContainText(say('library.status.reserved'));

  // And it can be given up.
  await waiting.getByRole('button', { name: say('library.cancel') }).click();
  await expect(page.getByRole('heading', { name: say('library.waiting') })).toHaveCount(0);
});

test('everything that is due, renewed with a reason for every no', async ({ page, server, say }) => {
  await signIn(page, say, server, cards.busy);
  await screenshot(page, 'library-account');
  // Due soonest first, what is too late above all.
  const badges = page.locator('.loans .kern-badge');
  await expect(badges).toHaveCount(9);
  await expect(badges.first()).toHaveClass(/danger/);
  for (const reason of ['reserved', 'limitReached', 'overdue']) {
    await expect(page.locator('.loan__reason').filter({ hasText: say.forms(`library.notRenewable.${reason}`) }), reason).not.toHaveCount(0);
  }
  // The city's own words for a kind of medium.
  await expect(page.locator('.loan__reason').filter({ hasText: /Zeitschrift|تُمدَّد المجلات/ })).toHaveCount(1);

  // One of them, then all that are left; somebody else reserves one in between.
  const renewable = page.locator('.loans .loan', { has: page.getByRole('button', { name: say('library.renew'), exact: true }) });
  const before = await renewable.count();
  expect(before).toBeGreaterThan(1);
  await renewable.first().getByRole('checkbox').check();
  await page.getByRole('button', { name: say.forms('library.renew.chosen') }).click();
  await expect(page.locator('#renewals li')).toHaveCount(1);
  await expect(page.locator('#renewals')).toContainText(say('library.renew.result', { done: digits(say.language, 1), all: digits(say.language, 1) }));
  await axe(page);

  await page.route('**/paia/core/*/renew', async (route) => {
    const answer = (await (await route.fetch()).json()) as { doc: Record<string, unknown>[] };
    const [first, ...others] = answer.doc;
    await route.fulfill({ json: { doc: [{ ...first, error: 'Somebody was faster' }, ...others] } });
  });
  await page.getByRole('button', { name: say.forms('library.renew.all') }).click();
  await expect(page.locator('#renewals li').filter({ hasText: 'Somebody was faster' })).toHaveCount(1);
  expect(await page.locator('#renewals li').count()).toBeGreaterThan(1);
  await screenshot(page, 'library-renewed');
  await axe(page);
});

test('a card that has expired may look, and says why no more', async ({ page, server, say }) => {
  await signIn(page, say, server, cards.expired);
  await expect(page.getByRole('button', { name: say('library.renew'), exact: true })).toHaveCount(0);
  await expect(page.getByText(say('library.account.expired')).first()).toBeVisible();
  await expect(page.locator('.loan__reason').first()).toHaveText(say('library.notRenewable.cardExpired'));
  await axe(page);
});

test('a wrong password is said beside what was typed', async ({ page, server, say }) => {
  await open(page, `${server.url}/library/sign-in`);
  await page.getByRole('button', { name: say('library.signIn.go'), exact: true }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
  await axe(page);
  await page.getByLabel(say('library.signIn.number')).fill(cards.family);
  await page.getByLabel(say('library.signIn.password'), { exact: true }).fill('wrong');
  await page.getByRole('button', { name: say('library.signIn.go'), exact: true }).click();
  await expect(page.getByText(say('library.error.access_denied'))).toBeVisible();
  await expect(page.getByText(say('library.next.checkCredentials'))).toBeVisible();
  await expect(page.getByLabel(say('library.signIn.number'))).toHaveValue(cards.family);
  expect(page.url()).not.toContain('wrong');
  await axe(page);
});

test('branches say whether they are open, for whom and until when', async ({ page, server, say }) => {
  await open(page, `${server.url}/library/branches`);
  await expect(page.locator('main .link-list a')).toHaveCount(4);
  await page.locator('main .link-list a').first().click();
  await expect(page.getByRole('heading', { name: say('library.week') })).toBeVisible();
  await expect(page.locator('.hours').first().locator('dt')).toHaveCount(7);
  await screenshot(page, 'library-branch');
  await page.getByText(say('library.week.later')).click();
  await axe(page);
  await page.getByRole('link', { name: say('library.way') }).click();
  await expect(page).toHaveURL(/\/transit\/journeys\?to=/);
});

/** A number as the language writes it. */
function digits(language: string, number: number): string {
  return new Intl.NumberFormat(language === 'de-simple' ? 'de' : language).format(number);
}
