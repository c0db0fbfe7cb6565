import { arrive, book, consentAndBook, fill, findTimes, review, somebody, takeEarliest } from '../support/booking.ts';
import { Citizen, fragment, identityCard } from '../support/citizen.ts';
import { axe, expect, open, speak, test } from '../support/test.ts';

/** Aufenthaltserlaubnis beantragen: its office wants a proof of work and asks a question. */
const residencePermit = 1039;

const languages = [
  { tag: 'en', lang: 'en', dir: 'ltr' }, { tag: 'tr', lang: 'tr', dir: 'ltr' }, { tag: 'uk', lang: 'uk', dir: 'ltr' },
  { tag: 'ar', lang: 'ar', dir: 'rtl' }, { tag: 'de-simple', lang: 'de', dir: 'ltr' }, { tag: 'de', lang: 'de', dir: 'ltr' }
];

test('every language at once, without loading the page anew', async ({ page, server }) => {
  await open(page, '/settings');
  await page.evaluate(() => { document.body.dataset['sinceTheStart'] = 'yes'; });
  for (const { tag, lang, dir } of languages) {
    const say = await speak(server, tag);
    await page.locator(`input[name=language][value=${tag}]`).check();
    await arrive(page, say('settings.title'));
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page.locator('html')).toHaveAttribute('dir', dir);
    await expect(page).toHaveTitle(new RegExp(`^${say('settings.title')} – `));
    await expect(page.locator('body')).toHaveAttribute('data-since-the-start', 'yes');
    await axe(page);
  }
});

test('theme, text size and language stay after a reload', async ({ page }) => {
  await open(page, '/settings');
  await page.getByRole('radio', { name: 'Dunkel' }).check();
  await page.getByRole('radio', { name: 'Groß', exact: true }).check();
  await page.getByRole('radio', { name: 'English' }).check();
  await arrive(page, 'Settings');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-kern-theme', 'dark');
  await expect(html).toHaveAttribute('data-text-size', '150');
  await page.reload();
  await arrive(page, 'Settings');
  await expect(html).toHaveAttribute('data-kern-theme', 'dark');
  await expect(html).toHaveAttribute('data-text-size', '150');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(page.locator('input[name=theme][value=dark]')).toBeChecked();
  await axe(page);
  await page.locator('input[name=theme][value=contrast]').check();
  await axe(page);
});

test('what is on the device can be seen and deleted, one by one and all of it', async ({ page, server, say }) => {
  await book(page, say, server);
  await open(page, '/settings/device');
  const appointment = page.getByRole('button', { name: /^Löschen: Termin / });
  await expect(appointment).toHaveCount(1);
  await axe(page);
  await appointment.click();
  await expect(appointment).toHaveCount(0);
  await open(page, '/appointments/mine');
  await expect(page.getByText('Hier ist noch kein Termin.')).toBeVisible();

  await open(page, '/settings');
  await page.getByRole('radio', { name: 'Dunkel' }).check();
  await page.getByRole('link', { name: 'Ansehen und löschen' }).click();
  await arrive(page, 'Auf diesem Gerät');
  await page.getByRole('button', { name: 'Alles löschen' }).click();
  const question = page.getByRole('dialog', { name: 'Alles auf diesem Gerät löschen?' });
  await axe(page);
  await question.getByRole('button', { name: 'Nein, behalten' }).click();
  await expect(question).toBeHidden();
  await page.getByRole('button', { name: 'Alles löschen' }).click();
  await question.getByRole('button', { name: 'Ja, alles löschen' }).click();
  await arrive(page, 'Musterstadt');
  await expect(page.locator('html')).not.toHaveAttribute('data-kern-theme', 'dark');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('addresses that lead elsewhere say where they lead', async ({ page }) => {
  await open(page, '/nowhere/at/all');
  await arrive(page, 'Hier ist nichts');
  await axe(page);
  for (const [name, words] of [['Impressum', 'Musterstadt'], ['Datenschutz', 'Daten'], ['Barrierefreiheit', 'barriere']] as const) {
    await page.getByRole('navigation', { name: 'Rechtliches' }).getByRole('link', { name }).click();
    await arrive(page, name);
    await expect(page.locator('main')).toContainText(new RegExp(words, 'i'));
    await expect(page.locator('main p').nth(1)).toBeVisible();
    await axe(page);
  }
});

test('an office that wants a captcha is booked without one to be seen', async ({ page, server, say }) => {
  const outside: string[] = [];
  page.on('request', (request) => { if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) outside.push(request.url()); });
  const solved = page.waitForResponse(/captcha-verify/);
  await findTimes(page, say, server, residencePermit);
  expect((await solved).ok()).toBe(true);
  await takeEarliest(page, say);
  const person = somebody();
  await fill(page, say, person);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByRole('alert')).toContainText('Bitte füllen Sie dieses Feld aus.');
  await axe(page);
  await page.getByLabel('Staatsangehörigkeit und Geburtsdatum').fill('Österreich, 1. Mai 1990');
  await review(page, say);
  await expect(page.locator('main')).toContainText('Österreich, 1. Mai 1990');
  await consentAndBook(page, say);
  await arrive(page, 'Fast fertig: Sehen Sie in Ihre E-Mails');
  expect(outside, 'nobody else is asked').toEqual([]);
});

test('a link names a service and an office', async ({ page }) => {
  await open(page, `/appointments/service/${identityCard}?office=203`);
  await page.getByRole('button', { name: 'Freie Zeiten zeigen' }).click();
  await expect(page.getByRole('region', { name: 'Frühester Termin' })).toContainText('Bürgerbüro Süd');
  await expect(page.getByRole('heading', { level: 4 })).toHaveText(['Bürgerbüro Süd']);
});

test('links of the city\'s own booking system go on working', async ({ page, server }) => {
  const citizen = new Citizen(server);
  const appointment = await citizen.preconfirm(await citizen.someSlot(204), somebody().email);
  await page.goto(`/#/appointment/confirm/${fragment(appointment)}`);
  await arrive(page, 'Ihr Termin ist gebucht');
  expect((await citizen.appointment(appointment)).status).toBe('confirmed');

  await page.goto('about:blank');
  await page.goto(`/#/appointment/${fragment(appointment)}`);
  await arrive(page, 'Ihr Termin');
  await expect(page.locator('main')).toContainText('Bürgerbüro West');

  await page.goto('about:blank');
  await page.goto(`/#/services/${identityCard}`);
  await arrive(page, 'Personalausweis beantragen');
  await page.goto('about:blank');
  await page.goto(`/#/services/${identityCard}/locations/203?exclusiveLocation=1`);
  await arrive(page, 'Personalausweis beantragen');
  await page.getByRole('button', { name: 'Freie Zeiten zeigen' }).click();
  await expect(page.getByRole('heading', { level: 4 })).toHaveText(['Bürgerbüro Süd']);
});

test('a link to a service leads there, although another booking has begun', async ({ page, server, say }) => {
  await findTimes(page, say, server);
  await takeEarliest(page, say);
  await fill(page, say, somebody());
  await review(page, say);
  await open(page, '/appointments/service/1002');
  await arrive(page, 'Reisepass beantragen');
  await page.getByRole('button', { name: 'Freie Zeiten zeigen' }).click();
  await arrive(page, 'Zeit wählen');
  await expect(page.locator('main')).toContainText('Reisepass beantragen');
});

test('a browser that keeps nothing still books, and says that it keeps nothing', async ({ page, server, say }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
  });
  await book(page, say, server);
  await page.getByRole('link', { name: 'Meine Termine' }).click();
  await expect(page.locator('main .link-list').getByRole('link')).toHaveCount(1);
  await page.getByRole('link', { name: 'Sprache und Einstellungen' }).click();
  await page.getByRole('link', { name: 'Ansehen und löschen' }).click();
  await expect(page.locator('.banners')).toContainText('Dieser Browser speichert hier nichts.');
  await expect(page.locator('main')).toContainText('Dieser Browser speichert hier nichts.');
  await axe(page);
});

test.describe('a service that the city has switched off', () => {
  const off = { slug: 'participation', reason: 'Umfragen folgen im nächsten Jahr.', link: 'https://www.musterstadt.example/beteiligung' };
  test.use({ difference: { off } });

  test('says why, and what to use instead', async ({ page, ownServer }) => {
    await open(page, ownServer.url);
    await expect(page.locator('.tile--off')).toContainText(off.reason);
    await axe(page);
    await open(page, `${ownServer.url}/participation/surveys`);
    await arrive(page, 'Mitreden');
    await expect(page.getByText('Dieser Dienst ist zurzeit nicht in der App')).toBeVisible();
    await expect(page.locator('main')).toContainText(off.reason);
    await expect(page.getByRole('link', { name: 'Stattdessen benutzen' })).toHaveAttribute('href', off.link);
    await axe(page);
  });
});
