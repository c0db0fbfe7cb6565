import type { Page } from '@playwright/test';
import { arrive, fill, findTimes, review, somebody, takeEarliest, type Person } from '../support/booking.ts';
import { Citizen, fragment } from '../support/citizen.ts';
import { axe, expect, open, test, Server } from '../support/test.ts';

test.describe('a time that somebody else took', () => {
  // The refusal of a taken time.
  test.use({ expectedComplaints: /status of 4\d\d/ });

  test('is said, with other times and nothing lost', async ({ page, server, say }) => {
    const person = somebody();
    await findTimes(page, say, server);
    await takeEarliest(page, say);
    await fill(page, say, person);
    await page.getByRole('button', { name: 'Andere Zeit wählen' }).click();
    await arrive(page, 'Zeit wählen');
    await expect(page.getByText('Ihre bisherige Zeit ist noch für Sie reserviert.')).toBeVisible();

    // Somebody else is faster, at every counter of that office.
    await page.locator('.slot').nth(5).click();
    await takeAll(new Citizen(server), 201, 5);
    await page.locator('.chosen').getByRole('button', { name: 'Diesen Termin nehmen' }).click();
    const alert = page.locator('.kern-alert', { hasText: 'Diese Zeit ist leider nicht mehr frei.' });
    await expect(alert).toContainText('Bitte wählen Sie eine andere Zeit.');
    await expect(page.locator('main :focus'), 'the focus is not lost with the button').toHaveCount(1);
    await axe(page);

    await page.locator('.slot').nth(9).click();
    await page.locator('.chosen').getByRole('button', { name: 'Diesen Termin nehmen' }).click();
    await arrive(page, 'Ihre Angaben');
    await typed(page, person);
    await expect(alert).toBeHidden();
    await review(page, say);
  });
});

test('reloading in the middle of the form brings everything back', async ({ page, server, say }) => {
  const person = somebody();
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, person);
  await expect.poll(() => kept(page, 'drafts')).toBeGreaterThan(0);
  await page.reload();
  await arrive(page, 'Ihre Angaben');
  await typed(page, person);
  await expect(page.getByRole('timer')).toContainText('für Sie reserviert');
  await review(page, say);
  await page.reload();
  await arrive(page, 'Stimmt alles?');
  await expect(page.locator('main')).toContainText(person.email);
});

test.describe('one minute', () => {
  // The refusal of the late link.
  test.use({ expectedComplaints: /status of 404/ });

  test('reservation and link run out, what was typed stays', async ({ page, say }) => {
    test.setTimeout(120_000);
    const server = await Server.fresh({ offices: ({ scope }) => { scope['reservationDuration'] = 1; scope['activationDuration'] = 1; } });
    try {
      const citizen = new Citizen(server);
      const unconfirmed = await citizen.preconfirm(await citizen.someSlot(203), somebody().email);
      const person = somebody();
      await findTimes(page, say, server);
      await takeEarliest(page, say);
      await fill(page, say, person);
      await expect(page.getByRole('timer')).toHaveText(/^Noch \d+ Sekunden? für Sie reserviert$/);
      await page.getByRole('button', { name: 'Restzeit vorlesen' }).click();
      await expect(page.locator('#announcements')).toHaveText(/Noch \d+ Sekunden? für Sie reserviert/);

      await expect(page.locator('main h1')).toHaveText('Die Zeit ist abgelaufen', { timeout: 70_000 });
      await expect(page.getByText('Ihre Angaben sind noch da.')).toBeVisible();
      await axe(page);
      await page.getByRole('button', { name: 'Neue Zeit wählen' }).click();
      await arrive(page, 'Zeit wählen');
      await takeEarliest(page, say);
      await typed(page, person);
      await review(page, say);

      await open(page, `${server.url}/appointments/confirm#${fragment(unconfirmed)}`);
      await arrive(page, 'Der Link ist abgelaufen');
      await expect(page.getByRole('link', { name: 'Neuen Termin buchen' })).toBeVisible();
      await axe(page);
    } finally {
      await server.dispose();
    }
  });
});

/** Somebody else takes one time of an office at every counter. */
async function takeAll(citizen: Citizen, office: number, nth: number): Promise<void> {
  const slot = (await citizen.free(office))[nth];
  if (!slot) throw new Error(`fewer than ${nth} times free in ${office}`);
  for (let counters = 0; counters < 20; counters += 1) {
    try {
      await citizen.reserve(slot);
    } catch (error) {
      if (/appointmentNotAvailable/.test(String(error))) return;
      throw error;
    }
  }
  throw new Error('nobody has that many counters');
}

/** The form holds what was typed. */
async function typed(page: Page, person: Person): Promise<void> {
  await expect(page.getByLabel('Vorname')).toHaveValue(person.firstName);
  await expect(page.getByLabel('Nachname')).toHaveValue(person.lastName);
  await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue(person.email);
  await expect(page.getByLabel('Telefonnummer')).toHaveValue(person.telephone ?? '');
}

/** How many records a store of the app's database holds. */
function kept(page: Page, store: string): Promise<number> {
  return page.evaluate((name) => new Promise<number>((done, failed) => {
    const opened = indexedDB.open('stadtkern');
    opened.onerror = () => failed(new Error('no database'));
    opened.onsuccess = () => {
      const count = opened.result.transaction(name).objectStore(name).count();
      count.onsuccess = () => { opened.result.close(); done(count.result); };
      count.onerror = () => failed(new Error(`no store ${name}`));
    };
  }), store);
}
