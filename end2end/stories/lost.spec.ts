import type { Page } from '@playwright/test';
import { arrive, fill, findTimes, review, somebody, takeEarliest, type Person } from '../support/booking.ts';
import { Citizen, fragment } from '../support/citizen.ts';
import { axe, expect, open, test, Server } from '../support/test.ts';
import type { Say } from '../support/words.ts';

test.describe('a time that somebody else took', () => {
  // The refusal of a taken time.
  test.use({ expectedComplaints: /status of 4\d\d/ });

  test('is said, with other times and nothing lost', async ({ page, server, say }) => {
    const person = somebody();
    await findTimes(page, say, server);
    await takeEarliest(page, say);
    await fill(page, say, person);
    await page.getByRole('button', { name: say('appointments.contact.otherTime') }).click();
    await arrive(page, say('appointments.times.title'));
    await expect(page.getByText(say('appointments.times.held'))).toBeVisible();

    // Somebody else is faster, at every counter of that office.
    await page.locator('.slot').nth(5).click();
    const { office, nth } = await chosen(page, say);
    await takeAll(new Citizen(server), office, nth);
    await page.locator('.chosen').getByRole('button', { name: say('appointments.times.take') }).click();
    const alert = page.locator('.kern-alert', { hasText: say('appointments.error.appointmentNotAvailable') });
    await expect(alert).toContainText(say('appointments.next.slot'));
    await expect(page.locator('main :focus'), 'the focus is not lost with the button').toHaveCount(1);
    await axe(page);

    await page.locator('.slot').nth(9).click();
    await page.locator('.chosen').getByRole('button', { name: say('appointments.times.take') }).click();
    await arrive(page, say('appointments.contact.title'));
    await typed(page, say, person);
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
  await arrive(page, say('appointments.contact.title'));
  await typed(page, say, person);
  await expect(page.getByRole('timer')).toContainText(say.forms('appointments.held.minutes'));
  await axe(page);
  await review(page, say);
  await page.reload();
  await arrive(page, say('appointments.review.title'));
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
      await expect(page.getByRole('timer')).toHaveText(say.forms('appointments.held.seconds'));
      await page.getByRole('button', { name: say('appointments.held.read') }).click();
      await expect(page.locator('#announcements')).toHaveText(say.forms('appointments.held.seconds'));

      await expect(page.locator('main h1')).toHaveText(say('appointments.expired.title'), { timeout: 70_000 });
      await expect(page.getByText(say('appointments.expired.text'))).toBeVisible();
      await axe(page);
      await page.getByRole('button', { name: say('appointments.expired.again') }).click();
      await arrive(page, say('appointments.times.title'));
      await takeEarliest(page, say);
      await typed(page, say, person);
      await review(page, say);

      await open(page, `${server.url}/appointments/confirm#${fragment(unconfirmed)}`);
      await arrive(page, say('appointments.visit.expired'));
      await expect(page.getByRole('link', { name: say('appointments.cancel.again') })).toBeVisible();
      await axe(page);
    } finally {
      await server.dispose();
    }
  });
});

/** At which office the chosen time is, and the how-manieth of its day there. Which one is first depends on the weekday. */
async function chosen(page: Page, say: Say): Promise<{ office: number; nth: number }> {
  const name = await page.locator('.chosen .muted').textContent();
  const office = say.offices.find((id) => say.office(id) === name);
  if (!office) throw new Error(`no office is called ${name}`);
  const times = page.getByRole('region', { name: say.office(office), exact: true }).locator('.slot');
  const pressed = await times.evaluateAll((slots) => slots.map((slot) => slot.getAttribute('aria-pressed')));
  return { office, nth: pressed.indexOf('true') };
}

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
async function typed(page: Page, say: Say, person: Person): Promise<void> {
  await expect(page.getByLabel(say('appointments.field.firstName'))).toHaveValue(person.firstName);
  await expect(page.getByLabel(say('appointments.field.lastName'))).toHaveValue(person.lastName);
  await expect(page.getByLabel(say('appointments.field.email'))).toHaveValue(person.email);
  await expect(page.getByLabel(say('appointments.field.telephone'))).toHaveValue(person.telephone ?? '');
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
