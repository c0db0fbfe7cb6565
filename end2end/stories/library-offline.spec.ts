import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { arrive } from '../support/booking.ts';
import { cards, search, signIn } from '../support/patron.ts';
import { axe, expect, open, screenshot, test } from '../support/test.ts';

const run = promisify(execFile);

test.use({
  serviceWorkers: 'allow',
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_|status of 50\d|covers\/show/
});

test('card, loans and branches are there when nothing answers', async ({ context, page, ownServer: server, say }) => {
  await search(page, say, server, 'Garten');
  const title = (await page.locator('.hit__title').first().textContent()) ?? '';
  await page.locator('.hit').first().click();
  await arrive(page, title);
  await page.getByRole('button', { name: say('library.list.add') }).click();
  // The next page is asked for at once, which no hand does before the record is written.
  await expect.poll(() => kept(page)).toContain('list');
  await signIn(page, say, server, cards.child, { stay: true });
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  // The worker has taken over: what the library's pages read is kept from now on.
  await page.reload();
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
  await open(page, `${server.url}/library/branches`);
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
  await server.stop();
  await page.close();

  page = await context.newPage();
  await open(page, `${server.url}/library/account`);
  await expect(page.locator('.loans .loan')).toHaveCount(4);
  await expect(page.locator('.age--saved')).toBeVisible();
  await expect(page.locator('main .kern-alert')).toContainText(say('library.error.noAnswer'));
  await axe(page);
  // Renewing needs the network, says so and loses nothing.
  await page.getByRole('button', { name: say.forms('library.renew.all') }).click();
  await expect(page.locator('#renewals')).toContainText(say('library.error.noAnswer'));
  await expect(page.locator('.loans .loan')).toHaveCount(4);
  await page.locator('main .link-list a').last().click();
  await page.getByRole('button', { name: say('library.card.show') }).click();
  await expect(page.getByRole('img', { name: say('library.card.code') })).toBeVisible();
  await expect(page.locator('.library-card__number')).toHaveText(cards.child);
  await screenshot(page, 'library-card');
  await axe(page);
  await open(page, `${server.url}/library/branches`);
  await expect(page.locator('main .link-list a')).toHaveCount(4);
  await expect(page.locator('.age--saved')).toBeVisible();
  await open(page, `${server.url}/library/list`);
  await expect(page.locator('.hit')).toHaveCount(1);
  await page.locator('.hit').first().click();
  await arrive(page, title);
  await axe(page);
});

test('the account is there before the library has said a word', async ({ context, page, ownServer: server, say }) => {
  await signIn(page, say, server, cards.child, { stay: true });
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  // The worker has taken over: what the account's page reads is kept from now on.
  await page.reload();
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
  await page.close();

  page = await context.newPage();
  const asked: string[] = [];
  const answered: string[] = [];
  const isAsked = (url: string) => new URL(url).pathname.startsWith('/api/');
  page.on('request', (request) => { if (isAsked(request.url())) asked.push(request.url()); });
  page.on('response', (response) => { if (isAsked(response.url())) answered.push(response.url()); });
  server.freeze();
  try {
    await page.goto(`${server.url}/library/account`, { waitUntil: 'commit' });
    await expect(page.locator('.loans .loan')).toHaveCount(4);
    await expect(page.locator('.age--saved')).toBeVisible();
    // It was asked meanwhile, and has not answered.
    await expect.poll(() => asked.filter((url) => url.includes('/paia/core/')).length).toBeGreaterThan(0);
    expect(answered).toEqual([]);
  } finally {
    server.thaw();
  }
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
  await expect(page.locator('.loans .loan')).toHaveCount(4);
  expect(answered.filter((url) => url.includes('/paia/core/')).length).toBeGreaterThan(0);
});

test('what searches found is there without a network, with its age, until somebody deletes it', async ({ context, page, ownServer: server, say }) => {
  await search(page, say, server, 'Garten');
  await expect(page.locator('.hit').first()).toBeVisible();
  await page.getByText(say('library.narrow'), { exact: true }).click();
  await page.locator('details .chip').filter({ hasText: /^(Buch|كتاب|Book)/ }).first().click();
  await expect(page.locator('details .chip[aria-current]')).toHaveCount(2);
  const titles = await page.locator('.hit__title').allTextContents();
  expect(titles.length).toBeGreaterThan(1);
  await search(page, say, server, 'Kriminalroman');
  await expect(page.locator('.hit').first()).toBeVisible();
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  // The worker has taken over: what the library's pages read is kept from now on.
  await page.reload();
  await expect(page.locator('.hit').first()).toBeVisible();
  await server.stop();
  await page.close();

  page = await context.newPage();
  await open(page, `${server.url}/library`);
  const searches = page.getByRole('region', { name: say('library.searched') });
  await expect(searches.getByRole('link')).toHaveCount(3);
  await expect(searches.getByRole('link').first()).toContainText('Kriminalroman');
  await screenshot(page, 'library-searched');
  await axe(page);
  // The second one: narrowed to books, and so were its hits.
  await searches.getByRole('link').nth(1).click();
  await arrive(page, say('library.search.title'));
  await expect(page.getByRole('heading', { name: say('library.search.before') })).toBeVisible();
  await expect(page.locator('.age--saved')).toBeVisible();
  expect(await page.locator('.hit__title').allTextContents()).toEqual(titles);
  await expect(page.getByText(say('library.error.noAnswer'))).toBeVisible();
  await screenshot(page, 'library-search-saved');
  await axe(page);
  // What was not searched is not made up.
  await page.getByLabel(say('library.search'), { exact: true }).fill('Pinguin');
  await page.getByLabel(say('library.search'), { exact: true }).press('Enter');
  await expect(page.getByText(say('library.error.noAnswer'))).toBeVisible();
  await expect(page.locator('.hit')).toHaveCount(0);

  // Deleted on the device's page it is gone here too, without starting the app anew.
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/settings/device';
    link.textContent = 'device';
    document.querySelector('main')?.append(link);
    link.click();
  });
  await arrive(page, say('settings.device'));
  await page.getByRole('button', { name: say('device.delete.label', { what: say('stored.library'), key: 'searches' }) }).click();
  await expect(page.getByRole('button', { name: say('device.delete.label', { what: say('stored.library'), key: 'searches' }) })).toHaveCount(0);
  await page.goBack();
  await arrive(page, say('library.search.title'));
  await page.locator('nav a[href="/library"]').first().click();
  await arrive(page, say('library.title'));
  await expect(searches).toHaveCount(0);
});

test('a search that was opened by its address is kept too', async ({ page, ownServer: server, say }) => {
  const address = `${server.url}/library/search?q=Garten`;
  await open(page, address);
  await expect(page.locator('.hit').first()).toBeVisible();
  const title = (await page.locator('.hit__title').first().textContent()) ?? '';
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  // It is written a moment later: the library's first page shows what was.
  await open(page, `${server.url}/library`);
  await expect(page.getByRole('region', { name: say('library.searched') }).getByRole('link')).toContainText('Garten');
  await server.stop();
  await open(page, address);
  await expect(page.getByText(say('library.error.noAnswer'))).toBeVisible();
  await expect(page.getByRole('region', { name: say('library.search.before') }).locator('.hit__title').first()).toHaveText(title);
});

test('a card that is signed out leaves nothing behind', async ({ page, ownServer: server, say }) => {
  await signIn(page, say, server, cards.busy, { name: 'Erika', stay: true });
  await signIn(page, say, server, cards.child, { name: 'Ali', stay: true });
  // One list of both, each with its mark.
  await expect(page.locator('.loans .loan')).toHaveCount(13);
  await expect(page.locator('.loans .card-mark')).toHaveCount(13);
  await axe(page);
  await screenshot(page, 'library-two-cards');
  const child = (await page.locator('.loans .loan', { hasText: 'Ali' }).first().locator('.hit__title').textContent()) ?? '';

  await page.locator('main .link-list a', { hasText: 'Ali' }).click();
  await arrive(page, 'Ali');
  const logout = page.waitForRequest('**/paia/auth/logout');
  await page.getByRole('button', { name: say('library.signOut') }).click();
  await axe(page);
  await page.getByRole('dialog').getByRole('button', { name: say('library.signOut') }).click();
  await logout;
  await arrive(page, say('library.account'));
  await expect(page.locator('.loans .loan')).toHaveCount(9);
  await expect(page.getByText(child, { exact: true })).toHaveCount(0);
  expect(await libraryKeys(page)).toHaveLength(2);

  await page.locator('main .link-list a', { hasText: 'Erika' }).click();
  await page.getByRole('button', { name: say('library.signOut') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('library.signOut') }).click();
  await arrive(page, say('library.account'));
  await expect(page.locator('.loan')).toHaveCount(0);

  // Nothing in the database, the caches, the settings, the page, behind the back button.
  expect(await libraryKeys(page)).toEqual([]);
  const left = await page.evaluate(async () => {
    const kept: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) kept.push(request.url);
    }
    return { kept, storage: JSON.stringify({ ...localStorage, ...sessionStorage }), text: document.documentElement.innerHTML };
  });
  expect(left.kept.filter((url) => url.includes('/api/'))).toEqual([]);
  for (const trace of [cards.busy, cards.child, 'Erika', 'Ali Muster']) {
    expect(left.storage).not.toContain(trace);
    expect(left.text).not.toContain(trace);
  }
  await page.goBack();
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.getByText('Erika')).toHaveCount(0);
  expect(server.log).not.toContain(cards.busy);
});

/** As what a city may have its cards printed (docs/library.md), and what a scanner says to the card of `cards.empty`. */
const symbologies = [
  { card: 'code39', reads: cards.empty },
  { card: 'codabar', reads: `A${cards.empty}A` },
  { card: 'code128', reads: cards.empty },
  { card: 'qr', reads: cards.empty }
];

for (const density of [1, 2, 2.625, 3]) {
  test.describe(`on a screen of density ${density}`, () => {
    test.use({ deviceScaleFactor: density, serviceWorkers: 'block' });

    test('scanners read the card, however it is printed', async ({ page, server, say }) => {
      test.slow();
      await signIn(page, say, server, cards.empty, { stay: true });
      const address = await page.locator('main .link-list a').last().getAttribute('href') ?? '';
      const pictures: string[] = [];
      const folder = await mkdtemp(join(tmpdir(), 'stadtkern-card-'));
      try {
        for (const { card } of symbologies) {
          await page.route('**/library/settings.json', (route) => route.fulfill({ json: { card } }));
          await open(page, address);
          await page.getByRole('button', { name: say('library.card.show') }).click();
          await expect(page.locator('.library-card').getByRole('img')).toBeVisible();
          const picture = await page.locator('.library-card').screenshot();
          const grey = join(folder, `${card}.pgm`);
          await writeFile(grey, await pgm(page, picture));
          pictures.push(grey);
          await page.unroute('**/library/settings.json');
        }
        const wanted = symbologies.map(({ reads }) => reads);
        await test.step('zbarimg', async () => {
          const read = await Promise.all(pictures.map((picture) => run('zbarimg', ['-q', '--raw', picture])));
          expect(read.map(({ stdout }) => stdout.trim())).toEqual(wanted);
        });
        await test.step('zxing-cpp', async () => {
          if (!(await runs('python3', ['-c', 'import zxingcpp']))) {
            console.log('skipped: python3 with zxing-cpp is absent (pip install zxing-cpp)');
            return;
          }
          const decode = join(import.meta.dirname, '../../crates/library/oracle/decode.py');
          const { stdout } = await run('python3', [decode, ...pictures]);
          expect(stdout.trimEnd().split('\n').map((line) => line.split('\t')[1])).toEqual(wanted);
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}

async function runs(program: string, words: string[]): Promise<boolean> {
  return run(program, words).then(() => true, () => false);
}

/** A screenshot as a grey picture that every scanner reads (PGM): decoded by the browser that made it. */
async function pgm(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, grey } = await page.evaluate(async (bytes) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const drawing = canvas.getContext('2d');
    if (!drawing) throw new Error('no canvas');
    drawing.drawImage(picture, 0, 0);
    const { data } = drawing.getImageData(0, 0, picture.width, picture.height);
    let grey = '';
    for (let at = 0; at < data.length; at += 4) {
      grey += String.fromCharCode(Math.round(((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3));
    }
    return { width: picture.width, height: picture.height, grey: btoa(grey) };
  }, png.toString('base64'));
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), Buffer.from(grey, 'base64')]);
}

/** What the library keeps on the device, by its keys. */
async function libraryKeys(page: Page): Promise<string[]> {
  return (await kept(page)).filter((key) => key === 'cards' || key.startsWith('account/'));
}

/** Under which keys the device keeps something of the library. */
async function kept(page: Page): Promise<string[]> {
  return page.evaluate(() => new Promise<string[]>((done, failed) => {
    const opened = indexedDB.open('stadtkern');
    opened.onerror = () => failed(new Error('no database'));
    opened.onsuccess = () => {
      const keys = opened.result.transaction('library').objectStore('library').getAllKeys();
      keys.onsuccess = () => { opened.result.close(); done(keys.result.map(String)); };
      keys.onerror = () => failed(new Error('no store'));
    };
  }));
}
