import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test as plain, type Page } from '@playwright/test';
import { crash, Device } from '../support/outbox/browser.ts';
import { chance, Fate, faults } from '../support/outbox/faults.ts';
import { address, FaultyServer, numberOf, refusal, sum } from '../support/outbox/server.ts';
import type { Entry } from '../support/outbox/tab.ts';

/** Answers that the person sends, in all tabs together. */
const answers = 300;

/** How long the storm goes on after everything is written, in milliseconds. */
const storm = 12_000;

// The seed is printed; `STADTKERN_SEED` tells the same again, as far as the network's own timing lets it.
const seed = Number(process.env['STADTKERN_SEED'] ?? randomInt(2 ** 31));

const test = plain.extend<{ server: FaultyServer; device: Device }>({
  server: async ({}, use) => {
    const server = await FaultyServer.start(new Fate(chance(seed + 1)));
    await use(server);
    console.log(`outbox: seed ${seed}, ${server.requests} requests, laws broken: ${JSON.stringify(server.broken)}`);
    await server.stop();
  },
  device: async ({}, use) => {
    const device = await Device.fresh();
    await use(device);
    await device.dispose();
  }
});

test('whatever breaks, every answer arrives once, with its own bytes, or says why not', async ({ server, device }) => {
  test.setTimeout(300_000);
  const random = chance(seed);
  const written = new Map<number, Buffer>();
  /** Number by id: what a tab was told is on the device. */
  const promised = new Map<string, number>();
  const began = Date.now();

  /** Somebody sends answers in a tab, one after the other with pauses; the tab may die on the way. */
  const send = async (tab: Page, count: number) => {
    for (let left = count; left > 0; left -= 1) {
      const number = written.size + 1;
      const bytes = answer(number, random);
      written.set(number, bytes);
      const id = await tab.evaluate(async ([to, text]) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        return window.outbox.enqueue(to, bytes);
      }, [address, bytes.toString('base64')] as const).catch(() => undefined);
      if (id === undefined) return;
      promised.set(id, number);
      if (random() < 0.1) await sleep(random() * 100);
    }
  };

  let [first, second] = [await device.tab(server.url), await device.tab(server.url)];
  const [early, late] = [answers * 0.3, answers * 0.2];

  // A tab dies while it sends; the other one goes on, and so does one that is opened instead.
  let writing: Promise<unknown> = Promise.all([send(first, early), send(second, early)]);
  await enough(promised, early);
  const sender = await sending(server, [first, second]);
  await crash(sender);
  await writing;
  const survivor = sender === first ? second : first;
  const opened = await device.tab(server.url);
  await Promise.all([send(survivor, late / 2), send(opened, late / 2), server.away(1_500)]);

  // The whole device loses its power in the middle of a request, and while something is written.
  writing = Promise.all([send(survivor, late), send(opened, late)]);
  await sending(server, [survivor, opened]);
  await device.kill();
  await writing;
  await device.start();
  [first, second] = [await device.tab(server.url), await device.tab(server.url)];

  // A tab is closed as people close them; what it had begun is the other's.
  writing = Promise.all([send(first, late / 2), send(second, late / 2)]);
  const closing = await sending(server, [first, second]);
  await closing.close();
  await writing;
  const last = closing === first ? second : first;
  await send(last, answers - written.size);

  // The storm goes on for a while, then the network is well again.
  await expect.poll(() => server.requests, { timeout: storm }).toBeGreaterThan(answers).catch(() => {});
  server.calm = true;
  const inTheStorm = server.requests;
  // The person tries again what the server refused by mistake.
  await expect.poll(() => settle(last, server, promised), {
    message: 'everything has ended', timeout: 90_000, intervals: [300]
  }).toEqual({ waiting: 0, sending: 0, mistakes: 0 });

  // What the server has against what the device says.
  expect(server.broken).toEqual([]);
  expect(await last.evaluate(() => window.outbox.health())).toBe('Good');
  const entries = await entriesOf(last);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  expect(byId.size, 'no id twice').toBe(entries.length);
  expect([...promised.keys()].filter((id) => !byId.has(id)), 'lost').toEqual([]);
  const kept: string[] = [];
  for (const { id, state } of entries) {
    const { whole, fits } = server.came(id);
    expect(fits, `${id}: everything that came is a beginning of the same bytes`).toBe(true);
    const body = await bodyOf(last, id);
    const number = promised.get(id) ?? numberOf(body ?? whole ?? Buffer.alloc(0)) ?? -1;
    const bytes = written.get(number);
    if (!bytes) throw new Error(`${id} is nobody's answer`);
    if (whole) expect(sum(whole), `answer ${number} as it was written`).toBe(sum(bytes));
    const refused = refusal(number);
    if (refused) {
      kept.push(id);
      expect(state, `answer ${number}`).toMatchObject({ kind: 'attention', ...said(refused) });
      expect(server.stored.has(id), `answer ${number}, refused, is not stored`).toBe(false);
      expect(body && sum(body), `answer ${number}, refused, can be taken away`).toBe(sum(bytes));
    } else {
      expect(state.kind, `answer ${number}`).toBe('sent');
      expect(server.stored.get(id), `answer ${number} is stored`).toEqual({ number, receipt: state.receipt });
      expect(body, `answer ${number} has left the device`).toBeNull();
    }
  }
  expect([...server.stored.keys()].filter((id) => !byId.has(id)), 'stored and unknown to the device').toEqual([]);

  // Only the person removes what was refused.
  for (const id of kept) await last.evaluate((id) => window.outbox.delete(id), id);
  expect((await entriesOf(last)).filter(({ state }) => state.kind !== 'sent')).toEqual([]);
  expect(await bodyOf(last, kept[0] ?? '')).toBeNull();

  const happened = faults.filter((fault) => server.faults.has(fault));
  expect(happened, 'every fault has happened').toEqual(faults);
  console.log([
    `outbox: ${entries.length} answers (${promised.size} promised of ${written.size} written)`,
    `  ${server.requests} requests, ${inTheStorm} of them in the storm, ${server.repeated} answered as repeated, in ${((Date.now() - began) / 1000).toFixed(0)} s`,
    `  stored once ${server.stored.size}, refused and kept ${kept.length}, lost 0, twice 0, with other bytes 0`,
    `  a tab crashed, a browser killed, a tab closed, the network away once; ${happened.map((fault) => `${fault} ${server.faults.get(fault)}`).join(', ')}`
  ].join('\n'));
});

/** An answer of 50 bytes to 200 kilobytes, most of them small. */
function answer(number: number, random: () => number): Buffer {
  const size = Math.floor(50 + 200_000 * random() ** 6);
  const filling = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) filling[at] = Math.floor(random() * 256);
  return Buffer.concat([Buffer.from(`answer ${number}\n`), filling]);
}

/** Waits until so many answers are on the device. */
async function enough(promised: ReadonlyMap<string, number>, count: number): Promise<void> {
  while (promised.size < count) await sleep(5);
}

/** The tab that is sending just now, by its lock. */
async function sending(server: FaultyServer, tabs: Page[]): Promise<Page> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (server.busy) {
      for (const tab of tabs) {
        if (await tab.evaluate(sends)) return tab;
      }
    }
    await sleep(5);
  }
  throw new Error('nobody sends');
}

/** Whether this tab holds the sender's lock: only its holder has the client id that a lock of its own names. */
async function sends(): Promise<boolean> {
  const mine = await navigator.locks.request(`who-am-i-${Math.random()}`, async (lock) => {
    const { held } = await navigator.locks.query();
    return held?.find((one) => one.name === lock?.name)?.clientId;
  });
  const { held } = await navigator.locks.query();
  return held?.find((one) => one.name === 'stadtkern-outbox')?.clientId === mine;
}

/** What is not at its end, after the person has asked again for what was refused by mistake. */
async function settle(tab: Page, server: FaultyServer, promised: Map<string, number>) {
  const open = { waiting: 0, sending: 0, mistakes: 0 };
  for (const { id, state } of await entriesOf(tab)) {
    if (state.kind === 'waiting' || state.kind === 'sending') open[state.kind] += 1;
    const number = promised.get(id) ?? numberOf(server.came(id).whole ?? Buffer.alloc(0)) ?? -1;
    const refused = refusal(number);
    const final = refused && state.reason === said(refused).reason;
    if (state.kind === 'attention' && !final) {
      open.mistakes += 1;
      await tab.evaluate((id) => window.outbox.retry(id), id);
    }
  }
  return open;
}

/** Why an answer needs attention that the server will never take. */
function said(refused: 410 | 422) {
  return refused === 410 ? { reason: 'closed' } : { reason: 'refused', status: 422 };
}

async function entriesOf(tab: Page): Promise<Entry[]> {
  const texts = await tab.evaluate(() => window.outbox.entries());
  return texts.map((text) => JSON.parse(text) as Entry);
}

/** The bytes that the device still holds. */
async function bodyOf(tab: Page, id: string): Promise<Buffer | null> {
  const text = await tab.evaluate(async (id) => {
    const bytes = await window.outbox.body(id);
    return bytes && Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }, id);
  return text === null ? null : Buffer.from(text, 'latin1');
}
