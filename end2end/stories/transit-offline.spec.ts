import type { Page } from '@playwright/test';
import { arrive, book, heading, somebody } from '../support/booking.ts';
import { axe, expect, open, test } from '../support/test.ts';
import { departures, heard, journeys, openTransit, settled, test as inTown } from '../support/transit/test.ts';
import { journeysPage, stopPage, stops } from '../support/transit/town.ts';

const offline = {
  serviceWorkers: 'allow' as const,
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_|status of 50\d/
};

inTown.use(offline);
test.use(offline);

const { market, station, south } = stops();

inTown('with the network gone: a stop with a typo, its departures, a way with a change, a kept journey', async ({ context, page, say, found }) => {
  const town = await found();
  // Once with a network: one journey is kept.
  await openTransit(page, town, journeysPage(market, south));
  await journeys(page).nth(2).click();
  await page.getByRole('button', { name: say('transit.journey.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeVisible();
  const kept = await page.locator('main p.number > strong').innerText();
  await settled(page);

  await town.server.stop();
  await page.close();
  page = await context.newPage();

  // A stop, typed badly, and what leaves it.
  await openTransit(page, town, '/transit');
  await page.getByLabel(say('transit.search')).fill('Hauptbanhof');
  await page.locator('main .link-list').getByRole('link', { name: /^Hauptbahnhof/ }).click();
  await expect(heading(page)).toHaveText(station.name);
  await expect(departures(page).first()).toBeVisible();
  const [first = ''] = await heard(departures(page));
  expect(first, 'line, direction, platform').toMatch(/ 2 .*Südbad.*3/);
  await expect(page.getByText(say('transit.fresh.timetable'))).toBeVisible();
  await axe(page);

  // From there, by the form: typed badly again, with a change.
  await openTransit(page, town, '/transit/journeys');
  await pick(page, say('transit.from.label'), 'Markplatz', market.name);
  await pick(page, say('transit.to.label'), 'Sudbad', south.name);
  await page.getByRole('button', { name: say('transit.plan.search') }).click();
  await expect(page.locator('#results')).toBeFocused();
  const ways = await heard(journeys(page));
  expect(ways[0], 'the bus every ten minutes, the tram that waits for it').toMatch(/\d:\d4\D.*\d:\d3\D.*19\D.*5\D.*2\D/);
  await axe(page);
  await journeys(page).first().click();
  await expect(page.locator('.leg--ride')).toHaveCount(2);
  await expect(page.getByText(say('transit.change.slack', { minutes: say.counted('transit.minutes', 5) }))).toBeVisible();
  await axe(page);

  // The kept one opens as it was.
  await openTransit(page, town, '/transit');
  await page.getByRole('region', { name: say('transit.journeys.mine') }).getByRole('link').first().click();
  await expect(page.locator('main')).toContainText(kept);
  await expect(page.locator('.leg--ride')).toHaveCount(2);
  await axe(page);

  // Lines, the timetable of a day and the board need no network either; alerts say that they do.
  await openTransit(page, town, '/transit/lines');
  await page.getByRole('link', { name: /5/ }).first().click();
  await expect(page.locator('.timetable__time').nth(20)).toBeVisible();
  await axe(page);
  await openTransit(page, town, stopPage(market).replace('/stop', '/board'));
  await expect(page.locator('.board__row').first()).toBeVisible();
  await axe(page);
  await openTransit(page, town, '/transit/alerts');
  await expect(page.getByText(say('transit.alerts.offline'))).toBeVisible();
  await axe(page);
});

test('with the network gone: the way to an appointment', async ({ context, page, ownServer: server, say }) => {
  test.slow();
  await book(page, say, server, somebody());
  await settledAfter(page, `${server.url}/transit`, say('transit.title'));
  await openMine(page, server.url, say('appointments.mine.title'));
  await page.getByRole('link', { name: say('transit.way') }).click();
  await expect(page.getByText(say('transit.for.title'))).toBeVisible();
  await pick(page, say('transit.from.label'), 'Hauptbanhof', 'Hauptbahnhof');
  await axe(page);
  await page.getByRole('button', { name: say('transit.plan.search') }).click();
  await journeys(page).last().click();
  await page.getByRole('button', { name: say('transit.journey.keep.beside') }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeVisible();
  const legs = await page.locator('.leg').count();

  await server.stop();
  await page.close();
  page = await context.newPage();

  // It stands beside the appointment, and another one can be looked for.
  await openMine(page, server.url, say('appointments.mine.title'));
  const way = page.locator('main .link-list a[href*="/transit/journey"]');
  await expect(way).toBeVisible();
  await axe(page);
  await way.click();
  await expect(page.locator('.leg')).toHaveCount(legs);
  await axe(page);

  // With a stop of mine another way is one press away.
  await open(page, `${server.url}/transit`);
  await page.getByLabel(say('transit.search')).fill('Hauptbanhof');
  await page.locator('main .link-list').getByRole('link', { name: /^Hauptbahnhof/ }).click();
  await page.getByRole('button', { name: say('transit.stop.keep'), exact: true }).click();
  await openMine(page, server.url, say('appointments.mine.title'));
  await page.getByRole('link', { name: say('transit.way.other') }).click();
  await expect(page.locator('#results')).toContainText(/^Hauptbahnhof – /);
  await expect(journeys(page).first()).toBeVisible();
});

/** Types into one of the two fields and takes the stop that is offered. */
async function pick(page: Page, label: string, words: string, stop: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(words);
  await page.locator('.end__offers').getByRole('button', { name: new RegExp(`^${stop}`) }).first().click();
  await expect(page.getByLabel(label, { exact: true })).toHaveValue(stop);
}

/** Opens the one appointment. */
async function openMine(page: Page, server: string, title: string): Promise<void> {
  await open(page, `${server}/appointments/mine`);
  await arrive(page, title);
  await page.locator('main .link-list').getByRole('link').first().click();
  await expect(heading(page)).not.toHaveText(title);
}

/** Opens the service once, so that the device has its timetable. */
async function settledAfter(page: Page, address: string, title: string): Promise<void> {
  await open(page, address);
  await arrive(page, title);
  await settled(page);
}
