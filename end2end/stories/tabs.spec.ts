import type { Page } from '@playwright/test';
import { arrive, book, bookToMail, fill, findTimes, heading, linkFor, review, somebody, takeEarliest } from '../support/booking.ts';
import { Citizen, identityCard, keyIn } from '../support/citizen.ts';
import { buildBefore, currentBuild, removeBuild } from '../support/builds.ts';
import { storedIn } from '../support/outbox/stored.ts';
import { place, visitPlace } from '../support/survey.ts';
import { axe, expect, open, Server, speak, test } from '../support/test.ts';

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
  await axe(other);

  await expect(heading(page), 'the first one stays where it was').toHaveText(say('appointments.mail.title'));
  await axe(page);
  await page.getByRole('link', { name: say('elsewhere.home') }).click();
  await arrive(page, say.city);
});

test('a tab that waits for the mail notices that it was answered elsewhere', async ({ context, page, ownServer: server, say }) => {
  // In another tab of the same browser, while both can be seen.
  const person = await bookToMail(page, say, server);
  await expect(page.getByText(say('appointments.mail.not.yet'))).toBeVisible();
  const other = await context.newPage();
  await other.goto(await linkFor(server, person));
  await arrive(other, say('appointments.booked.title'));
  await arrive(page, say('appointments.booked.title'));
  await expect(page.getByText(say('appointments.mail.not.yet'))).toBeHidden();
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^${say('appointments.booked.title')} – `));
  await axe(page);

  // What one tab keeps the other shows; what one forgets is gone from both.
  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await expect(page.locator('main .link-list').getByRole('link')).toHaveCount(1);
  await other.getByRole('link', { name: say('appointments.mine.title') }).click();
  await other.locator('main .link-list').getByRole('link').click();
  await other.getByRole('button', { name: say('appointments.cancel') }).click();
  await other.getByRole('button', { name: say('appointments.cancel.yes') }).click();
  await expect(page.getByText(say('appointments.mine.none'))).toBeVisible();

  // On another device: seen when the person comes back to this one.
  const second = await bookToMail(page, say, server);
  await new Citizen(server).confirm(keyIn(await linkFor(server, second)));
  await expect(heading(page)).toHaveText(say('appointments.mail.title'));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await arrive(page, say('appointments.booked.title'));
  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await expect(page.locator('main .link-list').getByRole('link')).toHaveCount(1);
});

test('changing the language in the middle of the form keeps what was typed', async ({ page, server, say }) => {
  const person = somebody();
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, person);

  await page.getByRole('link', { name: say('shell.language') }).click();
  await arrive(page, say('settings.title'));
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
      await expect(page.getByText(say('shell.update'))).toBeVisible();
      await axe(page);
      // Nothing is interrupted.
      await expect(page.getByLabel(say('appointments.field.email'))).toHaveValue(person.email);
      expect(await version(page)).toBe(old);

      // Whoever keeps asking the old worker which version it is keeps it from giving way, so wait for the page first.
      const reloaded = page.waitForEvent('load');
      await page.getByRole('button', { name: say('shell.update.now') }).click();
      await reloaded;
      await expect.poll(() => version(page).catch(() => old), { message: 'the new version runs' }).not.toBe(old);
      await arrive(page, say('appointments.contact.title'));
      await expect(page.getByLabel(say('appointments.field.firstName'))).toHaveValue(person.firstName);
      await expect(page.getByLabel(say('appointments.field.email'))).toHaveValue(person.email);
      await review(page, say);
      await page.goto(`${server.url}/appointments/mine`);
      await expect(page.locator('main .link-list').getByRole('link')).toContainText(say.service(identityCard).name);
    } finally {
      await server.dispose();
      await removeBuild(before);
    }
  });

  test('comes while an answer is being sent: the new version sends it again, and it is stored once @once', async ({ page, say }) => {
    await page.clock.install();
    const before = await buildBefore();
    const server = await Server.fresh({ dist: before, asks: [await place()] });
    try {
      await open(page, `${server.url}/participation`);
      await expect.poll(() => version(page), { message: 'the worker has taken over' }).toBeTruthy();
      const old = await version(page);
      await visitPlace(page, say, server.url);
      await server.stop();
      await server.start({ dist: currentBuild });
      await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())?.update(); });
      await expect(page.getByText(say('shell.update'))).toBeVisible();

      // The backend has stored the answer, and its receipt has not come when the person takes the new version.
      let stored = 0;
      await page.route(/\/responses$/, async (route) => {
        stored = (await route.fetch()).status();
      }, { times: 1 });
      await page.getByRole('button', { name: say('participation.fill.send') }).click();
      await expect.poll(() => stored).toBe(201);
      await expect(page.getByText(say('participation.answers.sending'))).toBeVisible();
      const reloaded = page.waitForEvent('load');
      await page.getByRole('button', { name: say('shell.update.now') }).click();
      await reloaded;
      await expect.poll(() => version(page).catch(() => old), { message: 'the new version runs' }).not.toBe(old);
      await expect(page.getByText(say('participation.answers.sending'))).toBeVisible();
      await axe(page);

      // Four minutes later the page that was sending counts as dead.
      await page.clock.fastForward('05:00');
      const [arrived = ''] = say('participation.answers.sent').split('{day}');
      await expect(page.getByText(arrived)).toBeVisible();
      await server.stop();
      expect((await storedIn(server.data)).answers).toMatchObject([{ item: 'place', version: '7', consent: '2026-11' }]);
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
