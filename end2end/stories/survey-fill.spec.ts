import type { Page } from '@playwright/test';
import { place } from '../support/survey.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';
import type { Say } from '../support/words.ts';

/** A city that asks what shall become of a square. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks: [await place()] });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

// The server is stopped on purpose.
test.use({ expectedComplaints: /Failed to load resource|ERR_CONNECTION_REFUSED/ });

/** A picture as a telephone takes it: with the place in it where it was taken. */
async function snapshot(page: Page): Promise<Buffer> {
  const plain = Buffer.from(await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1200];
    canvas.getContext('2d')?.fillRect(0, 0, 1200, 1200);
    const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg'); });
    return [...new Uint8Array(await (blob as Blob).arrayBuffer())];
  }));
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from('GPS 48.40 N 9.99 E')]);
  const length = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), length, exif, plain.subarray(2)]);
}

/** What a sentence says before its first value. */
const beginning = (say: Say, key: string): string => say(key).split('{')[0] ?? '';

/** Reads the notice, agrees and begins. */
async function begin(page: Page, say: Say, city: Server): Promise<void> {
  await open(page, `${city.url}/participation/place/fill`);
  await expect(page.getByText('Stadt Musterstadt, Stadtplanung')).toBeVisible();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await expect(page.getByText(say('participation.fill.before.missing'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-before');
  await page.getByLabel(say('participation.fill.consent')).check();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await expect(page).toHaveURL(/\/participation\/place\/fill\/[0-9a-f-]{36}$/);
}

test('a survey from the first question to the receipt', async ({ page, say, city }) => {
  await begin(page, say, city);
  const next = page.getByRole('button', { name: say('participation.fill.next') });

  // What is missing is said beside the field and in a list, and only after "next".
  await next.click();
  await expect(page.getByText(say('participation.fill.errors'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-errors');
  await page.getByLabel('Einverstanden').check();
  await next.click();
  await page.getByLabel('Ich wohne hier').check();
  await page.getByLabel('Seit wie vielen Jahren?').fill('12');
  await page.getByLabel('Bezirk').selectOption('Mitte');
  await page.getByLabel('Gasse').check();
  await axe(page);
  await screenshot(page, 'survey-page');
  await next.click();
  await page.getByLabel('Bäume').check();
  await page.getByLabel('Wasser').check();
  await page.getByLabel('Warum Bäume?').fill('Schatten');
  await page.getByRole('button', { name: say('participation.fill.up').replace('{what}', 'Wasser') }).click();
  await page.getByRole('group', { name: 'Wie wichtig?' }).getByRole('radio', { name: '3' }).check();
  await axe(page);
  await screenshot(page, 'survey-wishes');
  await next.click();
  // Two rows of three; the heads above them are not asked.
  await expect(page.getByRole('radio')).toHaveCount(6);
  await screenshot(page, 'survey-matrix');
  await page.getByRole('group', { name: 'Sauberkeit' }).getByLabel('gut').check();
  await page.getByRole('group', { name: 'Sicherheit' }).getByLabel('mittel').check();
  await axe(page);
  await next.click();

  // A picture is made small and loses the place where it was taken; what is no picture is said.
  const photo = page.getByLabel('Bild');
  await photo.setInputFiles({ name: 'IMG_1.heic', mimeType: 'image/heic', buffer: Buffer.from('no picture') });
  await expect(page.getByText(say('participation.photo.unreadable'))).toBeVisible();
  await photo.setInputFiles({ name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer: await snapshot(page) });
  const preview = page.getByRole('img', { name: say('participation.photo.preview') });
  await expect(preview).toBeVisible();
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([1200, 600]);
  await axe(page);
  await screenshot(page, 'survey-photo');

  // The phone is closed in the tunnel: everything is there when it is opened again.
  await expect(page.getByText(/\d\d:\d\d/).first()).toBeVisible();
  await city.stop();
  await page.getByLabel('Gruß').fill('moin moin');
  await expect(page.getByRole('status').filter({ hasText: beginning(say, 'participation.fill.saved') })).toBeVisible();
  const address = page.url();
  await page.goto('about:blank');
  await city.start();
  await open(page, address);
  await expect(page.getByLabel('Gruß')).toHaveValue('moin moin');
  await expect(preview).toBeVisible();
  await axe(page);
  await next.click();

  // What was said is read once more, and can be changed.
  await expect(page.getByRole('heading', { level: 1, name: say('participation.fill.review') })).toBeVisible();
  await expect(page.getByText('Gasse')).toBeVisible();
  await expect(page.getByText('Wasser, Bäume').first()).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-review');

  // Sent without a network: it waits, and arrives once when the network is back.
  await city.stop();
  await page.getByRole('button', { name: say('participation.fill.send') }).click();
  await expect(page).toHaveURL(/\/participation\/answers$/);
  await expect(page.getByText(beginning(say, 'participation.answers.next-try'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-waits');
  await city.start();
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/responses'));
  await page.getByRole('button', { name: say('participation.answers.try') }).click();
  await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();
  const body = (await sent).postDataBuffer()?.toString('latin1') ?? '';
  expect(body).toContain('image/jpeg');
  expect(body).not.toMatch(/Exif|GPS 48|IMG_2/);
  await axe(page);
  await screenshot(page, 'survey-sent');
});

test('a survey that ends while an answer waits says so kindly, and the answer stays', async ({ page, say, city }) => {
  await begin(page, say, city);
  await page.getByLabel('Einverstanden').check();
  const next = page.getByRole('button', { name: say('participation.fill.next') });
  await next.click();
  await page.getByLabel('Ich bin zu Besuch').check();
  await page.getByLabel('Woher?').fill('Ulm');
  await next.click();
  await next.click();
  await next.click();
  await city.stop();
  await page.getByRole('button', { name: say('participation.fill.send') }).click();
  await expect(page.getByText(beginning(say, 'participation.answers.next-try'))).toBeVisible();

  const over = await place({ phases: [{ id: 'ask', title: { de: 'Befragung' }, from: '2020-01-01', to: '2020-02-01' }] });
  await city.asks([over]);
  await city.start();
  await page.getByRole('button', { name: say('participation.answers.try') }).click();
  await expect(page.getByText(say('participation.answers.reason.closed'))).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-closed');
  await page.reload();
  await expect(page.getByText(say('participation.answers.reason.closed'))).toBeVisible();
  await page.getByRole('button', { name: say('participation.answers.delete') }).click();
  await expect(page.getByText(say('participation.answers.none'))).toBeVisible();

  // Nobody is led into a survey that is over.
  await open(page, `${city.url}/participation/place/fill`);
  await expect(page.getByText(say('participation.fill.closed'))).toBeVisible();
  await axe(page);
});

test('what a second tab still has open does not come back as a draft after the first has sent it', async ({ page, context, say, city }) => {
  await begin(page, say, city);
  const other = await context.newPage();
  await open(other, page.url());
  await expect(other.getByLabel('Einverstanden')).toBeVisible();

  await page.getByLabel('Einverstanden').check();
  const next = page.getByRole('button', { name: say('participation.fill.next') });
  await next.click();
  await page.getByLabel('Ich bin zu Besuch').check();
  await page.getByLabel('Woher?').fill('Ulm');
  await next.click();
  await next.click();
  await next.click();
  await page.getByRole('button', { name: say('participation.fill.send') }).click();
  await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();

  await other.getByLabel('Einverstanden').check();
  await expect(other.getByText(say('participation.fill.already-sent'))).toBeVisible();
  await axe(other);
  await page.reload();
  await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();
  await expect(page.getByRole('link', { name: say('participation.answers.go-on') })).toHaveCount(0);
});
