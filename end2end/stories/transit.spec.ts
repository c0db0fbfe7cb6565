import type { Page } from '@playwright/test';
import { arrive, heading } from '../support/booking.ts';
import { axe, expect, open, test } from '../support/test.ts';

test.use({
  serviceWorkers: 'allow',
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_|status of 50\d/
});

test('the next departures are there when nothing answers', async ({ context, page, ownServer: server, say }) => {
  await open(page, `${server.url}/transit`);
  await arrive(page, say('transit.title'));
  await axe(page);

  // With a network: a stop by its name with a mistake, its departures, one of my stops from now on.
  await openStop(page, say('transit.search'));
  await axe(page);
  await page.getByRole('button', { name: say('transit.stop.keep'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('transit.stop.forget'), exact: true })).toBeVisible();
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await expect.poll(() => page.evaluate(timetableKept)).toBe(true);

  await server.stop();
  await page.close();
  page = await context.newPage();

  // Without one: on the first page, among my stops, and for any other stop.
  await open(page, server.url);
  await expect(page.locator('.tile-departures li').first()).toBeVisible();
  await axe(page);
  await open(page, `${server.url}/transit`);
  await expect(page.locator('.departures a').first()).toBeVisible();
  await axe(page);
  await openStop(page, say('transit.search'));
  await axe(page);
});

/** From the first page of the service to the departures of the main station, with a typing mistake. */
async function openStop(page: Page, search: string): Promise<void> {
  await page.getByLabel(search).fill('Hauptbanhof');
  await page.locator('main .link-list').getByRole('link', { name: /^Hauptbahnhof/ }).first().click();
  await expect(heading(page)).toHaveText(/Hauptbahnhof/);
  await expect(page.locator('.departures a').first()).toBeVisible();
}

/** Whether the device keeps the timetable. */
function timetableKept(): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('stadtkern');
    opening.onerror = () => { resolve(false); };
    opening.onsuccess = () => {
      const database = opening.result;
      const names = Array.from(database.objectStoreNames).filter((name) => /timetable/i.test(name));
      const [store] = names;
      if (!store) { database.close(); resolve(false); return; }
      const counting = database.transaction(store).objectStore(store).count();
      counting.onsuccess = () => { database.close(); resolve(counting.result > 0); };
      counting.onerror = () => { database.close(); resolve(false); };
    };
  });
}
