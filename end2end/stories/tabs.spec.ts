import type { Page } from '@playwright/test';
import { arrive, book, bookToMail, fill, findTimes, heading, review, somebody, takeEarliest } from '../support/booking.ts';
import { buildBefore, currentBuild, removeBuild } from '../support/builds.ts';
import { axe, expect, Server, speak, test } from '../support/test.ts';

// On a server of its own: elsewhere the last place of the earliest time may be the one both tabs want.
test('two tabs of one person: each goes its own way', async ({ context, page, ownServer: server, say }) => {
  const other = await context.newPage();
  await findTimes(other, say, server);
  await bookToMail(page, say, server);

  await takeEarliest(other, say);
  const person = somebody();
  await fill(other, say, person);
  await review(other, say);
  await expect(other.locator('main')).toContainText(person.email);

  await expect(heading(page), 'the first one stays where it was').toHaveText('Fast fertig: Sehen Sie in Ihre E-Mails');
  await page.getByRole('link', { name: 'Zur Startseite' }).click();
  await arrive(page, 'Musterstadt');
});

test('changing the language in the middle of the form keeps what was typed', async ({ page, server, say }) => {
  const person = somebody();
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, person);

  await page.getByRole('link', { name: 'Sprache und Einstellungen' }).click();
  await arrive(page, 'Einstellungen');
  await page.getByRole('radio', { name: 'English' }).check();
  await arrive(page, 'Settings');
  await page.goBack();
  const english = await speak(server, 'en');
  await arrive(page, english('appointments.contact.title'));
  await expect(page.getByLabel(english('appointments.field.firstName'))).toHaveValue(person.firstName);
  await expect(page.getByLabel(english('appointments.field.email'))).toHaveValue(person.email);
  await axe(page);
  await review(page, english);
});

test.describe('an update', () => {
  test.use({ serviceWorkers: 'allow' });

  test('waits until the person wants it, and opens what the version before wrote', async ({ page, say }) => {
    const before = await buildBefore();
    const server = await Server.fresh({ dist: before });
    try {
      await book(page, say, server);
      await page.goto(`${server.url}/appointments`);
      await expect.poll(() => version(page), { message: 'the worker has taken over' }).toBeTruthy();
      const old = await version(page);
      await findTimes(page, say, server);
      await takeEarliest(page, say);
      const person = somebody();
      await fill(page, say, person);

      await server.stop();
      await server.start({ dist: currentBuild });
      await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())?.update(); });
      await expect(page.getByText('Eine neue Version ist bereit.')).toBeVisible();
      await axe(page);
      // Nothing is interrupted.
      await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue(person.email);
      expect(await version(page)).toBe(old);

      await page.getByRole('button', { name: 'Jetzt aktualisieren' }).click();
      await expect.poll(() => version(page).catch(() => old), { message: 'the new version runs' }).not.toBe(old);
      await arrive(page, 'Ihre Angaben');
      await expect(page.getByLabel('Vorname')).toHaveValue(person.firstName);
      await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue(person.email);
      await review(page, say);
      await page.goto(`${server.url}/appointments/mine`);
      await expect(page.locator('main .link-list').getByRole('link')).toContainText('Personalausweis');
    } finally {
      await server.dispose();
      await removeBuild(before);
    }
  });
});

/** The version of the worker that controls the page. */
function version(page: Page): Promise<string | null> {
  return page.evaluate(() => new Promise<string | null>((done) => {
    const worker = navigator.serviceWorker.controller;
    if (!worker) {
      done(null);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = (event: MessageEvent<{ version: string }>) => done(event.data.version);
    worker.postMessage({ type: 'VERSION' }, [channel.port2]);
  }));
}
