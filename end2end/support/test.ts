import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as plain, type Page } from '@playwright/test';
import { Server, type Difference, type Office } from './server.ts';
import { speak, type Say } from './words.ts';

export { expect } from '@playwright/test';
export { mails } from './mails.ts';
export { Citizen } from './citizen.ts';
export { speak } from './words.ts';
export { Server } from './server.ts';

interface PerTest {
  /** The app's words in the language of this story. */
  say: Say;
  /** A server that this story may stop, kill and start again. */
  ownServer: Server;
  /** How the server of this story alone differs from the demo city's. */
  difference: Difference;
  /** Complaints of the browser that this story expects, such as a failed request while the server is down. */
  expectedComplaints: RegExp;
  /** Fails the story when the browser complains: errors, failed policies, uncaught exceptions. */
  complaints: string[];
}

interface PerWorker {
  /** The backend that the stories of one worker share. */
  server: Server;
}

/** The next free time may be a minute away, and over before the story is: stories book from tomorrow on. */
const fromTomorrow = (office: Office): void => { office.startInDays = 1; };

export const test = plain.extend<PerTest, PerWorker>({
  server: [
    async ({}, use) => {
      const server = await Server.fresh({ offices: fromTomorrow });
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' }
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  difference: [{}, { option: true }],

  ownServer: async ({ context, difference }, use) => {
    const server = await Server.fresh({ offices: fromTomorrow, ...difference });
    await use(server);
    // The pages first: what one still loads would be a complaint about a server that is gone.
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  },

  say: async ({ server, locale }, use) => {
    await use(await speak(server, locale?.split('-')[0] ?? 'de'));
  },

  expectedComplaints: [/(?!)/, { option: true }],

  complaints: [
    async ({ context, expectedComplaints }, use) => {
      const complaints: string[] = [];
      context.on('console', (message) => {
        // Violations of the content security policy and of Trusted Types are errors on the console too.
        if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      await use(complaints);
      const unexpected = complaints.filter((text) => !expectedComplaints.test(text));
      expect(unexpected, 'the browser complains about nothing').toEqual([]);
    },
    { auto: true }
  ]
});

/** Opens a page of the app and waits until it stands: its heading is there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('main h1')).toBeVisible();
  const crash = page.locator('#crash');
  if (await crash.count() > 0) throw new Error(`the app crashed:\n${await crash.locator('pre').textContent()}`);
  await axeOnce(page, (await page.locator('main h1').textContent()) ?? '');
}

/** Zero violations of WCAG 2.0 to 2.2 A and AA and of axe's best practice. */
export async function axe(page: Page): Promise<void> {
  // A colour in the middle of a transition is no colour of the design.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))));
  const builder = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const result = await inFullHeight(page, () => builder.analyze());
  const found = result.violations.map((violation) => ({
    rule: violation.id,
    why: violation.help,
    where: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`)
  }));
  // Soft, so that one run names what is wrong on all pages of a story.
  expect.soft(found, 'axe finds nothing').toEqual([]);
}

/** What this worker has looked at: look of the app, window and heading. */
const looked = new Set<string>();

/**
 * Axe on every page that a story visits, once for each look and window: a page that is the same is not looked at by
 * every story again. What is different about it (an alert, an error beside a field) the story looks at with `axe`.
 */
export async function axeOnce(page: Page, title: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const kind = [test.info().project.name, width, title].join(' ');
  if (looked.has(kind)) return;
  looked.add(kind);
  await axe(page);
}

/**
 * Looks at a page in a window as tall as the page: the bar at the bottom covers then nothing that a person could
 * scroll into the open. A flat window stays as it is, because the bar is elsewhere there.
 */
async function inFullHeight<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const window = page.viewportSize();
  if (!window || window.height < 500) return look();
  const tall = () => page.evaluate(() => document.documentElement.scrollHeight);
  try {
    // Again if the page grew meanwhile, also while it was looked at: what comes last may come late.
    for (let height = window.height, attempt = 0; ; attempt += 1) {
      height = Math.max(height, await tall());
      await page.setViewportSize({ ...window, height });
      if (attempt < 4 && (await tall()) > height) continue;
      const seen = await look();
      if (attempt >= 4 || (await tall()) <= height) return seen;
    }
  } finally {
    await page.setViewportSize(window);
  }
}

/** A picture of the whole page in `end2end/screenshots/`, named after the story's project. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '../screenshots');
  await mkdir(folder, { recursive: true });
  await inFullHeight(page, () => page.screenshot({ path: join(folder, `${name}-${test.info().project.name}.png`), fullPage: true }));
}
