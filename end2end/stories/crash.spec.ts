import type { Page } from '@playwright/test';
import { arrive, book } from '../support/booking.ts';
import { axe, expect, open, test } from '../support/test.ts';

// These stories break the app on purpose.
test.use({ expectedComplaints: /unreachable|RuntimeError|Failed to load resource|ERR_FAILED|integrity/i });

test('a trap in the wasm shows what was kept and the way back', async ({ page, server, say }) => {
  await book(page, say, server);
  await trap(page);
  await crashed(page, 'Die App ist stehen geblieben');
  await expect(page.getByText('Was Sie auf diesem Gerät gespeichert haben, zum Beispiel Ihre Termine, ist noch da.')).toBeVisible();
  await axe(page);

  await page.getByRole('button', { name: 'Neu starten', exact: true }).click();
  await arrive(page, 'Musterstadt');
  await open(page, '/appointments/mine');
  await expect(page.locator('main .link-list').getByRole('link')).toHaveCount(1);
});

test('when nothing else helps, everything can be deleted, after a question', async ({ page, server, say }) => {
  await book(page, say, server);
  await trap(page);
  await page.getByRole('button', { name: 'Gespeicherte Daten löschen und neu starten' }).click();
  await page.getByRole('button', { name: 'Ja, alles auf diesem Gerät löschen' }).click();
  await arrive(page, 'Musterstadt');
  await open(page, '/appointments/mine');
  await expect(page.getByText('Hier ist noch kein Termin.')).toBeVisible();
});

test('an app that was changed on the way is not started', async ({ page }) => {
  await page.route('**/*_bg.wasm', async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    await route.fulfill({ response: answer, body });
  });
  await page.goto('/');
  await crashed(page, 'Die App wurde unvollständig oder verändert geladen');
  await axe(page);
  await page.unroute('**/*_bg.wasm');
  await page.getByRole('button', { name: 'Neu starten', exact: true }).click();
  await arrive(page, 'Musterstadt');
});

test('an app that does not arrive says so', async ({ page }) => {
  await page.route('**/*_bg.wasm', (route) => route.abort());
  await page.goto('/');
  await crashed(page, 'Die App konnte nicht geladen werden');
  await page.unroute('**/*_bg.wasm');
  await page.getByRole('button', { name: 'Neu starten', exact: true }).click();
  await arrive(page, 'Musterstadt');
});

test('a city that does not arrive is said, not a white page', async ({ page }) => {
  await page.route('**/city/city.json', (route) => route.fulfill({ status: 500, body: 'no' }));
  await page.goto('/');
  await expect(page.locator('#crash h1')).toBeFocused();
  await expect(page).toHaveTitle(/\S/);
  await page.unroute('**/city/city.json');
  await page.getByRole('button', { name: 'Neu starten', exact: true }).click();
  await arrive(page, 'Musterstadt');
});

/** A real trap: a module of eight instructions whose only function is `unreachable`. */
async function trap(page: Page): Promise<void> {
  await page.evaluate(() => {
    setTimeout(() => {
      const bytes = new Uint8Array([
        0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11
      ]);
      const fall = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['t'] as () => void;
      fall();
    });
  });
}

async function crashed(page: Page, title: string): Promise<void> {
  await expect(page.locator('#crash h1')).toHaveText(title);
  await expect(page.locator('#crash h1')).toBeFocused();
  await expect(page).toHaveTitle(title);
}
