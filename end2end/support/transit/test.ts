import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { heading } from '../booking.ts';
import { expect, open, Server, test as plain } from '../test.ts';
import { Upstream } from '../upstream.ts';
import { feed, type Announcement, type TripNews } from './realtime.ts';
import { publish, type Timetable } from './town.ts';

/** What a town is made of. */
export interface Wishes {
  timetable?: Timetable;
  /** Whether its timetable cannot be read at first. */
  unreadable?: boolean;
  /** Whether a control centre tells what really runs. */
  realtime?: boolean;
  /** Whether there is a journey planner. */
  planner?: boolean;
}

/** A server of a small town, and somebody else's servers that it asks. */
export interface Town {
  server: Server;
  upstream: Upstream;
  /** Publishes another timetable in the place of the first. */
  publish(timetable: Timetable): Promise<void>;
  /** What the control centre tells from now on. */
  tell(trips: TripNews[], announcements?: Announcement[]): void;
}

const feedPath = '/updates.pb';

interface Fixtures {
  /** Founds a town; it ends with the story. */
  found: (wishes?: Wishes) => Promise<Town>;
}

export const test = plain.extend<Fixtures>({
  found: async ({ context }, use) => {
    const endings: (() => Promise<void>)[] = [];
    await use(async ({ timetable, unreadable = false, realtime = false, planner = false } = {}) => {
      const folder = await mkdtemp(join(tmpdir(), 'town-'));
      const path = join(folder, 'gtfs.zip');
      if (unreadable) await writeFile(path, '<html>Please sign in</html>');
      else await publish(path, timetable);
      const upstream = await Upstream.start();
      const tell = (trips: TripNews[], announcements: Announcement[] = []) => {
        upstream.on(feedPath, { body: feed(trips, announcements) });
      };
      tell([]);
      const server = await Server.fresh({
        transit: {
          gtfs: path,
          ...(realtime ? { realtime: [upstream.url + feedPath] } : {}),
          ...(planner ? { motis: `${upstream.url}/api`, searches_per_minute: 1000 } : {})
        }
      });
      endings.push(() => server.dispose(), () => upstream.dispose(), () => rm(folder, { recursive: true, force: true }));
      if (!unreadable) await timetableServed(server);
      return { server, upstream, tell, publish: (other) => publish(path, other) };
    });
    // The pages first: what one still loads would be a complaint about a server that is gone.
    await Promise.all(context.pages().map((page) => page.close()));
    for (const end of endings) await end();
  }
});

/** Waits until the server has compiled the timetable, and gives its mark. */
export async function timetableServed(server: Server, other = ''): Promise<string> {
  let mark = '';
  await expect.poll(async () => {
    const answer = await fetch(`${server.url}/api/transit/timetable`);
    mark = answer.ok ? answer.headers.get('etag') ?? '' : '';
    return mark !== '' && mark !== other;
  }, { message: 'a timetable is served', timeout: 30_000 }).toBe(true);
  return mark;
}

/** The departures that are shown. */
export function departures(page: Page) {
  return page.locator('main .departures .departure');
}

/** The journeys that are shown. */
export function journeys(page: Page) {
  return page.locator('main .journeys .journey');
}

/** What a screen reader hears of departures or journeys, one text each. */
export async function heard(rows: ReturnType<typeof departures>): Promise<string[]> {
  const all = await rows.locator('.hidden-visually').allTextContents();
  return all.map((words) => words.replace(/\s+/g, ' ').trim());
}

/** Opens a page of transit and waits for its content. */
export async function openTransit(page: Page, { server }: Town, path: string): Promise<void> {
  await open(page, server.url + path);
}

/** Waits until everything is there for a day without a network: the app, and the timetable. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await expect.poll(() => page.evaluate(timetableKept), 'the device keeps the timetable').toBe(true);
}

/** Waits for a heading. */
export async function headed(page: Page, words: string | RegExp): Promise<void> {
  await expect(heading(page)).toHaveText(words);
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
