import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { arrive, book, heading } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { axe, expect, test } from '../support/test.ts';

test.use({
  serviceWorkers: 'allow',
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_CONNECTION_REFUSED|status of 50\d/
});

test('what was booked is there when nothing answers', async ({ context, page, ownServer: server, say }) => {
  await book(page, say, server);
  await page.goto(`${server.url}/appointments`);
  await arrive(page, 'Termin buchen');
  await kept(page, `/city/texts/${say.language}.json`);

  await server.stop();
  await page.close();
  page = await context.newPage();

  // The shell and the next appointment.
  await page.goto(server.url);
  await expect(heading(page)).toBeVisible();
  const tile = page.locator('.tile').first();
  await expect(tile).toContainText('Bürgerbüro');
  await axe(page);

  // Everything that is needed on the way there.
  await page.goto(`${server.url}/appointments/mine`);
  await page.locator('main .link-list').getByRole('link').click();
  await expect(page.getByText('Gespeichert:')).toBeVisible();
  const details = page.getByRole('region', { name: 'Ihr Termin' });
  for (const line of ['Zeit', 'Anliegen', 'Ort', 'Adresse', 'Terminnummer']) {
    await expect(details.getByText(line, { exact: true })).toBeVisible();
  }
  await expect(details).toContainText('12345 Musterstadt');
  await expect(page.getByRole('region', { name: 'Bitte mitbringen' }).getByRole('listitem'))
    .toHaveText(say.service(identityCard).documents);
  await expect(page.getByRole('img', { name: 'QR-Code zum Termin' })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'In meinen Kalender' }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^BEGIN:VCALENDAR[\s\S]*DTSTART[\s\S]*END:VCALENDAR\s*$/);
  await axe(page);

  // The list of services is there; asking for times says plainly that it cannot be done, and keeps the choice.
  await page.goto(`${server.url}/appointments`);
  await page.getByLabel('Anliegen suchen').fill('Personalausweis');
  await page.locator('main').getByRole('link', { name: 'Personalausweis beantragen', exact: false }).first().click();
  await arrive(page, 'Personalausweis beantragen');
  await page.getByRole('button', { name: 'Eins mehr: Personalausweis beantragen' }).click();
  await page.getByRole('button', { name: 'Freie Zeiten zeigen' }).click();
  await arrive(page, 'Zeit wählen');
  await expect(page.getByText('Das Buchungssystem ist nicht zu erreichen.')).toBeVisible();
  await expect(page.getByText('Zurzeit ist kein Termin frei.')).toBeHidden();
  await expect(page.locator('main')).toContainText('2 × Personalausweis beantragen');
  await axe(page);

  // The server is back: the same page goes on.
  await server.start();
  await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
  await expect(page.getByRole('heading', { name: 'Frühester Termin' })).toBeVisible();
  await expect(page.getByText('Das Buchungssystem ist nicht zu erreichen.')).toBeHidden();
  await page.goto(`${server.url}/appointments/mine`);
  await page.locator('main .link-list').getByRole('link').click();
  await expect(page.getByText(/^Stand /)).toBeVisible();
});

/** Waits until the worker holds a file. */
async function kept(page: Page, path: string): Promise<void> {
  await expect.poll(() => page.evaluate(async (wanted) => {
    const names = await caches.keys();
    const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match(wanted)));
    return Boolean(navigator.serviceWorker.controller) && found.some(Boolean);
  }, path), { message: `the worker keeps ${path}`, timeout: 15_000 }).toBe(true);
}
