import { arrive, fill, linkFor, somebody } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { axe, expect, mails, open, screenshot, test } from '../support/test.ts';

test('a person books an appointment, confirms it by mail and finds it again', async ({ page, server, say }) => {
  const service = say.service(identityCard);
  const person = somebody();

  // Searches with a typo.
  await open(page, '/appointments');
  await arrive(page, say('appointments.choose.title'));
  await axe(page);
  await page.getByLabel(say('appointments.choose.search')).fill(withTypo(service.name));
  await expect(page.getByRole('heading', { name: say('appointments.choose.found') })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: service.name }).first().click();

  // Sees what to bring.
  await arrive(page, service.name);
  const documents = page.getByRole('region', { name: say('appointments.documents') });
  await expect(documents.getByRole('listitem')).toHaveText(service.documents);
  await axe(page);
  await page.getByRole('button', { name: say('appointments.service.find') }).click();

  // Takes the earliest time.
  await arrive(page, say('appointments.times.title'));
  const earliest = page.getByRole('region', { name: say('appointments.times.earliest') });
  const office = (await earliest.locator('p').nth(1).innerText()).trim();
  await expect(page.getByRole('heading', { level: 4 }).first()).toBeVisible();
  await screenshot(page, 'times');
  await axe(page);
  await earliest.getByRole('button', { name: say('appointments.times.take') }).click();

  // Makes every mistake at once, and is told of all of them at once.
  await arrive(page, say('appointments.contact.title'));
  await axe(page);
  await page.getByLabel(say('appointments.field.email')).fill('ada@');
  await page.getByLabel(say('appointments.field.telephone')).fill('110');
  await page.getByRole('button', { name: say('appointments.contact.next') }).click();
  const mistakes = [
    ['appointments.field.firstName', 'appointments.field.firstName.missing'],
    ['appointments.field.lastName', 'appointments.field.name.missing'],
    ['appointments.field.email', 'appointments.field.email.invalid'],
    ['appointments.field.telephone', 'appointments.field.telephone.invalid']
  ] as const;
  const summary = page.getByRole('alert');
  await expect(summary.getByRole('link')).toHaveText(mistakes.map(([, why]) => say(why)));
  await expect(summary.locator(':focus'), 'the summary has the focus').toHaveCount(1);
  for (const [label, why] of mistakes) {
    const field = page.getByLabel(say(label), { exact: false }).first();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(escaped(say(why))));
  }
  await axe(page);
  await summary.getByRole('link').first().click();
  await expect(page.getByLabel(say('appointments.field.firstName')), 'a link leads to its field').toBeFocused();

  // Corrects them.
  await fill(page, say, person);
  await page.getByRole('button', { name: say('appointments.contact.next') }).click();
  await arrive(page, say('appointments.review.title'));
  const main = page.locator('main');
  for (const words of [service.name, office, 'Ada Beispiel', person.email, '01511234567', ...service.documents]) {
    await expect(main).toContainText(words);
  }
  await axe(page);

  // Forgets the consent first.
  const button = page.getByRole('button', { name: say('appointments.review.book') });
  await button.click();
  await expect(page.getByRole('alert')).toContainText(say('appointments.review.consent.missing'));
  await axe(page);
  await page.getByLabel(say('appointments.review.consent')).check();
  await button.click();
  await arrive(page, say('appointments.mail.title'));
  await expect(main).toContainText(person.email);
  await axe(page);

  // The mail names what was booked; its program has encoded the link three times on the way.
  const link = await linkFor(server, person);
  const mail = (await mails(server)).findLast((one) => one.to.includes(person.email));
  expect.soft(mail?.text).toContain(service.name);
  const [address, secret] = link.split('#');
  const encoded = [1, 2, 3].reduce((text) => encodeURIComponent(text), secret ?? '').replace(/[A-Z]/, encodedLetter);
  await page.goto('about:blank');
  await page.goto(`${address}#${encoded}`);
  await arrive(page, say('appointments.booked.title'));
  await expect(page.locator('main')).toContainText(service.name);
  await screenshot(page, 'booked');
  await axe(page);

  // It stands under "my appointments" and on the first page.
  await page.getByRole('link', { name: say('appointments.mine.title') }).click();
  await arrive(page, say('appointments.mine.title'));
  const entry = page.locator('main').getByRole('link', { name: service.name });
  const moment = await entry.locator('.link-list__title').innerText();
  await axe(page);
  await entry.click();
  await arrive(page, moment);
  await expect(page.getByText(say('age.live', { time: '' }).trim())).toBeVisible();
  await expect(page.getByRole('region', { name: say('appointments.documents') }).getByRole('listitem')).toHaveText(service.documents);
  await expect(page.getByRole('img', { name: say('appointments.mine.qr') })).toBeVisible();
  await screenshot(page, 'appointment');
  await axe(page);
  await page.getByRole('link', { name: say('home.short'), exact: true }).click();
  await expect(page.locator('.tile').first()).toContainText(moment);
  await axe(page);
});

/** Swaps two letters in the middle of the longest word, as hasty fingers do. */
function withTypo(name: string): string {
  const word = name.split(' ').reduce((longest, one) => (one.length > longest.length ? one : longest));
  const middle = Math.floor(word.length / 2);
  return word.slice(0, middle) + word.charAt(middle + 1) + word.charAt(middle) + word.slice(middle + 2);
}

/** A letter in a form that only percent-decoding three times brings back. */
function encodedLetter(letter: string): string {
  return `%2525${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
