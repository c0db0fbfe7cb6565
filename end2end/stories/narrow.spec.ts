import { arrive, book, fill, findTimes, review, somebody, takeEarliest } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { fits, shapes } from '../support/narrow.ts';
import { expect, open, test } from '../support/test.ts';

// Some records of the library have no cover.
test.use({ expectedComplaints: /covers\/show/ });

for (const { what, window, size } of shapes) {
  test(`a booking ${what}: nothing is cut off, everything can be reached`, async ({ page, say, server }) => {
    const person = somebody();
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);

    await open(page, '/');
    await fits(page);
    await open(page, '/appointments');
    await fits(page);
    await open(page, `/appointments/service/${identityCard}`);
    await fits(page);
    await findTimes(page, say, server);
    await page.getByText(say('appointments.filter')).click();
    await fits(page);
    await page.getByRole('button', { name: say('appointments.times.month'), exact: true }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await fits(page);
    await page.locator('.slot').last().click();
    await expect.soft(page.locator('.chosen'), 'what was chosen can be seen').toBeInViewport({ timeout: 2_000 });
    await fits(page);
    await takeEarliest(page, say);
    await page.getByRole('button', { name: say('appointments.contact.next') }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await fits(page);
    await fill(page, say, person);
    await review(page, say);
    await fits(page);

    await book(page, say, server, person);
    await fits(page);
    await page.getByRole('link', { name: say('appointments.mine.title') }).click();
    await arrive(page, say('appointments.mine.title'));
    await fits(page);
    await page.locator('main .link-list').getByRole('link').click();
    await page.getByRole('button', { name: say('appointments.cancel') }).click();
    const keep = page.getByRole('dialog').getByRole('button', { name: say('appointments.cancel.no') });
    await fits(page);
    await keep.click();
    for (const path of ['/settings', '/settings/device', '/legal/privacy', '/transit', '/library', '/library/search?q=Garten', '/library/sign-in', '/library/branches', '/nowhere']) {
      await open(page, path);
      await fits(page);
    }
  });
}
