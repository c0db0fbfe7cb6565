import type { Page } from '@playwright/test';
import { arrive, book, bookToMail, linkFor, somebody } from '../support/booking.ts';
import { Citizen, fragment, type Key } from '../support/citizen.ts';
import { expect, open, test } from '../support/test.ts';

test('the new appointment is booked before the old one is cancelled', async ({ page, server, say }) => {
  const old = await confirmedBy(page, () => book(page, say, server));
  const order: string[] = [];
  page.on('request', (request) => {
    const route = /\/api\/appointments\/([a-z]+)-appointment\//.exec(request.url())?.[1];
    if (route) order.push(`${route} ${(request.postDataJSON() as { processId?: number } | null)?.processId ?? ''}`.trim());
  });

  await page.getByRole('link', { name: 'Meine Termine' }).click();
  await arrive(page, 'Meine Termine');
  await page.locator('main .link-list').getByRole('link').click();
  await page.getByRole('button', { name: 'Verschieben' }).click();
  await arrive(page, 'Zeit wählen');
  await page.getByRole('region', { name: 'Frühester Termin' }).getByRole('button', { name: 'Diesen Termin nehmen' }).click();
  await arrive(page, 'Ihre Angaben');
  await expect(page.getByLabel('Vorname'), 'who comes is known').not.toHaveValue('');
  await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue(/ada\..*@example\.org/);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await arrive(page, 'Stimmt alles?');
  await expect(page.getByText('Ihr alter Termin wird erst abgesagt, wenn der neue gebucht ist.')).toBeVisible();
  const renewed = await confirmedBy(page, async () => {
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Verschieben' }).click();
    await arrive(page, 'Ihr Termin ist gebucht');
  });
  await expect(page.getByText('Ihr alter Termin ist abgesagt.')).toBeVisible();

  expect(order.indexOf(`confirm ${renewed.processId}`), order.join(', ')).toBeGreaterThan(-1);
  expect(order.indexOf(`cancel ${old.processId}`), order.join(', ')).toBeGreaterThan(order.indexOf(`confirm ${renewed.processId}`));
  const citizen = new Citizen(server);
  expect((await citizen.appointment(renewed)).status).toBe('confirmed');
  await expect(stands(citizen, old), 'the old one is gone').resolves.toBe(false);
  await page.getByRole('link', { name: 'Meine Termine' }).click();
  await expect(page.locator('main .link-list').getByRole('link'), 'only the new one is left').toHaveCount(1);
});

test('cancelling asks first, and keeping changes nothing', async ({ page, server, say }) => {
  const key = await confirmedBy(page, () => book(page, say, server));
  const citizen = new Citizen(server);
  await page.getByRole('link', { name: 'Meine Termine' }).click();
  await arrive(page, 'Meine Termine');
  await page.locator('main .link-list').getByRole('link').click();
  const cancel = page.getByRole('button', { name: 'Termin absagen' });
  const question = page.getByRole('dialog', { name: 'Möchten Sie diesen Termin absagen?' });

  await cancel.click();
  await question.getByRole('button', { name: 'Nein, behalten' }).click();
  await expect(question).toBeHidden();
  await expect(cancel, 'the focus is where it was').toBeFocused();
  await cancel.click();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect((await citizen.appointment(key)).status).toBe('confirmed');

  await cancel.click();
  await question.getByRole('button', { name: 'Ja, absagen' }).click();
  await expect(question).toBeHidden();
  await expect(page.locator('main')).not.toContainText('Terminnummer');
  await expect(stands(citizen, key)).resolves.toBe(false);
  await page.goto('/appointments/mine');
  await expect(page.getByText('Hier ist noch kein Termin.')).toBeVisible();
});

test('a link opens the appointment on another device, which may keep it', async ({ page, server }) => {
  const citizen = new Citizen(server);
  const appointment = await citizen.book(await citizen.someSlot(202), somebody().email);

  await open(page, `/appointments/open#${fragment(appointment)}`);
  await arrive(page, 'Ihr Termin');
  await expect(page.locator('main')).toContainText('Bürgerbüro Nord');
  await expect(page.locator('main')).toContainText('Lindenallee 14');
  await page.getByRole('button', { name: 'Auf diesem Gerät speichern' }).click();
  await expect(page.getByRole('button', { name: 'Auf diesem Gerät speichern' })).toBeHidden();

  await open(page, '/appointments/mine');
  await expect(page.locator('main .link-list').getByRole('link')).toContainText('Bürgerbüro Nord');
});

test('a link to cancel only asks', async ({ page, server }) => {
  const citizen = new Citizen(server);
  const appointment = await citizen.book(await citizen.someSlot(202), somebody().email);

  await open(page, `/appointments/open#${fragment(appointment, 'cancel')}`);
  await arrive(page, 'Möchten Sie diesen Termin absagen?');
  expect((await citizen.appointment(appointment)).status, 'looking does nothing').toBe('confirmed');
  await page.getByRole('button', { name: 'Nein, behalten' }).click();
  await arrive(page, 'Ihr Termin');
  expect((await citizen.appointment(appointment)).status).toBe('confirmed');
  await page.getByRole('button', { name: 'Termin absagen' }).click();
  await page.getByRole('button', { name: 'Ja, absagen' }).click();
  await arrive(page, 'Ihr Termin ist abgesagt');
  await expect(stands(citizen, appointment)).resolves.toBe(false);
});

test.describe('a second time', () => {
  // The refusal is how the backend says that it is booked already.
  test.use({ expectedComplaints: /status of 409/ });

  test('the link of the mail says that all is well', async ({ page, server, say }) => {
    const person = await bookToMail(page, say, server);
    const link = await linkFor(server, person);
    await page.goto(link);
    await arrive(page, 'Ihr Termin ist gebucht');
    await page.reload();
    await arrive(page, 'Ihr Termin war schon bestätigt');
    await expect(page.locator('main')).toContainText('Terminnummer');
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
