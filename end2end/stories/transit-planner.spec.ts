import { axe, expect } from '../support/test.ts';
import { board, failures, motis, plan } from '../support/transit/motis.ts';
import { departures, heard, journeys, openTransit, test } from '../support/transit/test.ts';
import { clock, journeysPage, minutes, stopPage, stops } from '../support/transit/town.ts';

const { market, south, lonely } = stops();

// The browser writes down every answer that is a refusal.
test.use({ expectedComplaints: /status of (429|50\d|404)/ });

/** A full minute so many minutes from now, in seconds since the epoch. */
function soon(inMinutes: number): number {
  return (Math.floor(Date.now() / 60_000) + inMinutes) * 60;
}

test('a planner that knows what really runs takes the place of the timetable, and is named', async ({ page, say, found }) => {
  const town = await found({ planner: true });
  const start = soon(12);
  town.upstream.on(motis.board, board(market, start, 3, 'Flughafen'));
  await openTransit(page, town, stopPage(market));
  const row = departures(page).first();
  await expect(row).toContainText('Flughafen');
  await expect(row).toContainText(say('transit.late.other', { n: '3' }));
  await expect(page.getByText(say('transit.by.planner'))).toBeVisible();
  await expect(page.getByRole('link', { name: 'transitous.org' })).toHaveAttribute('href', 'https://transitous.org/sources/');
  await expect(page.getByRole('link', { name: 'OpenStreetMap' })).toBeVisible();
  await axe(page);

  // A planner does not know which lines serve a stop; that nothing does is for the timetable to say.
  town.upstream.on(motis.board, board(lonely, start, 0, 'Flughafen'));
  await openTransit(page, town, stopPage(lonely));
  await expect(departures(page).first()).toContainText('Flughafen');
  await expect(page.getByText(say('transit.trouble.notServed'))).toHaveCount(0);

  // Ways: its own are shown, later ones are its own too, and the one that is kept asks it again.
  town.upstream.on(motis.plan, plan(market, south, start, start + 600, 0));
  await openTransit(page, town, journeysPage(market, south));
  await expect(journeys(page)).toHaveCount(1);
  expect((await heard(journeys(page)))[0]).toContain('X9');
  await axe(page);
  town.upstream.on(motis.plan, plan(market, south, start + 900, start + 1500, 0));
  await page.getByRole('button', { name: say('transit.later') }).click();
  await expect(journeys(page).filter({ hasText: clock(minutes((start + 900) * 1000)) })).toBeVisible();
  expect(town.upstream.asked.some((asked) => asked.includes('pageCursor=LATER')), 'the next page is the planner\'s').toBe(true);
  await expect(page.getByRole('button', { name: say('transit.later') }), 'the focus stays').toBeFocused();
  await journeys(page).first().click();
  await page.getByRole('button', { name: say('transit.journey.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.journey.forget') })).toBeVisible();

  town.upstream.on(motis.plan, plan(market, south, start + 900, start + 1500, 4));
  // Otherwise it answers a question of half a minute ago as it did then.
  await town.server.stop();
  await town.server.start();
  await openTransit(page, town, '/transit');
  await page.getByRole('region', { name: say('transit.journeys.mine') }).getByRole('link').first().click();
  await expect(page.locator('.leg--ride')).toContainText('X9');
  await expect(page.locator('.leg--ride')).toContainText(say('transit.late.other', { n: '4' }));
  await expect(page.getByText(say('transit.by.planner'))).toBeVisible();
  await axe(page);

  // Nobody can be asked: it is what was known last, not gone.
  town.upstream.on(motis.plan, 'reset');
  await town.server.stop();
  await town.server.start();
  await page.reload();
  await expect(page.getByText(say('transit.fresh.saved', { time: '|' }).split('|')[1] ?? '')).toBeVisible();
  await expect(page.locator('.leg--ride')).toContainText('X9');
  await expect(page.getByText(say('transit.journey.gone'))).toHaveCount(0);
  await axe(page);
});

test('version 5 is asked where 6 is not known', async ({ page, found }) => {
  const town = await found({ planner: true });
  town.upstream.on(motis.planBefore, plan(market, south, soon(12), soon(22), 1));
  await openTransit(page, town, journeysPage(market, south));
  await expect(journeys(page).first().locator('.hidden-visually')).toContainText('X9');
});

for (const { what, reply, trouble } of failures) {
  test(`a planner that answers ${what}: the device's own answer stands, and says so`, async ({ page, say, found }) => {
    const town = await found({ planner: true });
    town.upstream.on(motis.board, reply);
    town.upstream.on(motis.plan, reply);
    const why = say(`transit.trouble.${trouble}`);

    await openTransit(page, town, stopPage(market));
    await expect(departures(page).first(), 'at once').toContainText('Hauptbahnhof');
    await expect(page.getByText(why)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(say('transit.planner.failed'))).toBeVisible();
    await expect(departures(page).first()).toContainText('Hauptbahnhof');
    await expect(page.getByText(say('transit.by.device'))).toBeVisible();

    await openTransit(page, town, journeysPage(market, south));
    await expect(journeys(page).first(), 'at once').toBeVisible();
    await expect(page.getByText(why)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(say('transit.planner.failed'))).toBeVisible();
    expect((await heard(journeys(page)))[0]).toContain(' 5 ');
    await axe(page);
  });
}
