import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { arrive, book, heading, linkFor } from '../support/booking.ts';
import { Citizen, identityCard, keyIn } from '../support/citizen.ts';
import { axe, expect, Server, test } from '../support/test.ts';

test.use({
  serviceWorkers: 'allow',
  // The browser writes down every request that a stopped server does not answer.
  expectedComplaints: /net::ERR_|status of 50\d/
});

test('what was booked is there when nothing answers', async ({ context, page, ownServer: server, say }) => {
  const service = say.service(identityCard).name;
  const person = await book(page, say, server);
  const { officeId } = await new Citizen(server).appointment(keyIn(await linkFor(server, person)));
  await page.goto(`${server.url}/appointments`);
  await arrive(page, say('appointments.choose.title'));
  await kept(page, `/city/texts/${say.language}.json`);

  await server.stop();
  await page.close();
  page = await context.newPage();

  // The shell and the next appointment.
  await page.goto(server.url);
  await expect(heading(page)).toBeVisible();
  const tile = page.locator('.tile').first();
  await expect(tile).toContainText(say.office(officeId));
  // What the city had to say, and that it may be old.
  await expect(page.locator('main .kern-alert')).toHaveCount(1);
  await expect(page.locator('.age--saved')).toHaveCount(1);
  await axe(page);

  // Everything that is needed on the way there.
  await page.goto(`${server.url}/appointments/mine`);
  await expect(page.locator('main .link-list').getByRole('link')).toHaveCount(1);
  await axe(page);
  await page.locator('main .link-list').getByRole('link').click();
  await expect(page.locator('.age--saved')).toBeVisible();
  const details = page.getByRole('region', { name: say('appointments.visit.title') });
  for (const line of ['time', 'service', 'place', 'address', 'number']) {
    await expect(details.getByText(say(`appointments.summary.${line}`), { exact: true })).toBeVisible();
  }
  await expect(details).toContainText(/1234\d Musterstadt/);
  await expect(page.getByRole('region', { name: say('appointments.documents') }).getByRole('listitem'))
    .toHaveText(say.service(identityCard).documents);
  await expect(page.getByRole('img', { name: say('appointments.mine.qr') })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('appointments.mine.calendar') }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^BEGIN:VCALENDAR[\s\S]*DTSTART[\s\S]*END:VCALENDAR\s*$/);
  await axe(page);

  // The list of services is there; asking for times says plainly that it cannot be done, and keeps the choice.
  await page.goto(`${server.url}/appointments`);
  await page.getByLabel(say('appointments.choose.search')).fill(service);
  await expect(page.getByRole('heading', { name: say('appointments.choose.found') })).toBeVisible();
  await axe(page);
  await page.locator('main').getByRole('link', { name: service }).first().click();
  await arrive(page, service);
  await axe(page);
  await page.getByRole('button', { name: say('appointments.count.more', { service }) }).click();
  await page.getByRole('button', { name: say('appointments.service.find') }).click();
  await arrive(page, say('appointments.times.title'));
  await expect(page.getByText(say('appointments.error.noAnswer'))).toBeVisible();
  await expect(page.getByText(say('appointments.times.nothing'))).toBeHidden();
  await expect(page.locator('main')).toContainText(new RegExp(`[2٢] × ${service}`));
  await axe(page);

  // The server is back: the same page goes on.
  await server.start();
  await page.getByRole('button', { name: say('appointments.retry') }).click();
  await expect(page.getByRole('heading', { name: say('appointments.times.earliest') })).toBeVisible();
  await expect(page.getByText(say('appointments.error.noAnswer'))).toBeHidden();
  await page.goto(`${server.url}/appointments/mine`);
  await page.locator('main .link-list').getByRole('link').click();
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
});

test('whoever loses the network right after the first visit can start again', async ({ context, page, ownServer: server, say }) => {
  // The moment in which the worker is ready is the moment in which the network goes.
  await page.goto(server.url);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await server.kill();
  await page.close();

  page = await context.newPage();
  await page.goto(`${server.url}/appointments`);
  await arrive(page, say('appointments.choose.title'));
  await expect(page.locator('#crash')).toHaveCount(0);
  await page.goto(server.url);
  await arrive(page, say.city);
  await expect(page.locator('.logo:visible')).toHaveJSProperty('complete', true);
  expect(await page.locator('.logo:visible').evaluate((logo: HTMLImageElement) => logo.naturalWidth)).toBeGreaterThan(0);
});

test('a notice says how old it is, and hangs there anew when the network has a newer one', async ({ page, say }) => {
  const server = await Server.fresh({ offices: () => {} });
  const file = join(server.data, 'musterstadt/city.json');
  interface City { notices: { title: Record<string, string> }[] }
  const change = async (title: string) => {
    const city = JSON.parse(await readFile(file, 'utf8')) as City;
    for (const { title: words } of city.notices) for (const language of Object.keys(words)) words[language] = title;
    await writeFile(file, JSON.stringify(city));
  };
  const notice = page.locator('main .kern-alert');
  const age = page.locator('.age');
  const saved = page.locator('.age--saved');
  try {
    await page.goto(server.url);
    await expect(notice).toHaveCount(1);
    await expect(age).toHaveText(new RegExp(say('age.live', { time: '.*' })));
    await kept(page, `/city/texts/${say.language}.json`);

    // From the device, and the network agrees: live.
    await page.reload();
    await expect(age).toHaveText(new RegExp(say('age.live', { time: '.*' })));

    // From the device, and nobody answers: saved, and since when.
    await server.stop();
    await page.reload();
    await expect(notice).toHaveCount(1);
    await expect(saved).toBeVisible();
    await axe(page);

    // From the device, and the network has a newer one: it takes its place without a reload.
    await change('Hochwasser');
    await server.start();
    await page.reload();
    await expect(notice).toContainText('Hochwasser');
    await expect(saved).toHaveCount(0);
    await expect(age).toBeVisible();
  } finally {
    await server.dispose();
  }
});

/** Waits until the worker holds a file. */
async function kept(page: Page, path: string): Promise<void> {
  await expect.poll(() => page.evaluate(async (wanted) => {
    const names = await caches.keys();
    const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match(wanted)));
    return Boolean(navigator.serviceWorker.controller) && found.some(Boolean);
  }, path), { message: `the worker keeps ${path}`, timeout: 15_000 }).toBe(true);
}
