import type { Page } from '@playwright/test';
import { heading } from '../support/booking.ts';
import { axe, expect, open } from '../support/test.ts';
import { departures, heard, openTransit, settled, test, timetableServed } from '../support/transit/test.ts';
import { clock, minutes, stopPage, stops } from '../support/transit/town.ts';
import type { Say } from '../support/words.ts';

const { market, station, north, lonely } = stops();

test.use({
  serviceWorkers: 'allow',
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_|status of 50\d/
});

test('my stops and those around me, on one page and on the first page, also without a network', async ({ context, page, say, found }) => {
  const town = await found();
  await openTransit(page, town, '/transit');
  await expect(page.getByText(say('transit.stops.mine.none'))).toBeVisible();
  await axe(page);
  for (const stop of [market, station]) await keep(page, say, town.server.url + stopPage(stop));

  await openTransit(page, town, '/transit');
  const mine = page.getByRole('region', { name: say('transit.stops.mine') });
  await expect(mine.locator('.departure').first()).toBeVisible();
  const words = await heard(mine.locator('.departure'));
  for (const stop of [market, station]) {
    expect(words.some((one) => one.includes(say('transit.from', { stop: stop.name }))), `${stop.name} is among them`).toBe(true);
  }

  // Around me: only after the person has said yes.
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: north.north + 0.001, longitude: north.east });
  await page.getByRole('button', { name: say('transit.near.find') }).click();
  const near = page.getByRole('region', { name: say('transit.near') });
  await expect(near.getByRole('link', { name: north.name })).toBeVisible();
  await expect(near.locator('.departure').first()).toBeVisible();
  await axe(page);
  await settled(page);

  await town.server.stop();
  await page.close();
  page = await context.newPage();
  await open(page, town.server.url);
  await expect(page.locator('.tile-departures li')).toHaveCount(3);
  await axe(page);
  await openTransit(page, town, '/transit');
  await expect(page.getByRole('region', { name: say('transit.stops.mine') }).locator('.departure').first()).toBeVisible();
});

test('a stop of mine is found again in a timetable with other ids, and one that is gone is named', async ({ page, say, found }) => {
  const town = await found();
  const before = await timetableServed(town.server);
  for (const stop of [market, lonely]) await keep(page, say, town.server.url + stopPage(stop));
  await settled(page);

  // The city publishes another one: every id has changed.
  await town.publish({ prefix: 'de:' });
  await timetableServed(town.server, before);
  await openTransit(page, town, '/transit');
  const mine = page.getByRole('region', { name: say('transit.stops.mine') });
  await expect(mine.locator('.departure').first()).toBeVisible();
  await expect(mine.getByText(say('transit.trouble.notServed'))).toContainText(lonely.name);
  // It is kept with its new id from now on.
  await expect(mine.getByRole('link', { name: market.name, exact: true })).toHaveAttribute('href', /de%3Amarket|de:market|de%253Amarket/);
  await mine.getByRole('link', { name: market.name, exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.stop.forget') })).toBeVisible();
  await expect(departures(page).first()).toBeVisible();
});

test('a stop by line, direction and day; what the screen reader can ask for', async ({ page, say, found }) => {
  const town = await found();
  await openTransit(page, town, stopPage(station));
  await expect(departures(page).first()).toContainText('Südbad');

  await page.getByText(say('transit.filter')).click();
  const lines = page.getByRole('group', { name: say('transit.filter.line') });
  await expect(lines.getByRole('button')).toHaveText(['2', '5']);
  await lines.getByRole('button', { name: '2', exact: true }).click();
  await expect(lines.getByRole('button', { name: '2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await axe(page);

  // Later and earlier: the filter stays, and the focus is where the list begins.
  const first = (await departures(page).first().getAttribute('href')) ?? '';
  const later = page.getByRole('button', { name: say('transit.later') });
  await later.click();
  await expect(departures(page).first()).not.toHaveAttribute('href', first);
  await expect(page.locator('#departures')).toBeFocused();
  await expect(lines.getByRole('button', { name: '2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: say('transit.fromNow') }).click();
  await expect(departures(page).first()).toHaveAttribute('href', first);

  // A whole day: 144 trams.
  await page.getByLabel(say('transit.day'), { exact: true }).fill(tomorrow());
  await expect(departures(page)).toHaveCount(144);
  await expect(page.locator('.departures__day')).toHaveCount(1);
  await axe(page);

  // Line 5 ends here: nothing of it leaves, and that is said.
  await page.getByRole('button', { name: say('transit.fromNow') }).click();
  await lines.getByRole('button', { name: '5', exact: true }).click();
  await expect(page.getByText(say('transit.departures.none'))).toBeVisible();
  await lines.getByRole('button', { name: '5', exact: true }).click();
  await expect(departures(page).first()).toBeVisible();

  // Times are read aloud when they are asked for, not at every refresh.
  await page.getByRole('button', { name: say('transit.read') }).click();
  const spoken = page.locator('[aria-live]').filter({ hasText: say('transit.to', { line: say('transit.mode.tram', { name: '2' }), headsign: 'Südbad' }) });
  await expect(spoken).toContainText(say('transit.platform', { name: '3' }));
});

test('a board for a screen: large, by itself new, and only what one can reach', async ({ page, say, found }) => {
  const town = await found();
  await page.setViewportSize({ width: 1080, height: 1920 });
  await openTransit(page, town, stopPage(market));
  await page.getByRole('link', { name: say('transit.board.open') }).click();
  await expect(heading(page)).toHaveText(market.name);
  const rows = page.locator('.board__row');
  await expect(rows).toHaveCount(12);
  await expect(rows.first()).toContainText('Hauptbahnhof');
  await axe(page);

  await page.getByRole('group', { name: say('transit.board.walk') }).getByRole('button', { name: /^20/ }).click();
  await expect(page).toHaveURL(/walk=20/);
  // What leaves in twenty minutes or later: the third bus at most.
  const earliest = Math.ceil((minutes() + 20 - 4) / 10) * 10 + 4;
  await expect(rows.first()).toContainText(clock(earliest));

  // An hour later it shows the buses of that hour, without anybody's doing.
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await expect(rows.first()).toContainText(clock(Math.ceil((minutes() + 80 - 4) / 10) * 10 + 4));
  await axe(page);
});

/** Opens a stop and makes it one of mine. */
async function keep(page: Page, say: Say, address: string): Promise<void> {
  await open(page, address);
  await page.getByRole('button', { name: say('transit.stop.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.stop.forget'), exact: true })).toBeVisible();
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
}
