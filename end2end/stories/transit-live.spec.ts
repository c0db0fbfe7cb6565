import { axe, expect } from '../support/test.ts';
import { departures, heard, journeys, openTransit, test } from '../support/transit/test.ts';
import { busAt, clock, day, journeysPage, minutes, stopPage, stops, tramAt } from '../support/transit/town.ts';

const { market, station, south } = stops();

test.use({ expectedComplaints: /net::ERR_|status of 50\d/ });

/** Minutes of the service day of the next bus 5 that leaves Marktplatz in some minutes, and its day. */
function nextBus(): { start: number; on: string } {
  // Past midnight the first hour belongs to the day before.
  const now = minutes();
  const start = Math.ceil((now + 6 - 4) / 10) * 10;
  return { start, on: day(0) };
}

test('what really runs arrives on the page: late, cancelled, from elsewhere, and why', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const { start, on } = nextBus();
  const at = clock(start + 4);
  await openTransit(page, town, stopPage(market));

  // Nobody has told anything: it is by the timetable, and nobody says "on time".
  const next = departures(page).filter({ hasText: at }).first();
  await expect(next).toBeVisible();
  await expect(page.getByText(say('transit.fresh.timetable'))).toBeVisible();
  await expect(departures(page).getByText(say('transit.onTime'))).toHaveCount(0);
  await axe(page);

  // The next bus is three minutes late, the one after it does not come.
  town.tell([
    { trip: busAt(start), day: on, late: [{ stop: market.id, sequence: 2, seconds: 180 }] },
    { trip: busAt(start + 10), day: on, cancelled: true }
  ], [{
    title: { de: 'Bus 5 fährt Umwege', en: 'Bus 5 makes detours' },
    text: { de: '<p>Wegen <b>Bauarbeiten</b>.</p><script>alert(1)</script>', en: 'Works.' },
    lines: ['5'],
    severity: 'severe'
  }]);
  const late = say('transit.late.other', { n: '3' });
  await expect(next).toContainText(late, { timeout: 45_000 });
  await expect(next.locator('s')).toHaveText(at);
  await expect(next.locator('strong').last()).toHaveText(clock(start + 7));
  const [spoken] = await heard(next);
  expect(spoken).toContain(late);
  expect(spoken).toContain('Bus 5');
  const cancelled = departures(page).filter({ hasText: clock(start + 14) }).first();
  await expect(cancelled, 'what is cancelled stays').toContainText(say('transit.cancelled'));
  await expect(cancelled.locator('s')).toHaveText(clock(start + 14));
  await expect(page.getByText(say('transit.fresh.live', { time: '' }).slice(0, 4), { exact: false }).first()).toBeVisible();

  // The alert: its words without markup, opened by the person.
  const alert = page.locator('.alert-entry').filter({ hasText: say.language === 'de' ? 'Umwege' : 'detours' });
  await alert.locator('summary').click();
  await expect(alert).toContainText('Wegen Bauarbeiten.');
  await expect(alert.locator('b, script')).toHaveCount(0);
  await expect(alert).toContainText(say('transit.effect.detour'));
  await axe(page);

  // The same on the page of all alerts, with the line's name.
  await openTransit(page, town, '/transit/alerts');
  const entry = page.locator('.alert-entry');
  await entry.locator('summary').click();
  await expect(entry).toContainText(say('transit.alert.lines', { lines: '5' }));
  await axe(page);
});

test('a kept journey tells that it is late, and then that it does not work', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const { start, on } = nextBus();
  await openTransit(page, town, journeysPage(market, south));
  await journeys(page).filter({ hasText: clock(start + 4) }).first().click();
  await page.getByRole('button', { name: say('transit.journey.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeVisible();

  // Opened as a kept one, it asks itself what became of it.
  await openTransit(page, town, '/transit');
  await page.getByRole('link', { name: south.name }).first().click();
  await expect(page.locator('.leg--ride')).toHaveCount(2);
  await expect(page.getByText(say('transit.change.slack', { minutes: say('transit.minutes.other', { n: '5' }) }))).toBeVisible();
  await axe(page);

  town.tell([{ trip: busAt(start), day: on, late: [{ stop: market.id, sequence: 2, seconds: 120 }, { stop: `${station.id}.1`, sequence: 3, seconds: 120 }] }]);
  await expect(page.locator('.leg--ride').first()).toContainText(say('transit.late.other', { n: '2' }), { timeout: 45_000 });
  await expect(page.getByText(say('transit.change.slack', { minutes: say('transit.minutes.other', { n: '3' }) }))).toBeVisible();

  town.tell([{ trip: tramAt(start + 15), day: on, cancelled: true }]);
  await expect(page.getByText(say('transit.broken.title'))).toBeVisible({ timeout: 45_000 });
  await expect(page.locator('.leg--cancelled')).toContainText(say('transit.cancelled'));
  await axe(page);
  // Another way is one press away.
  await page.getByRole('link', { name: say('transit.others') }).click();
  await expect(journeys(page).first()).toBeVisible();
});

test('when the control centre and then the server die, the page says how old it is', async ({ page, say, found }) => {
  const town = await found({ realtime: true });
  const { start, on } = nextBus();
  town.tell([{ trip: busAt(start), day: on, late: [{ stop: market.id, sequence: 2, seconds: 180 }] }]);
  await openTransit(page, town, stopPage(market));
  const next = departures(page).filter({ hasText: clock(start + 4) }).first();
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
