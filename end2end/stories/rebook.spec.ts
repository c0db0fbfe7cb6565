import type { Page } from '@playwright/test';
import { arrive, book, bookToMail, linkFor, somebody } from '../support/booking.ts';
import { Citizen, fragment, type Key } from '../support/citizen.ts';
import { axe, expect, open, test } from '../support/test.ts';

test('the new appointment is booked before the old one is cancelled', async ({ page, server, say }) => {
  const old = await confirmedBy(page, () => book(page, say, server));
  const order: string[] = [];
  page.on('request', (request) => {
    const route = /\/api\/appointments\/([a-z]+)-appointment\//.exec(request.url())?.[1];
    if (route) order.push(`${route} ${(request.postDataJSON() as { processId?: number } | null)?.processId ?? ''}`.trim());
  });

  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await arrive(page, say('appointments.mine.title'));
  await axe(page);
  await page.locator('main .link-list').getByRole('link').click();
  await expect(page.getByRole('button', { name: say('appointments.rebook') })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: say('appointments.rebook') }).click();
  await arrive(page, say('appointments.times.title'));
  await expect(page.getByRole('heading', { name: say('appointments.times.earliest') })).toBeVisible();
  await axe(page);
  await page.getByRole('region', { name: say('appointments.times.earliest') }).getByRole('button', { name: say('appointments.times.take') }).click();
  await arrive(page, say('appointments.contact.title'));
  await expect(page.getByLabel(say('appointments.field.firstName')), 'who comes is known').not.toHaveValue('');
  await expect(page.getByLabel(say('appointments.field.email'))).toHaveValue(/ada\..*@example\.org/);
  await axe(page);
  await page.getByRole('button', { name: say('appointments.contact.next') }).click();
  await arrive(page, say('appointments.review.title'));
  await expect(page.getByText(say('appointments.review.rebooking'))).toBeVisible();
  await axe(page);
  const renewed = await confirmedBy(page, async () => {
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: say('appointments.rebook') }).click();
    await arrive(page, say('appointments.booked.title'));
  });
  await expect(page.getByText(say('appointments.booked.old.cancelled'))).toBeVisible();
  await axe(page);

  expect(order.indexOf(`confirm ${renewed.processId}`), order.join(', ')).toBeGreaterThan(-1);
  expect(order.indexOf(`cancel ${old.processId}`), order.join(', ')).toBeGreaterThan(order.indexOf(`confirm ${renewed.processId}`));
  const citizen = new Citizen(server);
  expect((await citizen.appointment(renewed)).status).toBe('confirmed');
  await expect(stands(citizen, old), 'the old one is gone').resolves.toBe(false);
  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await expect(page.locator('main .link-list').getByRole('link'), 'only the new one is left').toHaveCount(1);
});

test('cancelling asks first, and keeping changes nothing', async ({ page, server, say }) => {
  const key = await confirmedBy(page, () => book(page, say, server));
  const citizen = new Citizen(server);
  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await arrive(page, say('appointments.mine.title'));
  await page.locator('main .link-list').getByRole('link').click();
  const cancel = page.getByRole('button', { name: say('appointments.cancel') });
  const question = page.getByRole('dialog', { name: say('appointments.cancel.question') });

  await cancel.click();
  await expect(question).toBeVisible();
  await axe(page);
  await question.getByRole('button', { name: say('appointments.cancel.no') }).click();
  await expect(question).toBeHidden();
  await expect(cancel, 'the focus is where it was').toBeFocused();
  await cancel.click();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect((await citizen.appointment(key)).status).toBe('confirmed');

  await cancel.click();
  await question.getByRole('button', { name: say('appointments.cancel.yes') }).click();
  await expect(question).toBeHidden();
  await expect(page.locator('main')).not.toContainText(say('appointments.summary.number'));
  await expect(stands(citizen, key)).resolves.toBe(false);
  await page.goto('/appointments/mine');
  await expect(page.getByText(say('appointments.mine.none'))).toBeVisible();
  await axe(page);
});

test('a link opens the appointment on another device, which may keep it', async ({ page, server, say }) => {
  const citizen = new Citizen(server);
  const appointment = await citizen.book(await citizen.someSlot(202), somebody().email);

  await open(page, `/appointments/open#${fragment(appointment)}`);
  await arrive(page, say('appointments.visit.title'));
  await expect(page.locator('main')).toContainText(say.office(202));
  await expect(page.locator('main')).toContainText('Lindenallee 14');
  await axe(page);
  await page.getByRole('button', { name: say('appointments.visit.keep') }).click();
  await expect(page.getByRole('button', { name: say('appointments.visit.keep') })).toBeHidden();

  await open(page, '/appointments/mine');
  await expect(page.locator('main .link-list').getByRole('link')).toContainText(say.office(202));
});

test('a link to cancel only asks', async ({ page, server, say }) => {
  const citizen = new Citizen(server);
  const appointment = await citizen.book(await citizen.someSlot(202), somebody().email);

  await open(page, `/appointments/open#${fragment(appointment, 'cancel')}`);
  await arrive(page, say('appointments.cancel.question'));
  await axe(page);
  expect((await citizen.appointment(appointment)).status, 'looking does nothing').toBe('confirmed');
  await page.getByRole('button', { name: say('appointments.cancel.no') }).click();
  await arrive(page, say('appointments.visit.title'));
  expect((await citizen.appointment(appointment)).status).toBe('confirmed');
  await page.getByRole('button', { name: say('appointments.cancel') }).click();
  await page.getByRole('button', { name: say('appointments.cancel.yes') }).click();
  await arrive(page, say('appointments.cancel.done'));
  await axe(page);
  await expect(stands(citizen, appointment)).resolves.toBe(false);
});

test.describe('a second time', () => {
  // The refusal is how the backend says that it is booked already.
  test.use({ expectedComplaints: /status of 409/ });

  test('the link of the mail says that all is well', async ({ page, server, say }) => {
    const person = await bookToMail(page, say, server);
    const link = await linkFor(server, person);
    await page.goto(link);
    await arrive(page, say('appointments.booked.title'));
    await page.reload();
    await arrive(page, say('appointments.visit.already'));
    await expect(page.locator('main')).toContainText(say('appointments.summary.number'));
    await axe(page);

    // Nothing says any longer that a mail waits for an answer.
    await page.goto('/appointments/done');
    await arrive(page, say('appointments.choose.title'));
  });
});

/** Number and secret of the appointment that is confirmed while something is done. */
async function confirmedBy(page: Page, action: () => Promise<unknown>): Promise<Key> {
  const [request] = await Promise.all([page.waitForRequest(/\/confirm-appointment\//), action()]);
  return request.postDataJSON() as Key;
}

/** Whether the backend still holds an appointment. */
async function stands(citizen: Citizen, key: Key): Promise<boolean> {
  try {
    return (await citizen.appointment(key)).status !== 'deleted';
  } catch (error) {
    if (/appointmentNotFound/.test(String(error))) return false;
    throw error;
  }
}
