import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

for (const density of [1, 2, 2.625, 3]) {
  test.describe(`on a screen of density ${density}`, () => {
    test.use({ deviceScaleFactor: density, serviceWorkers: 'block' });

    test('a scanner reads the card', async ({ page, server, say }) => {
      await signIn(page, say, server, cards.empty);
      await page.locator('main .link-list a').last().click();
      await page.getByRole('button', { name: say('library.card.show') }).click();
      await expect(page.getByRole('img', { name: say('library.card.code') })).toBeVisible();
      const folder = await mkdtemp(join(tmpdir(), 'stadtkern-card-'));
      try {
        const picture = join(folder, 'card.png');
        await page.locator('.library-card').screenshot({ path: picture });
        const { stdout } = await run('zbarimg', ['-q', '--raw', picture]);
        expect(stdout.trim()).toBe(cards.empty);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}

/** What the library keeps on the device, by its keys. */
async function libraryKeys(page: import('@playwright/test').Page): Promise<string[]> {
  return page.evaluate(() => new Promise<string[]>((done, failed) => {
    const opened = indexedDB.open('stadtkern');
    opened.onerror = () => failed(new Error('no database'));
    opened.onsuccess = () => {
      const keys = opened.result.transaction('library').objectStore('library').getAllKeys();
      keys.onsuccess = () => { opened.result.close(); done(keys.result.map(String).filter((key) => key === 'cards' || key.startsWith('account/'))); };
      keys.onerror = () => failed(new Error('no store'));
    };
  }));
}
