import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axe, expect, open } from '../support/test.ts';
import { heard, journeys, openTransit, test } from '../support/transit/test.ts';
import { clock, day, journeysPage, stopPage, stops } from '../support/transit/town.ts';

const { north, market, station, south } = stops();

/** Eight in the morning of tomorrow in the town, in seconds since the epoch, and the address' part for it. */
function eight(): string {
  for (const ahead of [1, 2]) {
    const at = new Date(`${day(1)}T0${8 - ahead}:00:00Z`);
    if (at.toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit' }).startsWith('08')) return `&depart=${at.getTime() / 1000}`;
  }
  throw new Error('no such time');
}

test('a journey by the form: mistakes named, swapped, through a place, by a time of arrival', async ({ page, say, found }) => {
  const town = await found();
  await openTransit(page, town, '/transit/journeys');
  await page.getByRole('button', { name: say('transit.plan.search') }).click();
  await expect(page.getByRole('alert')).toContainText(say('transit.from.missing'));
  await expect(page.getByRole('alert')).toContainText(say('transit.to.missing'));
  await axe(page);

  // Words without a choice mean the best offer.
  const [from, to] = [page.getByLabel(say('transit.from.label'), { exact: true }), page.getByLabel(say('transit.to.label'), { exact: true })];
  await from.fill('sudbad');
  await expect(page.locator('.end__offers li').first()).toContainText(south.name);
  await axe(page);
  await to.fill('nordv');
  await expect(page.locator('.end__offers li').filter({ hasText: north.name })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: say('transit.swap') }).click();
  await expect(from).toHaveValue('nordv');
  await page.getByRole('button', { name: say('transit.via.add') }).click();
  await page.getByLabel(say('transit.via.label'), { exact: true }).fill('Markt');
  await page.locator('.end__offers').getByRole('button', { name: new RegExp(`^${market.name}`) }).click();
  await page.getByLabel(say('transit.via.stay')).selectOption('10');
  await page.getByLabel(say('transit.when'), { exact: true }).selectOption('arrive');
  await page.getByLabel(say('transit.date'), { exact: true }).fill(day(1));
  await page.getByLabel(say('transit.time'), { exact: true }).fill('10:00');
  await page.getByText(say('transit.options'), { exact: true }).click();
  await page.getByLabel(say('transit.options.wheelchair')).check();
  await axe(page);
  await page.getByRole('button', { name: say('transit.plan.search') }).click();

  // The last one that is there in time: off at Marktplatz, ten minutes and one to change, and on with the next bus.
  await expect(page.locator('#results')).toBeFocused();
  await expect(page.locator('#results')).toContainText(`${north.name} – ${south.name}`);
  await expect(journeys(page).first()).toBeVisible();
  const last = (await heard(journeys(page))).at(-1) ?? '';
  expect(last).toMatch(/9:10 .*9:53/);
  await expect(page).toHaveURL(/via=10/);
  await axe(page);
});

test('earlier and later, one in detail, shared by its address, in the calendar', async ({ context, page, say, found }) => {
  const town = await found();
  await openTransit(page, town, journeysPage(market, south, eight()));
  await expect(journeys(page).first()).toContainText(clock(8 * 60 + 4));
  await page.getByRole('button', { name: say('transit.later') }).click();
  await expect(journeys(page).first()).toContainText(clock(9 * 60 + 4));
  await expect(page.getByRole('button', { name: say('transit.later') })).toBeFocused();
  await page.getByRole('button', { name: say('transit.earlier') }).click();
  await expect(journeys(page).last()).toContainText(clock(8 * 60 + 54));
  await journeys(page).last().click();

  // Every leg with its stops, the change with its slack, the drawing with its words.
  const legs = page.locator('.leg');
  await expect(legs).toHaveCount(3);
  await expect(legs.nth(0)).toContainText(say('transit.to', { line: say('transit.mode.bus', { name: '5' }), headsign: 'Hauptbahnhof' }));
  await expect(legs.nth(1)).toContainText(say('transit.change.slack', { minutes: say.counted('transit.minutes', 5) }));
  await expect(legs.nth(2)).toContainText(say('transit.platform', { name: '3' }));
  await legs.nth(0).locator('summary').click();
  await expect(legs.nth(0).locator('.call')).toHaveCount(2);
  await page.getByText(say('transit.drawing'), { exact: true }).click();
  await expect(page.getByRole('img', { name: say('transit.drawing.label') })).toBeVisible();
  await expect(page.locator('figcaption li')).toHaveCount(2);
  await expect(page.locator('.now')).toContainText(say('transit.action.board', { line: '', stop: '' }).split(':')[0] ?? '');
  await axe(page);

  // The calendar's file says the same.
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('transit.calendar') }).click()]);
  const calendar = await readFile(await file.path(), 'utf8');
  expect(calendar).toContain(`DTSTART:${day(1).replaceAll('-', '')}T0`);
  expect(calendar.replaceAll('\r\n ', '')).toContain(`${market.name} – ${south.name}`);

  // Whoever gets the link sees the same journey, on another device.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: say('transit.share') }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await (await context.browser()?.newContext({ locale: test.info().project.use.locale, timezoneId: 'Europe/Berlin' }))?.newPage();
  if (!other) throw new Error('no other browser');
  await open(other, link);
  await expect(other.locator('.leg')).toHaveCount(3);
  await expect(other.locator('main')).toContainText(clock(8 * 60 + 54));
  await other.context().close();

  // Kept and forgotten again, the page stays.
  await page.getByRole('button', { name: say('transit.journey.keep'), exact: true }).click();
  await page.getByRole('button', { name: say('transit.journey.forget') }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.keep'), exact: true })).toBeVisible();
  await expect(legs).toHaveCount(3);
});

test('what to do now follows the clock', async ({ page, say, found }) => {
  const town = await found();
  const start = Number(eight().slice(8)) * 1000;
  await page.clock.setFixedTime(start);
  await openTransit(page, town, journeysPage(market, south));
  await journeys(page).first().click();
  const now = page.locator('.now');
  const bus = say('transit.to', { line: say('transit.mode.bus', { name: '5' }), headsign: 'Hauptbahnhof' });
  const tram = say('transit.to', { line: say('transit.mode.tram', { name: '2' }), headsign: 'Südbad' });
  const steps: [number, string][] = [
    [0, say('transit.action.board', { line: bus, stop: market.name })],
    [5, say('transit.action.alight', { stop: station.name })],
    [11, say('transit.action.board', { line: tram, stop: station.name })],
    [16, say('transit.action.alight', { stop: south.name })],
    [30, say('transit.action.arrived')]
  ];
  for (const [minutes, words] of steps) {
    await page.clock.setFixedTime(start + minutes * 60_000);
    await expect(now).toContainText(words);
  }
  await axe(page);
});

test('lines and their day: stops by direction, hour by hour', async ({ page, say, found }) => {
  const town = await found();
  await openTransit(page, town, '/transit/lines');
  await page.getByLabel(say('transit.lines.search')).fill('2');
  await expect(page.locator('main .link-list a')).toHaveCount(1);
  await axe(page);
  await page.locator('main .link-list a').click();
  // The last one of the day leaves after midnight.
  await expect(page.locator('.timetable__hour')).toHaveCount(25);
  await page.getByLabel(say('transit.day'), { exact: true }).fill(day(1));
  await expect(page).toHaveURL(new RegExp(`day=${day(1)}`));
  await expect(page.locator('.timetable__time').first()).toHaveText(clock(15));
  await axe(page);
  await page.locator('.timetable__time').first().click();
  await expect(page.locator('.call')).toHaveCount(2);
  await expect(page.locator('.call[aria-current=location]')).toContainText(station.name);
  await axe(page);
});

test('a way without a mouse', async ({ page, say, found }) => {
  const town = await found();
  await openTransit(page, town, stopPage(market));
  await tabTo(page, say('transit.stop.from'));
  await page.keyboard.press('Enter');
  const to = page.getByLabel(say('transit.to.label'), { exact: true });
  await tabTo(page, say('transit.to.label'));
  await expect(to).toBeFocused();
  await page.keyboard.type('sudbad');
  await expect(page.locator('.end__offers li').first()).toContainText(south.name);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(to, 'the field has the focus again').toBeFocused();
  await expect(to).toHaveValue(south.name);
  await page.keyboard.press('Enter');
  await expect(page.locator('#results')).toBeFocused();
  await expect(journeys(page).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(journeys(page).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.leg--ride')).toHaveCount(2);
  await tabTo(page, say('transit.journey.keep'));
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeFocused();
});

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
  });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await focused() === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`nothing called ${name} gets the focus`);
}
