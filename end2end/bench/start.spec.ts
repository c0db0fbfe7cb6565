import { type BrowserContext, chromium, expect, test } from '@playwright/test';
import { browserArguments, chromium as executablePath } from '../support/browser.ts';
import { Server } from '../support/server.ts';

/** A phone of the cheap kind on a bad connection. */
const SLOWER_CPU = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const PATIENCE = 60_000;

const path = process.env['BENCH_PATH'] ?? '/appointments';
const runs = Number(process.env['BENCH_RUNS'] ?? 5);

interface Visit {
  /** Milliseconds until something is painted. */
  content: number;
  /** Milliseconds until the page marks itself as usable. */
  usable: number;
  /** Bytes over the network until then. */
  bytes: number;
}

interface Aim { content: number; usable: number }
const AIMS: Record<string, Aim> = {
  cold: { content: 800, usable: 2000 },
  warm: { content: 800, usable: 800 },
  offline: { content: 800, usable: 800 }
};

test(`start of ${path}`, async () => {
  const visits: Record<string, Visit[]> = { cold: [], warm: [], offline: [] };
  for (let run = 0; run < runs; run += 1) {
    const server = await Server.fresh();
    const browser = await chromium.launch({ executablePath, args: browserArguments });
    try {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        locale: 'de-DE',
        timezoneId: 'Europe/Berlin'
      });
      visits['cold']?.push(await visit(context, server.url + path, true));
      visits['warm']?.push(await visit(context, server.url + path, false));
      await server.stop();
      visits['offline']?.push(await visit(context, server.url + path, false));
    } finally {
      await browser.close();
      await server.dispose();
    }
  }
  print(visits);
  expect(Object.values(visits).every((list) => list.length === runs)).toBe(true);
});

/** Opens the address in a new page and measures; at the first time waits for the worker to keep the app. */
async function visit(context: BrowserContext, url: string, first: boolean): Promise<Visit> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU });

  const kept = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromServiceWorker || response.fromDiskCache || response.fromPrefetchCache) kept.add(requestId);
  });
  session.on('Network.requestServedFromCache', ({ requestId }) => kept.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!kept.has(requestId)) bytes += encodedDataLength;
  });

  await page.addInitScript(() => {
    const marks = { usable: 0 };
    Object.assign(window, { marks });
    const look = () => {
      if (marks.usable === 0 && document.querySelector('[data-usable]')) marks.usable = performance.now();
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ['data-usable'] });
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => (window as unknown as { marks: { usable: number } }).marks.usable > 0, undefined, {
    timeout: PATIENCE,
    polling: 100
  }).catch(() => {
    throw new Error(`${url}: no element with [data-usable] after ${PATIENCE} ms; the page marks <main> with it when a person can begin`);
  });
  const transferred = bytes;
  const { content, usable } = await page.evaluate(() => ({
    content: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    usable: (window as unknown as { marks: { usable: number } }).marks.usable
  }));
  if (first) {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await page.evaluate(async () => {
      const late = new Promise((_, failed) => { setTimeout(() => failed(new Error('no service worker took over')), 30_000); });
      await Promise.race([navigator.serviceWorker.ready, late]);
    });
  }
  await page.close();
  return { content, usable, bytes: transferred };
}

function print(visits: Record<string, Visit[]>): void {
  const lines = [`${path}, ${SLOWER_CPU}x slower CPU, 1.6 Mbit/s, 150 ms; medians of ${runs} runs`, ''];
  lines.push('           first content      usable       transferred');
  for (const [kind, list] of Object.entries(visits)) {
    const aim = AIMS[kind] ?? { content: Number.NaN, usable: Number.NaN };
    const content = median(list.map((one) => one.content));
    const usable = median(list.map((one) => one.usable));
    const bytes = median(list.map((one) => one.bytes));
    lines.push(
      `${kind.padEnd(10)} ${time(content, aim.content)}  ${time(usable, aim.usable)}  ${(bytes / 1000).toFixed(1).padStart(8)} KB`
    );
  }
  console.log(`\n${lines.join('\n')}\n`);
}

function time(value: number, aim: number): string {
  const mark = value <= aim ? ' ' : `! aim ${(aim / 1000).toFixed(1)}`;
  return `${(value / 1000).toFixed(2)} s ${mark}`.padEnd(18);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
