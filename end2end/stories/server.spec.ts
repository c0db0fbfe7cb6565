import type { Page, Route } from '@playwright/test';
import { arrive, consentAndBook, fill, findTimes, review, somebody, takeEarliest } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { axe, expect, open, test } from '../support/test.ts';

// The browser writes down every request that fails; here they fail on purpose.
test.use({ expectedComplaints: /Failed to load resource/ });

test('the server dies before the booking is sent, and comes back', async ({ page, ownServer: server, say }) => {
  const person = somebody();
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, person);

  await server.kill();
  await page.getByRole('button', { name: say('appointments.contact.next') }).click();
  await expect(alert(page)).toContainText(say('appointments.error.noAnswer'));
  await expect(alert(page)).toContainText(say('appointments.next.connection'));
  await expect(page.getByLabel(say('appointments.field.email'))).toHaveValue(person.email);
  await axe(page);

  await server.start();
  await review(page, say);
  await server.kill();
  await consentAndBook(page, say);
  await expect(alert(page).first()).toBeVisible();
  await expect(page.locator('main')).toContainText(person.email);
  await axe(page);

  await server.start();
  const again = page.getByRole('button', { name: say('appointments.retry') });
  if (await again.isVisible()) await again.click();
  const book = page.getByRole('button', { name: say('appointments.review.book') });
  const mail = page.getByRole('heading', { name: say('appointments.mail.title') });
  await expect(book.or(mail).first()).toBeVisible();
  if (!(await mail.isVisible())) await book.click();
  await expect(mail).toBeVisible();
});

/** What a calendar may answer, and what a person reads then. */
const calendars: { what: string; answer: Parameters<Route['fulfill']>[0]; says: string; next: string }[] = [
  {
    what: 'a captive portal',
    answer: { status: 200, contentType: 'text/html', body: '<!doctype html><title>Hotel</title><p>Please sign in' },
    says: 'appointments.error.notReadable',
    next: 'appointments.next.later'
  },
  {
    what: 'an error in the second shape',
    answer: { status: 500, json: { error: { code: 500, message: 'Internal Server Error' } } },
    says: 'appointments.error.internalError',
    next: 'appointments.next.later'
  },
  {
    what: 'maintenance',
    answer: { status: 503, json: { errors: [{ errorCode: 'serviceUnavailable', statusCode: 503 }] } },
    says: 'appointments.error.serviceUnavailable',
    next: 'appointments.next.later'
  },
  {
    what: 'too many requests',
    answer: {
      status: 429, headers: { 'retry-after': '7' },
      json: { errors: [{ errorCode: 'rateLimitExceeded', statusCode: 429 }] }
    },
    says: 'appointments.error.rateLimitExceeded',
    next: 'appointments.next.wait'
  },
  {
    what: 'the 520 for everything else',
    answer: { status: 520, json: { errors: [{ errorCode: 'unknownError', statusCode: 520 }] } },
    says: 'appointments.error.unknownError',
    next: 'appointments.next.later'
  },
  {
    what: 'a calendar without a beginning',
    answer: { status: 200, json: { startDate: '', endDate: '', availableDays: [] } },
    says: 'appointments.error.couldNotAsk',
    next: 'appointments.next.later'
  },
  {
    what: 'half of an answer',
    answer: { status: 200, contentType: 'application/json', body: '{"startDate":"2026-11-2' },
    says: 'appointments.error.notReadable',
    next: 'appointments.next.later'
  }
];

test('whatever is answered leads to a sentence and a next step', async ({ page, server, say }) => {
  await open(page, `/appointments/service/${identityCard}`);
  let current = calendars[0]?.answer;
  await page.route('**/api/appointments/available-calendar/**', (route) => route.fulfill(current));
  await page.getByRole('button', { name: say('appointments.service.find') }).click();
  await arrive(page, say('appointments.times.title'));
  for (const { what, answer, says, next } of calendars) {
    await test.step(what, async () => {
      current = answer;
      const again = page.getByRole('button', { name: say('appointments.retry') });
      await expect(again).toBeVisible();
      await again.click();
      await expect.soft(alert(page), what).toContainText(say(says));
      await expect.soft(alert(page), what).toContainText(say.forms(next));
      await expect.soft(page.getByText(say('appointments.times.nothing')), what).toBeHidden();
      await expect(page.locator('#crash')).toHaveCount(0);
      await axe(page);
    });
  }

  // The same page goes on when the answers are whole again.
  await page.unroute('**/api/appointments/available-calendar/**');
  await page.getByRole('button', { name: say('appointments.retry') }).click();
  await takeEarliest(page, say);
  expect(server.log).not.toContain('panicked');
});

test('nothing free is not the same as not asked', async ({ page, say }) => {
  await page.route('**/api/appointments/available-calendar/**', async (route) => {
    const whole = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...whole, availableDays: [], prevBookableDate: null, nextBookableDate: null } });
  });
  await open(page, `/appointments/service/${identityCard}`);
  await page.getByRole('button', { name: say('appointments.service.find') }).click();
  await expect(page.getByText(say('appointments.times.nothing'))).toBeVisible();
  await expect(page.getByText(say('appointments.times.nothing.text'))).toBeVisible();
  await expect(page.getByText(say('appointments.error.couldNotAsk'))).toBeHidden();
  await axe(page);
});

test('a catalogue that is no catalogue says so, and the rest of the app goes on', async ({ page, say }) => {
  await page.route('**/api/appointments/offices-and-services/**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>Portal' }));
  await open(page, '/appointments');
  await expect(alert(page)).toContainText(say('appointments.error.notReadable'));
  await axe(page);
  await page.unroute('**/api/appointments/offices-and-services/**');
  await page.getByRole('button', { name: say('appointments.retry') }).click();
  await expect(page.getByRole('heading', { name: say('appointments.choose.all') })).toBeVisible();
  await page.getByRole('link', { name: say('settings.short'), exact: true }).click();
  await arrive(page, say('settings.title'));
});

function alert(page: Page) {
  return page.locator('main .kern-alert');
}
