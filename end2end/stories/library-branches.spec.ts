import type { Page, Route } from '@playwright/test';
import { arrive } from '../support/booking.ts';
import { cards, signIn } from '../support/patron.ts';
import { axe, expect, open, screenshot, test } from '../support/test.ts';

// The door's system fails here on purpose; some records have no cover.
test.use({ expectedComplaints: /library\/(door|occupancy)|covers\/show/ });

/** A branch with a reader beside its door. */
const branch = '/library/branch?id=zentral';

test('how full it is, as long as the count is new', async ({ page, server, say }) => {
  const at = new Date(Date.now() + 3_600_000).setMinutes(0, 0, 0);
  await page.clock.install({ time: at });
  const tell = (minutes: number, rest: object) => (route: Route) => route.fulfill({
    json: { branches: [{ branch: 'stadtkern:branch:zentral', at: new Date(at - minutes * 60_000).toISOString(), ...rest }, { branch: 'nord', at: 'yesterday' }] }
  });
  await page.route('**/api/library/occupancy', tell(1, { level: 'high', percent: 92 }));
  await open(page, `${server.url}${branch}`);
  const now = page.getByRole('region', { name: say('library.now') });
  await expect(now.getByText(say('library.occupancy.high'))).toBeVisible();
  await expect(now).toContainText(new Intl.NumberFormat(say.language === 'de-simple' ? 'de' : say.language).format(92));
  await axe(page);
  await screenshot(page, 'library-occupancy');

  // Nobody is heard any more: what was heard is shown until it is old.
  await page.unroute('**/api/library/occupancy');
  await page.route('**/api/library/occupancy', (route) => route.fulfill({ status: 502, json: { error: 'bad_gateway' } }));
  await page.clock.runFor('05:00');
  await expect(now.getByText(say('library.occupancy.high'))).toBeVisible();
  await page.clock.runFor('11:00');
  await expect(now.getByText(say('library.occupancy.high'))).toHaveCount(0);

  // What says nothing is not shown.
  for (const rest of [{ level: 'unknown' }, {}, { level: 'low', percent: 'many' }]) {
    await page.unroute('**/api/library/occupancy');
    await page.route('**/api/library/occupancy', tell(0, rest));
    await page.clock.runFor('01:00');
    await expect(now.getByText(say('library.occupancy.high'))).toHaveCount(0);
  }
});

test('the demo city counts where somebody counts', async ({ server }) => {
  const answer = await fetch(`${server.url}/api/library/occupancy`);
  expect(answer.status).toBe(200);
  const { branches } = (await answer.json()) as { branches: { branch: string; at: string; level: string; percent: number }[] };
  // Whether anything is open depends on the hour; nothing is counted that has no counter.
  for (const one of branches) {
    expect(['zentral', 'nord']).toContain(one.branch);
    expect(['low', 'medium', 'high']).toContain(one.level);
    expect(one.percent).toBeGreaterThanOrEqual(0);
    expect(one.percent).toBeLessThanOrEqual(100);
    expect(Date.now() - Date.parse(one.at)).toBeLessThan(5 * 60_000);
  }
});

/** What the door's system may say (Koha-Suomi), and what a person reads. */
const refusals: { code: string; says: string; more?: object }[] = [
  { code: '::TACNotAccepted', says: 'termsNotAccepted' },
  { code: '::PermissionRevoked', says: 'revoked' },
  { code: '::BlockedBorrowerCategory', says: 'cardKind' },
  { code: '::Underage', says: 'tooYoung' },
  { code: '::OpeningHours', says: 'notNow' },
  { code: '', says: 'cardExpired', more: { expirationdate: '2026-10-01' } },
  { code: '::SomethingNew', says: 'blocked' }
];

test('may I enter? with the reason and what to do', async ({ page, server, say }) => {
  test.slow();
  await open(page, `${server.url}${branch}`);
  const door = page.getByRole('region', { name: say('library.door'), exact: true });
  await expect(door).toBeVisible();
  // Nobody is asked for whom has no card: the way to sign in leads back here.
  await door.getByRole('link', { name: say('library.signIn') }).click();
  await arrive(page, say('library.signIn'));
  await signIn(page, say, server, cards.busy, { stay: true });
  await open(page, `${server.url}${branch}`);
  const said = page.locator('#door-said');
  for (const { code, says, more } of refusals) {
    await test.step(says, async () => {
      await page.route(/\/api\/library\/door\?/, (route) => route.fulfill({ json: { permission: false, error: `Koha::Exception::SelfService${code}`, ...more } }));
      await ask(page, say('library.door.ask'));
      await expect.soft(said).toContainText(say(`library.door.${says}`));
      await expect.soft(said.locator('p').last()).not.toBeEmpty();
      await expect(said).toBeFocused();
      await page.unroute(/\/api\/library\/door\?/);
    });
  }
  await page.route(/\/api\/library\/door\?/, (route) => route.fulfill({ json: { permission: false, error: 'Koha::Exception::SelfService::OpeningHours', startTime: '06:00', endTime: '22:00:00' } }));
  await ask(page, say('library.door.ask'));
  await expect(said.locator('p').last()).toContainText(/6:00.*(22|10):00/);
  await screenshot(page, 'library-door');
  await axe(page);
  await page.unroute(/\/api\/library\/door\?/);

  await page.route(/\/api\/library\/door\?/, (route) => route.fulfill({ status: 503, json: { error: 'service_unavailable' } }));
  await ask(page, say('library.door.ask'));
  await expect(said).toContainText(say('library.error.service_unavailable'));
  await page.unroute(/\/api\/library\/door\?/);
});

test('the demo\'s door knows its people', async ({ page, server, say }) => {
  // A child is too young at any hour without staff; with staff anyone may enter.
  await signIn(page, say, server, cards.child, { stay: true });
  await open(page, `${server.url}${branch}`);
  const asked = page.waitForRequest(/\/api\/library\/door\?branch=zentral/);
  await ask(page, say('library.door.ask'));
  const request = await asked;
  expect(request.headers()['authorization']).toMatch(/^Bearer ./);
  expect(request.url()).not.toContain(cards.child);
  const young = say('library.door.tooYoung');
  const granted = say('library.door.granted');
  await expect(page.locator('#door-said .kern-alert__title')).toHaveText(new RegExp(`^(${young}|${granted})$`));
  // A branch where the door has no reader does not offer it.
  await open(page, `${server.url}/library/branch?id=west`);
  await expect(page.getByRole('heading', { name: say('library.week') })).toBeVisible();
  await expect(page.getByRole('heading', { name: say('library.door'), exact: true })).toHaveCount(0);
});

test('what is open on the page stays open while the minutes go by', async ({ page, server, say }) => {
  await page.clock.install({ time: new Date(Date.now() + 3_600_000).setMinutes(0, 0, 0) });
  await open(page, `${server.url}${branch}`);
  await page.getByText(say('library.week.later')).click();
  await expect(page.locator('main details[open]')).toHaveCount(1);
  await page.clock.runFor('02:00');
  await expect(page.locator('main details[open]')).toHaveCount(1);
});

async function ask(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: label, exact: true }).click();
}

test('a branch is a place that buses and trains lead to, by its name in any language', async ({ page, server, say }) => {
  await open(page, `${server.url}/library/branches`);
  const name = (await page.locator('main .link-list__title').first().textContent()) ?? '';
  // Whoever never opened the library can go there too.
  await open(page, `${server.url}/transit/journeys`);
  await page.getByLabel(say('transit.to.label'), { exact: true }).fill(name);
  await page.locator('.end__offers').getByRole('button', { name }).first().click();
  await expect(page.getByLabel(say('transit.to.label'), { exact: true })).toHaveValue(name);
  // As it stands on the door, in German, and as an English friend wrote it.
  for (const other of ['Zentralbibliothek', 'Central Library']) {
    await page.getByLabel(say('transit.to.label'), { exact: true }).fill(other);
    await expect(page.locator('.end__offers').getByRole('button', { name }).first()).toBeVisible();
  }
  await axe(page);
});
