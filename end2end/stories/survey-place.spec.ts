import type { Locator, Page } from '@playwright/test';
import { fits, shapes } from '../support/narrow.ts';
import { begin, numbers, places, send } from '../support/places.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';
import type { Say } from '../support/words.ts';

const asks = [places([
  { label: 'Wo fehlt ein Bügel?', type: 'geopoint' },
  { label: 'Wo fahren Sie?', type: 'geotrace' },
  { label: 'Was soll grün werden?', type: 'geoshape' }
])];

/** A city that asks for a place, a way and an area. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

/** The middle of the demo city's bounds, which is the middle of the map at first. */
const middle = { latitude: 51.2285, longitude: 10.455 };

const next = (page: Page, say: Say): Promise<void> => page.getByRole('button', { name: say('participation.fill.next') }).click();

/** The map, when it is drawn. */
async function mapOf(page: Page): Promise<Locator> {
  const map = page.getByRole('application');
  await expect(map.locator('.map__name').first()).toBeAttached();
  return map;
}

/** Taps the map at shares of its width and height. */
async function tap(map: Locator, x: number, y: number): Promise<void> {
  const box = await map.boundingBox();
  if (!box) throw new Error('there is no map');
  const at = { x: box.width * x, y: box.height * y };
  await (test.info().project.use.hasTouch ? map.tap({ position: at }) : map.click({ position: at }));
}

/** Where something is, as the page says it: nothing but what stands before its first value. */
const beginning = (say: Say, key: string): string => say(key).split('{')[0] ?? '';

test('a place, a way and an area, set by tapping', async ({ page, say, city }) => {
  await begin(page, say, city);
  const marks = page.locator('.marks__mark');
  const map = await mapOf(page);
  await expect(page.getByText(say('participation.fill.place.none'))).toBeVisible();
  await axe(page);
  await tap(map, 0.2, 0.3);
  await expect(marks).toHaveCount(1);
  await expect(page.locator('#announcements')).toContainText(beginning(say, 'participation.fill.place.set'));
  // Another tap is another place, not a second one.
  await tap(map, 0.5, 0.5);
  await expect(marks).toHaveCount(1);
  await expect(marks).toContainText('Rathausplatz');
  await axe(page);
  await screenshot(page, 'survey-place');

  // Nearer with the button, and dragged: nothing is set by that.
  await page.getByRole('button', { name: say('participation.fill.place.nearer') }).click();
  await page.getByRole('button', { name: say('participation.fill.place.nearer') }).click();
  const before = await marks.textContent();
  const box = await map.boundingBox();
  if (!box) throw new Error('there is no map');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.6, { steps: 4 });
  await page.mouse.up();
  expect(await marks.textContent()).toBe(before);
  await screenshot(page, 'survey-place-near');
  await next(page, say);

  // A way: one point is none yet.
  await mapOf(page);
  await tap(map, 0.3, 0.5);
  await expect(page.locator('main').getByText(say('participation.fill.place.more.line'))).toBeVisible();
  await next(page, say);
  await expect(page.getByText(say('participation.fill.unreadable.trace')).first()).toBeVisible();
  await axe(page);
  await tap(map, 0.5, 0.5);
  await tap(map, 0.6, 0.7);
  await expect(marks).toHaveCount(3);
  await page.getByRole('button', { name: say('participation.fill.place.undo') }).click();
  await expect(marks).toHaveCount(2);
  await expect(page.locator('main').getByText(beginning(say, 'participation.fill.place.length'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-way');
  await next(page, say);

  await mapOf(page);
  for (const [x, y] of [[0.3, 0.3], [0.6, 0.3], [0.6, 0.6], [0.3, 0.6]] as const) await tap(map, x, y);
  await expect(marks).toHaveCount(4);
  await marks.nth(1).getByRole('button').click();
  await expect(marks).toHaveCount(3);
  await expect(page.locator('main').getByText(beginning(say, 'participation.fill.place.area'))).toBeVisible();
  await screenshot(page, 'survey-area');
  await next(page, say);

  await expect(page.getByText('Rathausplatz').first()).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-place-review');
  const sent = await send(page, say);
  const [[latitude = 0, longitude = 0, ...rest] = []] = numbers(sent.get('q0'));
  expect(latitude).toBeCloseTo(middle.latitude, 3);
  expect(longitude).toBeCloseTo(middle.longitude, 3);
  expect(rest).toEqual([0, 0]);
  const way = numbers(sent.get('q1'));
  expect(way).toHaveLength(2);
  expect(way[0]?.[1], 'from west to east').toBeLessThan(way[1]?.[1] ?? 0);
  const area = numbers(sent.get('q2'));
  expect(area).toHaveLength(4);
  expect(area[3], 'an area ends where it began').toEqual(area[0]);
});

test('a place set with nothing but the keyboard', async ({ page, say, city }) => {
  await begin(page, say, city);
  const map = await mapOf(page);
  for (let press = 0; press < 40 && !(await map.evaluate((svg) => svg === document.activeElement)); press += 1) await page.keyboard.press('Tab');
  await expect(map).toBeFocused();
  await expect(map.locator('.map__cross').last()).toBeVisible();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', '+', 'ArrowUp']) await page.keyboard.press(key);
  await expect(page.locator('#announcements')).not.toBeEmpty();
  await screenshot(page, 'survey-place-keys');
  await page.keyboard.press('Enter');
  await expect(page.locator('.marks__mark')).toHaveCount(1);
  await expect(map).toBeFocused();
  await next(page, say);
  await next(page, say);
  await next(page, say);
  const [[latitude = 0, longitude = 0] = []] = numbers((await send(page, say)).get('q0'));
  expect(latitude).toBeGreaterThan(middle.latitude + 0.001);
  expect(longitude).toBeGreaterThan(middle.longitude + 0.005);
});

test('a place by its name, by the device, by its coordinates', async ({ page, context, say, city }) => {
  await begin(page, say, city);
  await mapOf(page);
  const marks = page.locator('.marks__mark');
  const search = page.getByLabel(say('participation.fill.place.search'));
  await search.fill('qqqqq');
  await expect(page.getByText(say('participation.fill.place.found.none'))).toBeVisible();
  // A slip of the finger is forgiven.
  await search.fill('rathauspltz');
  const offer = page.getByRole('button', { name: 'Rathausplatz' }).first();
  await expect(offer).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-place-search');
  await offer.click();
  await expect(search).toBeFocused();
  await expect(marks).toContainText('51.2279, 10.4541');

  // The device may refuse; then it may not.
  const here = page.getByRole('button', { name: say('participation.fill.place.here'), exact: true });
  await here.click();
  await expect(page.getByText(say('participation.fill.place.here.denied'))).toBeVisible();
  await axe(page);
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 51.2325, longitude: 10.4395, accuracy: 120 });
  await here.click();
  await expect(marks).toContainText('Hauptbahnhof');
  await expect(marks).toContainText(beginning(say, 'participation.fill.place.accuracy'));

  await page.getByText(say('participation.fill.place.coordinates'), { exact: true }).click();
  const typed = page.getByLabel(say('participation.fill.place.coordinates.label'));
  await typed.fill('am Markt');
  await page.getByRole('button', { name: say('participation.fill.place.coordinates.set') }).click();
  await expect(page.getByText(say('participation.fill.place.coordinates.wrong'))).toBeVisible();
  await axe(page);
  await typed.fill('52,5° N, 13,4° O');
  await typed.press('Enter');
  await expect(page.getByText(say('participation.fill.place.outside'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-place-outside');
  await next(page, say);
  await next(page, say);
  await next(page, say);
  expect((await send(page, say)).get('q0')).toBe('52.5 13.4 0.0 0.0');
});

test('what the form allows decides, also about places', async ({ page, say }) => {
  const bind = `constraint="geofence(., '51.22 10.44;51.22 10.47;51.24 10.47;51.24 10.44;51.22 10.44')" jr:constraintMsg="Nur in der Altstadt" required="true()"`;
  const city = await Server.fresh({ asks: [places([{ label: 'Wo?', type: 'geopoint', bind }])] });
  await begin(page, say, city);
  const map = await mapOf(page);
  await next(page, say);
  await page.getByRole('link', { name: say('participation.fill.error.required') }).click();
  await expect(page.getByRole('group', { name: 'Wo?' })).toBeFocused();
  await tap(map, 0.2, 0.2);
  await expect(page.getByText('Nur in der Altstadt').first()).toBeVisible();
  await axe(page);
  await tap(map, 0.5, 0.5);
  await expect(page.getByText('Nur in der Altstadt')).toHaveCount(0);
  await next(page, say);
  await expect(page.getByRole('heading', { level: 1, name: say('participation.fill.review') })).toBeVisible();
  await page.close();
  await city.dispose();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow', expectedComplaints: /Failed to load resource|ERR_CONNECTION_REFUSED|ERR_FAILED/ });

  test('the map is there in the tunnel', async ({ page, say, city }) => {
    await open(page, `${city.url}/participation`);
    const kept = () => page.evaluate(async () => Boolean(await caches.match('/city/participation/map.json')));
    await expect.poll(kept, { timeout: 20_000 }).toBe(true);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await city.stop();
    await begin(page, say, city);
    const map = await mapOf(page);
    await tap(map, 0.5, 0.5);
    await expect(page.locator('.marks__mark')).toContainText('Rathausplatz');
    const address = page.url();
    // The phone is closed and opened again, still without a network.
    await page.goto('about:blank');
    await open(page, address);
    await expect(page.locator('.marks__mark')).toContainText('Rathausplatz');
    await expect((await mapOf(page)).locator('.map__mark')).toHaveCount(1);
    await city.start();
  });
});

test.describe('in a city without a drawing', () => {
  test.use({ expectedComplaints: /map\.json|Failed to load resource/ });

  test('one searches or has coordinates', async ({ page, say }) => {
    const city = await Server.fresh({ asks, drawing: false });
    await begin(page, say, city);
    await expect(page.getByText(say('participation.fill.place.without'))).toBeVisible();
    await expect(page.getByRole('application')).toHaveCount(0);
    await page.getByText(say('participation.fill.place.coordinates'), { exact: true }).click();
    await page.getByLabel(say('participation.fill.place.coordinates.label')).fill('51.23 10.45');
    await page.getByRole('button', { name: say('participation.fill.place.coordinates.set') }).click();
    await expect(page.locator('.marks__mark')).toContainText('51.23, 10.45');
    await axe(page);
    await page.close();
    await city.dispose();
  });
});

for (const { what, window, size } of shapes) {
  test(`a map ${what}: nothing is cut off`, { tag: '@once' }, async ({ page, say, city }) => {
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);
    await begin(page, say, city);
    await next(page, say);
    const map = await mapOf(page);
    await tap(map, 0.4, 0.5);
    await tap(map, 0.5, 0.4);
    await page.getByLabel(say('participation.fill.place.search')).fill('ring');
    await page.getByText(say('participation.fill.place.coordinates'), { exact: true }).click();
    await fits(page);
    await screenshot(page, `survey-place-${size}`);
  });
}
