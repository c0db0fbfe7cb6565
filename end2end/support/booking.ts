import { expect, type Page } from '@playwright/test';
import { identityCard } from './citizen.ts';
import { mails } from './mails.ts';
import type { Server } from './server.ts';
import { axeOnce, open } from './test.ts';
import type { Say } from './words.ts';

/** Who books. */
export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  telephone?: string;
}

let people = 0;

/** Somebody who has not booked yet: an office takes few appointments for one address. */
export function somebody(): Person {
  people += 1;
  return { firstName: 'Ada', lastName: 'Beispiel', email: `ada.${people}.${Date.now()}@example.org`, telephone: '01511234567' };
}

/** The heading of the page that is shown. */
export function heading(page: Page) {
  return page.locator('main h1');
}

/** Waits until the page with this heading stands, and looks at it with axe when it is the first of its kind. */
export async function arrive(page: Page, title: string): Promise<void> {
  await expect(heading(page)).toHaveText(title);
  await axeOnce(page, title);
}

/** From the service's page to its free times. */
export async function findTimes(page: Page, say: Say, server: Server, service = identityCard): Promise<void> {
  await open(page, `${server.url}/appointments/service/${service}`);
  await page.getByRole('button', { name: say('appointments.service.find') }).click();
  await arrive(page, say('appointments.times.title'));
  await expect(page.getByRole('heading', { name: say('appointments.times.earliest') })).toBeVisible();
}

/** Takes the earliest time; the form is next. */
export async function takeEarliest(page: Page, say: Say): Promise<void> {
  await page.getByRole('region', { name: say('appointments.times.earliest') })
    .getByRole('button', { name: say('appointments.times.take') }).click();
  await arrive(page, say('appointments.contact.title'));
}

/** Types who comes. */
export async function fill(page: Page, say: Say, person: Person): Promise<void> {
  await page.getByLabel(say('appointments.field.firstName')).fill(person.firstName);
  await page.getByLabel(say('appointments.field.lastName')).fill(person.lastName);
  await page.getByLabel(say('appointments.field.email')).fill(person.email);
  if (person.telephone) await page.getByLabel(say('appointments.field.telephone')).fill(person.telephone);
}

/** From the filled form to the review. */
export async function review(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('appointments.contact.next') }).click();
  await arrive(page, say('appointments.review.title'));
}

/** Consents and books. */
export async function consentAndBook(page: Page, say: Say): Promise<void> {
  await page.getByLabel(say('appointments.review.consent')).check();
  await page.getByRole('button', { name: say('appointments.review.book') }).click();
}

/** Everything up to "see your mails". */
export async function bookToMail(page: Page, say: Say, server: Server, person = somebody()): Promise<Person> {
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, person);
  await review(page, say);
  await consentAndBook(page, say);
  await arrive(page, say('appointments.mail.title'));
  return person;
}

/** The newest link to confirm that a person got by mail. */
export async function linkFor(server: Server, person: Person): Promise<string> {
  let link = '';
  await expect.poll(async () => {
    const mine = (await mails(server)).filter((mail) => mail.to.includes(person.email));
    link = mine.flatMap((mail) => mail.links).findLast((one) => one.includes('/appointments/confirm')) ?? '';
    return link;
  }, { message: `a mail with a link for ${person.email}` }).toBeTruthy();
  return link;
}

/** Books and confirms: the page says so at the end. */
export async function book(page: Page, say: Say, server: Server, person = somebody()): Promise<Person> {
  await bookToMail(page, say, server, person);
  await page.goto(await linkFor(server, person));
  await arrive(page, say('appointments.booked.title'));
  return person;
}
