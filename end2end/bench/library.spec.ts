import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { browserArguments, chromium as executablePath } from '../support/browser.ts';
import { cards, password } from '../support/patron.ts';
import { Server } from '../support/server.ts';

/** A phone of the cheap kind; the network is this machine's own, so that what is measured is the app. */
const SLOWER_CPU = 4;
const PATIENCE = 60_000;

const runs = Number(process.env['BENCH_RUNS'] ?? 5);
const words = ['Garten', 'krimnalroman', 'Verwandlung Kafka', 'Moonlight', 'кобзар'];

test('the library on a phone', async () => {
  const server = await Server.fresh();
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' });
    await signIn(context, server);
    const paints: number[] = [];
    for (let run = 0; run < runs; run += 1) paints.push(await account(context, server));
    const [slow, quick]: [number[], number[]] = [[], []];
    for (let run = 0; run < runs; run += 1) {
      slow.push(...await search(context, server, SLOWER_CPU));
      quick.push(...await search(context, server, 1));
    }
    console.log([
      '', `the library in Chromium; medians of ${runs} runs`, '',
      `account painted from the device, no request answered, ${SLOWER_CPU}x slower CPU   ${median(paints).toFixed(0)} ms after the address was opened`,
      `search, from Enter to the first hits on the page, ${SLOWER_CPU}x slower CPU       ${median(slow).toFixed(0)} ms`,
      `search, from Enter to the first hits on the page, this machine's CPU  ${median(quick).toFixed(0)} ms`, ''
    ].join('\n'));
    expect(paints).toHaveLength(runs);
    expect(slow.concat(quick)).toHaveLength(2 * runs * words.length);
  } finally {
    await browser.close();
    await server.dispose();
  }
});

async function signIn(context: BrowserContext, server: Server): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${server.url}/library/sign-in`);
  await page.locator('#card-number').fill(cards.busy);
  await page.locator('#card-password').fill(password);
  await page.locator('#card-stay').check();
  await page.locator('form .kern-btn--primary').last().click();
  await page.locator('.loans .loan').first().waitFor();
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  // The worker has taken over: it keeps what the next start needs.
  await page.reload();
  await page.locator('.age:not(.age--saved)').first().waitFor();
  await page.close();
}

async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Milliseconds until the loans stand, while the server answers nothing. */
async function account(context: BrowserContext, server: Server): Promise<number> {
  const page = await context.newPage();
  await slowDown(page, SLOWER_CPU);
  const answered: string[] = [];
  page.on('response', (response) => { if (new URL(response.url()).pathname.startsWith('/api/')) answered.push(response.url()); });
  await page.addInitScript(() => {
    const marks = { painted: 0 };
    Object.assign(window, { marks });
    const look = () => {
      if (marks.painted === 0 && document.querySelector('.loans .loan')) requestAnimationFrame(() => { marks.painted ||= performance.now(); });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true });
  });
  server.freeze();
  try {
    await page.goto(`${server.url}/library/account`, { waitUntil: 'commit' });
    const painted = await marked(page);
    expect(answered, 'painted before any request returned').toEqual([]);
    return painted;
  } finally {
    server.thaw();
    await page.close();
  }
}

/** Milliseconds from Enter to the first hits, for each of the words. */
async function search(context: BrowserContext, server: Server, rate: number): Promise<number[]> {
  const page = await context.newPage();
  await page.goto(`${server.url}/library`);
  await page.locator('#catalogue-search').waitFor();
  await slowDown(page, rate);
  const times: number[] = [];
  for (const wanted of words) {
    await page.locator('#catalogue-search').fill(wanted);
    await page.evaluate(() => {
      const marks = { painted: 0 };
      Object.assign(window, { marks });
      document.querySelectorAll('.hit').forEach((hit) => { hit.classList.add('before'); });
      let begun = 0;
      addEventListener('submit', () => { begun ||= performance.now(); }, { capture: true, once: true });
      const look = () => {
        if (begun > 0 && marks.painted === 0 && document.querySelector('ol.hits .hit:not(.before)')) {
          requestAnimationFrame(() => { marks.painted ||= performance.now() - begun; });
        }
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true });
    });
    await page.locator('#catalogue-search').press('Enter');
    times.push(await marked(page));
  }
  await page.close();
  return times;
}

async function marked(page: Page): Promise<number> {
  await page.waitForFunction(() => (window as unknown as { marks: { painted: number } }).marks.painted > 0, undefined, { timeout: PATIENCE, polling: 50 });
  return page.evaluate(() => (window as unknown as { marks: { painted: number } }).marks.painted);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
