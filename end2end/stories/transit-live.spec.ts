import { axe, expect } from '../support/test.ts';
import { departures, heard, journeys, openTransit, test } from '../support/transit/test.ts';
import { buses, clock, journeysPage, stopPage, stops } from '../support/transit/town.ts';

const { market, station, south } = stops();

test.use({ expectedComplaints: /net::ERR_|status of 50\d/ });

test('what really runs arrives on the page: late, cancelled, from elsewhere, and why', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const [bus, after] = buses();
  if (!bus || !after) throw new Error('no buses');
  const at = clock(bus.leaves);
  await openTransit(page, town, stopPage(market));

  // Nobody has told anything: it is by the timetable, and nobody says "on time".
  const next = departures(page).filter({ hasText: at }).first();
  await expect(next).toBeVisible();
  await expect(page.getByText(say('transit.fresh.timetable'))).toBeVisible();
  await expect(departures(page).getByText(say('transit.onTime'))).toHaveCount(0);
  await axe(page);

  // The next bus is three minutes late, the one after it does not come.
  town.tell([
    { ...bus, late: [{ stop: market.id, sequence: 2, seconds: 180 }] },
    { ...after, cancelled: true },
    { trip: bus.tram, day: bus.day, platform: { sequence: 1, stop: `${station.id}.4` } }
  ], [{
    title: { de: 'Bus 5 fährt Umwege', en: 'Bus 5 makes detours' },
    text: { de: '<p>Wegen <b>Bauarbeiten</b>.</p><script>alert(1)</script>', en: 'Works.' },
    lines: ['5'],
    severity: 'severe'
  }]);
  const late = say('transit.late.other', { n: '3' });
  await expect(next).toContainText(late, { timeout: 45_000 });
  await expect(next.locator('s')).toHaveText(at);
  await expect(next.locator('strong').last()).toHaveText(clock(bus.leaves + 3));
  const [spoken] = await heard(next);
  expect(spoken).toContain(late);
  expect(spoken).toContain('Bus 5');
  const cancelled = departures(page).filter({ hasText: clock(after.leaves) }).first();
  await expect(cancelled, 'what is cancelled stays').toContainText(say('transit.cancelled'));
  await expect(cancelled.locator('s')).toHaveText(clock(after.leaves));
  await expect(page.locator('.age--live')).toBeVisible();

  // The alert: its words without markup, opened by the person.
  const alert = page.locator('.alert-entry').filter({ hasText: say.language === 'de' ? 'Umwege' : 'detours' });
  await alert.locator('summary').click();
  await expect(alert).toContainText('Wegen Bauarbeiten.');
  await expect(alert.locator('b, script')).toHaveCount(0);
  await expect(alert).toContainText(say('transit.effect.detour'));
  await axe(page);

  // The tram leaves from elsewhere today.
  await openTransit(page, town, stopPage(station));
  await expect(departures(page).filter({ hasText: say('transit.platform.changed', { name: '4', planned: '3' }) })).toHaveCount(1);

  // The same on the page of all alerts, with the line's name.
  await openTransit(page, town, '/transit/alerts');
  const entry = page.locator('.alert-entry');
  await entry.locator('summary').click();
  await expect(entry).toContainText(say('transit.alert.lines', { lines: '5' }));
  await axe(page);
});

test('a kept journey tells that it is late and does not work', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const [bus] = buses();
  if (!bus) throw new Error('no buses');
  await openTransit(page, town, journeysPage(market, south));
  await journeys(page).filter({ hasText: clock(bus.leaves) }).first().click();
  await page.getByRole('button', { name: say('transit.journey.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeVisible();

  // In the list of kept ones it tells by itself what became of it, and opened in detail.
  await openTransit(page, town, '/transit');
  const kept = page.getByRole('region', { name: say('transit.journeys.mine') }).getByRole('link');
  await expect(kept).toContainText(south.name);
  town.tell([
    { ...bus, late: [{ stop: market.id, sequence: 2, seconds: 120 }, { stop: `${station.id}.1`, sequence: 3, seconds: 120 }] },
    { trip: bus.tram, day: bus.day, cancelled: true }
  ]);
  await expect(kept).toContainText(say('transit.broken'), { timeout: 45_000 });
  await axe(page);
  await kept.click();
  await expect(page.locator('.leg--ride')).toHaveCount(2);
  await expect(page.locator('.leg--ride').first()).toContainText(say('transit.late.other', { n: '2' }));
  await expect(page.getByText(say('transit.change.slack', { minutes: say('transit.minutes.other', { n: '3' }) }))).toBeVisible();
  await expect(page.getByText(say('transit.broken.title'))).toBeVisible();
  await expect(page.locator('.leg--cancelled')).toContainText(say('transit.cancelled'));
  await axe(page);
  // Another way is one press away.
  await page.getByRole('link', { name: say('transit.others') }).click();
  await expect(journeys(page).first()).toBeVisible();
});

test('when the control centre and then the server die, the page says how old it is', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const [bus] = buses();
  if (!bus) throw new Error('no buses');
  town.tell([{ ...bus, late: [{ stop: market.id, sequence: 2, seconds: 180 }] }]);
  await openTransit(page, town, stopPage(market));
  const next = departures(page).filter({ hasText: clock(bus.leaves) }).first();
  await expect(next).toContainText(say('transit.late.other', { n: '3' }), { timeout: 20_000 });

  town.upstream.on('/updates.pb', { body: '<html>Please sign in</html>' });
  await town.server.kill();
  await expect(next, 'what was told stays').toContainText(say('transit.late.other', { n: '3' }));
  // Five minutes later nobody calls it live any more.
  await page.clock.install({ time: Date.now() + 5 * 60_000 });
  const stale = say('transit.fresh.stale', { time: '00:00' }).split('00:00')[0] ?? '';
  await expect(page.getByText(stale)).toBeVisible();
  await axe(page);

  await page.clock.setSystemTime(Date.now());
  await town.server.start();
  town.tell([]);
});

test('a timetable that cannot be read yet: the page says so, and goes on by itself when it is there', async ({ page, say, found }) => {
  const town = await found({ unreadable: true });
  await openTransit(page, town, stopPage(market));
  await expect(page.getByText(say('transit.trouble.noTimetable'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('transit.again') })).toBeVisible();
  await axe(page);
  await town.publish({});
  await expect(departures(page).first()).toBeVisible({ timeout: 60_000 });
});
