import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test as plain, type Page } from '@playwright/test';
import { answer, surveys, type Answer } from '../support/outbox/answers.ts';
import { Backend } from '../support/outbox/backend.ts';
import { crash, Device } from '../support/outbox/browser.ts';
import { amiss } from '../support/outbox/compare.ts';
import { chance, Fate, faults } from '../support/outbox/faults.ts';
import { bodiesOf, entriesOf, fill, press, sends, upgrade } from '../support/outbox/look.ts';
import { FaultyProxy } from '../support/outbox/proxy.ts';
import { storedIn } from '../support/outbox/stored.ts';
import type { Entry } from '../support/outbox/tab.ts';

/** Answers that the person sends, in all tabs together. */
const answers = Number(process.env['STADTKERN_ANSWERS'] ?? 300);

// The seed is printed; `STADTKERN_SEED` tells the same again, as far as the network's own timing lets it.
const seed = Number(process.env['STADTKERN_SEED'] ?? randomInt(2 ** 31));

const test = plain.extend<{ network: FaultyProxy; device: Device }>({
  network: async ({}, use) => {
    const backend = await Backend.fresh(chance(seed + 2));
    const network = await FaultyProxy.start(backend, new Fate(chance(seed + 1)), chance(seed + 3));
    await use(network);
    console.log(`outbox: seed ${seed}, ${network.requests} requests, laws broken: ${JSON.stringify(network.laws.broken)}`);
    await network.stop();
    await backend.spare();
    await backend.server.dispose();
  },
  device: async ({}, use) => {
    const device = await Device.fresh();
    await use(device);
    await device.dispose();
  }
});

test('whatever breaks, every answer arrives once, with its own bytes, or says why not', async ({ network, device }) => {
  test.setTimeout(300_000 + answers * 2_000);
  const { backend, laws } = network;
  const random = chance(seed);
  const written = new Map<string, Answer>();
  /** What a tab was told is on the device. */
  const promised = new Set<string>();
  const began = Date.now();
  /** What moves while all is well. */
  const progress = () => [written.size, promised.size, network.requests].join(' ');
  const until = (what: string, condition: () => boolean | Promise<boolean>) => wait(what, condition, progress, () => {
    if (backend.trouble) throw new Error(backend.trouble);
    if (laws.broken.length > 0) throw new Error(laws.broken.join(', '));
  });

  const next = () => {
    const one = answer(written.size + 1, random);
    written.set(one.id, one);
    return one;
  };
  /** Somebody sends in some tabs, one after the other with pauses, until so much is written; a tab may die on the way. */
  const send = (tabs: Page[], share: number) => Promise.all(tabs.map(async (tab) => {
    while (written.size < answers * share) {
      const one = next();
      const said = await press(tab, one);
      if (said === undefined) return;
      expect(said, `answer ${one.number}`).toBe('kept');
      promised.add(one.id);
      if (random() < 0.1) await sleep(random() * 100);
    }
  }));
  /** The tab that is sending just now, by its lock. */
  const sending = async (tabs: Page[]): Promise<Page> => {
    let sender: Page | undefined;
    await until('a tab sends', async () => {
      for (const tab of laws.busy ? tabs : []) if (await sends(tab)) sender = tab;
      return sender !== undefined;
    });
    return sender as Page;
  };
  /** Waits for what goes on beside the story. */
  const end = async (writing: Promise<unknown>) => {
    let over = false;
    const done = () => { over = true; };
    writing.then(done, done);
    await until('everybody has written', () => over);
    await writing;
  };
  const reached = (share: number) => until(`${share} of the answers are kept`, () => promised.size >= answers * share);

  // A tab dies while it sends; the other one goes on, and so does one that is opened instead.
  let [first, second] = [await device.tab(network.url), await device.tab(network.url)];
  let writing: Promise<unknown> = send([first, second], 0.35);
  await reached(0.2);
  const sender = await sending([first, second]);
  await crash(sender);
  await end(writing);
  const survivor = sender === first ? second : first;
  const opened = await device.tab(network.url);

  // The network is away for a while, and a newer app makes every tab close its database.
  writing = send([survivor, opened], 0.55);
  await Promise.all([network.away(1_500), reached(0.45).then(() => upgrade(opened))]);
  await end(writing);

  // The whole device loses its power in the middle of a request, and while something is written.
  writing = send([survivor, opened], 0.75);
  await reached(0.6);
  network.losesReceiptsOf = 'ends';
  await until('an answer is stored and nobody was told', () => network.untold('ends') > 0);
  await sending([survivor, opened]);
  await device.kill();
  await end(writing);

  // Meanwhile that survey ends. What the backend has stored before, it still recognises.
  await backend.restart(() => backend.server.asks(surveys({ ended: true })));
  network.losesReceiptsOf = undefined;
  network.ended = true;

  // The device has no room: what it cannot keep it does not promise, and nothing of it is left or sent.
  await device.start();
  let empty = async () => {};
  first = await device.tab(network.url, async (tab) => { empty = await fill(tab, network.url); });
  const refused = Array.from({ length: 5 }, next);
  for (const one of refused) expect(await press(first, one)).toContain('the device has no more room');
  expect(await first.evaluate(() => window.outbox.health())).toBe('Full');
  const there = new Set((await entriesOf(first)).map(({ id }) => id));
  expect(refused.filter(({ id }) => there.has(id))).toEqual([]);
  expect(await bodiesOf(first, refused.map(({ id }) => id))).toEqual(refused.map(() => undefined));
  await empty();
  // There is room again, and the person presses "send" again: the same answer under the same id.
  for (const one of refused) {
    expect(laws.fits(one.id, undefined), 'nothing was sent').toBe(true);
    expect(await press(first, one)).toBe('kept');
    promised.add(one.id);
  }

  // A tab is closed as people close them; what it had begun is the other's.
  second = await device.tab(network.url);
  writing = send([first, second], 0.9);
  const closing = await sending([first, second]);
  await closing.close();
  await end(writing);
  const last = closing === first ? second : first;
  await end(send([last], 1));

  // The storm goes on until much was asked twice, then the network is well again, and the backend lives.
  await until('the storm is over', async () => network.requests > answers * 1.3 || !(await entriesOf(last)).some(({ state }) => moves(state)));
  const inTheStorm = network.requests;
  network.calm = true;
  await backend.spare();
  // The person tries everything once more that was refused on the way: then it is the backend's own word.
  const again = new Set<string>();
  await until('everything has ended', async () => {
    const entries = await entriesOf(last);
    const mistakes = entries.filter(({ id, state }) => state.kind === 'attention' && !again.has(id));
    for (const { id } of mistakes) {
      again.add(id);
      await last.evaluate((id) => window.outbox.retry(id), id);
    }
    return mistakes.length === 0 && !entries.some(({ state }) => moves(state));
  });

  // What the backend's database holds against what the tabs were told and what the device says.
  expect(laws.broken).toEqual([]);
  expect(await last.evaluate(() => window.outbox.health())).toBe('Good');
  const entries = await entriesOf(last);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  await backend.server.stop();
  const { answers: rows, counted, sound } = await storedIn(backend.server.data);
  const stored = new Map(rows.map((row) => [row.instance.replace('uuid:', ''), row]));
  expect(sound).toBe('ok');
  expect([byId.size, stored.size], 'no id twice').toEqual([entries.length, rows.length]);
  expect([...promised].filter((id) => !byId.has(id)), 'lost').toEqual([]);
  expect([...byId.keys(), ...stored.keys()].filter((id) => !written.has(id)), 'nobody wrote that').toEqual([]);
  const bodies = await bodiesOf(last, [...written.keys()]);
  expect([...written.values()].flatMap((one, at) => amiss(one, {
    entry: byId.get(one.id), body: bodies[at], row: stored.get(one.id), fits: laws.fits(one.id, byId.has(one.id) ? one.bytes : undefined)
  }))).toEqual([]);
  for (const item of ['open', 'ends', 'over']) {
    expect(counted[item] ?? 0, `as many as the backend has counted for "${item}"`).toBe(rows.filter((row) => row.item === item).length);
  }

  // Only the person removes what was refused.
  const kept = entries.filter(({ state }) => state.kind === 'attention').map(({ id }) => id);
  await last.evaluate(async (ids) => { for (const id of ids) await window.outbox.delete(id); }, kept);
  expect((await entriesOf(last)).filter(({ state }) => state.kind !== 'sent')).toEqual([]);
  expect((await bodiesOf(last, kept)).filter(Boolean)).toEqual([]);

  // All of it has happened, or this was no storm.
  const why = (test: (one: Answer) => boolean) => kept.filter((id) => test(written.get(id) as Answer)).length;
  const refusals = { damaged: why(({ damaged }) => damaged), over: why(({ item }) => item === 'over'), late: why(({ item }) => item === 'ends') };
  expect(Math.min(...Object.values(refusals)), `refused for every reason: ${JSON.stringify(refusals)}`).toBeGreaterThan(0);
  expect(network.recognisedAfterTheEnd, 'stored before a survey ended, told afterwards').toBeGreaterThan(0);
  expect(faults.filter((fault) => network.faults.has(fault)), 'every fault has happened').toEqual(faults);
  expect(backend.deaths, 'the backend has died').toBeGreaterThan(2);
  console.log([
    `outbox: ${entries.length} answers (${promised.size} promised of ${written.size} written), ${inTheStorm} of ${network.requests} requests in the storm, ${((Date.now() - began) / 1000).toFixed(0)} s`,
    `  stored once ${stored.size}, refused and kept ${kept.length} (damaged ${refusals.damaged}, over ${refusals.over}, too late ${refusals.late}), lost 0, twice 0, with other bytes 0`,
    `  the backend was killed ${backend.deaths} times, ${backend.struck} of them with an answer in hand; ${network.unanswered} requests met it dead`,
    `  it recognised ${network.repeated} repeated answers, ${network.rescued} of them stored when it died, ${network.recognisedAfterTheEnd} after the survey's end`,
    `  a tab crashed, a browser killed, a tab closed, the network away once, the device full for ${refused.length} answers`,
    `  ${faults.map((fault) => `${fault} ${network.faults.get(fault)}`).join(', ')}`
  ].join('\n'));
});

/** Waits as long as anything moves: how long that takes depends on the machine. What hangs ends it too. */
async function wait(what: string, condition: () => boolean | Promise<boolean>, progress: () => string, check: () => void): Promise<void> {
  let over = false;
  const come = async () => {
    while (!(await condition())) {
      check();
      await sleep(50);
    }
  };
  const patience = async () => {
    for (let moved = Date.now(), before = progress(); !over; await sleep(500)) {
      if (progress() !== before) [moved, before] = [Date.now(), progress()];
      if (Date.now() - moved > 120_000) throw new Error(`nothing has moved for two minutes, and not yet: ${what} (written, promised, requests: ${before})`);
    }
  };
  await Promise.race([come().finally(() => { over = true; }), patience()]);
}

function moves({ kind }: Entry['state']): boolean {
  return kind === 'waiting' || kind === 'sending';
}
