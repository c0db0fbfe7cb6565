import type { Page } from '@playwright/test';
import { axe, expect } from '../support/test.ts';
import { departures, heard, journeys, openTransit, test } from '../support/transit/test.ts';
import { clock, day, journeysPage, minutes, stopPage, stops } from '../support/transit/town.ts';

const { north, market, south, lonely } = stops();

/** Milliseconds since the epoch of a time of the town's clock; the first of two where it shows it twice. */
function moment(date: string, time: string): number {
  const guess = Date.parse(`${date}T${time}:00Z`);
  for (const ahead of [2, 1]) {
    const at = guess - ahead * 3_600_000;
    if (clock(minutes(at)) === clock(minutes(guess, 'UTC'))) return at;
  }
  throw new Error(`the clock never shows ${date} ${time}`);
}

/** The next day on which the town's clock is set forward, or back. */
function change(hours: 23 | 25): string {
  for (let ahead = 1; ahead < 370; ahead += 1) {
    if (moment(day(ahead + 1), '00:00') - moment(day(ahead), '00:00') === hours * 3_600_000) return day(ahead);
  }
  throw new Error('no such day');
}

/** Opens a page at a moment that stands still. */
async function at(page: Page, when: number): Promise<void> {
  await page.clock.setFixedTime(when);
}

/** The countdown and the time of every departure that is shown. */
async function shown(page: Page): Promise<string[]> {
  await expect(departures(page).first()).toBeVisible();
  return departures(page).locator('.departure__when').allInnerTexts().then((all) => all.map((words) => words.replace(/\s+/g, ' ')));
}

test('after midnight the last bus of yesterday is there, and tomorrow is called by its name', async ({ page, say, found }) => {
  // From five in the morning to half past midnight.
  const starts = Array.from({ length: 118 }, (_, at) => 300 + at * 10);
  const town = await found({ timetable: { starts } });
  const tomorrow = day(1);
  const long = new Date(`${tomorrow}T12:00:00Z`).toLocaleDateString('de-DE', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

  await at(page, moment(day(0), '23:50'));
  await openTransit(page, town, stopPage(market));
  expect((await shown(page)).slice(0, 3)).toEqual(['4 Min. 23:54', '14 Min. 0:04', '24 Min. 0:14']);
  await expect(page.locator('.departures__day').first()).toHaveText(long);
  await expect(departures(page).filter({ hasText: '0:04' }).locator('..').locator('.departures__day')).toHaveCount(1);
  await axe(page);

  // A quarter past midnight: two are left, then nothing until the morning.
  await at(page, moment(tomorrow, '00:15'));
  await openTransit(page, town, stopPage(market));
  expect((await shown(page)).slice(0, 3)).toEqual(['9 Min. 0:24', '19 Min. 0:34', '4 Std. 49 Min. 5:04']);
  await expect(page.locator('.departures__day'), 'the next morning is today').toHaveCount(0);

  // The way home with the last bus, across midnight.
  await at(page, moment(day(0), '23:55'));
  await openTransit(page, town, journeysPage(market, south));
  expect((await heard(journeys(page)))[0]).toContain(say('transit.moment', { day: 'morgen', time: '0:04' }));
  await axe(page);
});

test('a night in which the clock is set forward has no third hour', async ({ page, say, found }) => {
  const night = change(23);
  const town = await found({ timetable: { last: night } });
  await at(page, moment(night, '01:50'));
  await openTransit(page, town, stopPage(market));
  expect((await shown(page)).slice(0, 3)).toEqual(['4 Min. 1:54', '14 Min. 3:04', '24 Min. 3:14']);
  await expect(page.getByText(say('transit.clock', { before: '1:59', after: '3:00' }))).toBeVisible();
  await axe(page);
  await openTransit(page, town, journeysPage(market, south, `&depart=${moment(night, '01:50') / 1000}`));
  await expect(page.getByText(say('transit.clock', { before: '1:59', after: '3:00' }))).toBeVisible();
  await expect(journeys(page).first()).toContainText('19 Min.');
  await axe(page);
});

test('a night in which the clock is set back has the third hour twice', async ({ page, say, found }) => {
  const night = change(25);
  const town = await found({ timetable: { last: night } });
  // The first half past two.
  await at(page, moment(night, '02:30'));
  await openTransit(page, town, stopPage(market));
  expect((await shown(page)).slice(0, 5)).toEqual(['4 Min. 2:34', '14 Min. 2:44', '24 Min. 2:54', '34 Min. 2:04', '44 Min. 2:14']);
  await expect(page.getByText(say('transit.clock', { before: '2:59', after: '2:00' }))).toBeVisible();
  await axe(page);
  // The timetable of that day has both hours, one row each.
  await openTransit(page, town, `/transit/line?line=5&day=${night}`);
  await expect(page.locator('.timetable__hour h3', { hasText: /^2$/ })).toHaveCount(2);
  await expect(page.getByText(say('transit.clock', { before: '2:59', after: '2:00' }))).toBeVisible();
  await axe(page);
});

test('a timetable that ends today says so, and so does one that has ended', async ({ page, say, found }) => {
  const town = await found({ timetable: { last: day(0) } });
  await openTransit(page, town, stopPage(market));
  await expect(page.getByText(say('transit.ends.today'))).toBeVisible();
  await axe(page);

  // Two days later on the same device.
  await at(page, moment(day(2), '12:00'));
  await openTransit(page, town, stopPage(market));
  const ended = new Date(`${day(0)}T12:00:00Z`).toLocaleDateString('de-DE', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  await expect(page.getByText(say('transit.trouble.expired', { day: ended }))).toBeVisible();
  await axe(page);
  await openTransit(page, town, journeysPage(market, south));
  await expect(page.getByText(say('transit.trouble.expired', { day: ended }))).toBeVisible();
  await openTransit(page, town, `/transit/line?line=5&day=${day(2)}`);
  await expect(page.getByText(say('transit.trouble.expired', { day: ended }))).toBeVisible();
  await axe(page);
});

test('a stop that nothing serves, one place twice, a way that does not exist: each has its sentence', async ({ page, say, found }) => {
  const town = await found();
  const nowhere = { id: '', name: 'Mitten im Wald', north: 52.5, east: 9.9 };
  const sentences: [string, string][] = [
    [stopPage(lonely), 'notServed'],
    [stopPage({ ...nowhere, id: 'gone' }), 'unknownStop'],
    [journeysPage(market, market), 'samePlace'],
    [journeysPage(market, lonely), 'notServed'],
    // The bus and the tram go one way only.
    [journeysPage(south, north), 'noJourney'],
    [journeysPage(nowhere, market), 'farFromStart'],
    [journeysPage(market, nowhere), 'farFromEnd']
  ];
  for (const [path, word] of sentences) {
    await openTransit(page, town, path);
    await expect(page.getByText(say(`transit.trouble.${word}`))).toBeVisible();
    await axe(page);
  }
});
