import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { arrive } from '../support/booking.ts';
import { browserArguments, chromium } from '../support/browser.ts';
import { axe, expect, open, type Server, test } from '../support/test.ts';

// The camera is Chromium's own pretended one, and so is the answer to its question: no machine that tests has a lens.
// Chromium for Linux has no BarcodeDetector either; in its place stands one that "reads" what a story tells it. All
// else is real: the permission, the stream, the tracks that must end.
test.use({
  expectedComplaints: /covers\/show/,
  launchOptions: {
    executablePath: chromium,
    args: [...browserArguments, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  }
});

test('a hand scanner types an ISBN and Enter, and the book is found', async ({ page, server, say }) => {
  const { isbn, title } = await someBook(server);
  await open(page, `${server.url}/library`);
  await page.getByLabel(say('library.search'), { exact: true }).focus();
  // As a scanner does: all at once.
  await page.keyboard.type(isbn, { delay: 1 });
  await page.keyboard.press('Enter');
  await arrive(page, say('library.search.title'));
  await expect(page.locator('.hit__title').first()).toContainText(title);
  // Without a reader of barcodes in the browser no camera is offered.
  await expect(page.getByRole('button', { name: say('library.scan'), exact: true })).toHaveCount(0);
});

test('the camera reads the ISBN and is off afterwards', async ({ page, server, say }) => {
  const { isbn, title } = await someBook(server);
  await pretend(page, [[], [{ rawValue: '4006381333931' }], [{ rawValue: '9783161484101' }], [{ rawValue: isbn }]]);
  await open(page, `${server.url}/library`);
  await page.getByRole('button', { name: say('library.scan'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('video')).toBeVisible();
  await expect.poll(() => tracks(page)).toEqual(['live']);
  await arrive(page, say('library.search.title'));
  await expect(page.locator('.hit__title').first()).toContainText(title);
  // Neither a pencil's code nor a number with a slip in it was taken for a book.
  expect(page.url()).toContain(`q=${isbn}`);
  await expect.poll(() => tracks(page)).toEqual(['ended']);
});

test('the camera goes off with the dialog, the page and the tab', async ({ page, server, say }) => {
  await pretend(page, [[]]);
  await open(page, `${server.url}/library`);
  const scan = page.getByRole('button', { name: say('library.scan'), exact: true });
  await scan.click();
  await expect.poll(() => tracks(page)).toEqual(['live']);
  await axe(page);
  await page.screenshot({ path: join(import.meta.dirname, `../screenshots/library-scan-${test.info().project.name}.png`) });
  await page.getByRole('button', { name: say('library.scan.stop') }).click();
  await expect.poll(() => tracks(page)).toEqual(['ended']);
  await expect(scan).toBeFocused();
  await scan.click();
  await expect.poll(() => tracks(page)).toEqual(['ended', 'live']);
  await page.keyboard.press('Escape');
  await expect.poll(() => tracks(page)).toEqual(['ended', 'ended']);
  await scan.click();
  await expect.poll(() => tracks(page)).toEqual(['ended', 'ended', 'live']);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await expect.poll(() => tracks(page)).toEqual(['ended', 'ended', 'ended']);
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: false, configurable: true }));
  await scan.click();
  await expect.poll(() => tracks(page)).toEqual(['ended', 'ended', 'ended', 'live']);
  await page.evaluate(() => document.querySelector<HTMLAnchorElement>('nav a[href="/settings"]')?.click());
  await arrive(page, say('settings.title'));
  await expect.poll(() => tracks(page)).toEqual(['ended', 'ended', 'ended', 'ended']);
});

for (const { name, key } of [
  { name: 'NotAllowedError', key: 'library.scan.refused' },
  { name: 'NotFoundError', key: 'library.scan.noCamera' },
  { name: 'NotReadableError', key: 'library.scan.failed' }
]) {
  test(`no camera (${name}): said, with what to do instead`, async ({ page, server, say }) => {
    await pretend(page, [[]]);
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name));
    }, name);
    await open(page, `${server.url}/library`);
    await page.getByRole('button', { name: say('library.scan'), exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(say(key));
    await expect(page.getByRole('dialog')).toContainText(say('library.scan.type'));
    await axe(page);
  });
}

/** A book of the demo's catalogue with an ISBN. */
async function someBook(server: Server): Promise<{ isbn: string; title: string }> {
  const answer = await fetch(`${server.url}/api/library/catalogue/search?lookfor=Garten&limit=20&field[]=title&field[]=cleanIsbn&field[]=isbns`);
  const { records } = (await answer.json()) as { records: { title: string; cleanIsbn?: string; isbns?: string[] }[] };
  const book = records.find((record) => record.cleanIsbn);
  if (!book?.cleanIsbn) throw new Error('no book has an ISBN');
  return { isbn: book.cleanIsbn, title: book.title };
}

/** A reader of barcodes that sees these codes, one after the other, and a note of every stream that was opened. */
async function pretend(page: Page, pictures: { rawValue: string }[][]): Promise<void> {
  await page.addInitScript((pictures) => {
    let at = 0;
    class Detector {
      detect() {
        const seen = pictures[Math.min(at, pictures.length - 1)];
        at += 1;
        return Promise.resolve(seen);
      }
    }
    const opened: MediaStreamTrack[] = [];
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await real(wanted);
      opened.push(...stream.getTracks());
      return stream;
    };
    Object.assign(window, { BarcodeDetector: Detector, opened });
  }, pictures);
}

/** How the camera's tracks are, in the order in which they were opened. */
function tracks(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { opened: MediaStreamTrack[] }).opened.map((track) => track.readyState));
}
