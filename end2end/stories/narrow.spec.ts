import type { Page } from '@playwright/test';
import { arrive, book, fill, findTimes, review, somebody, takeEarliest } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { axe, expect, open, test } from '../support/test.ts';

const shapes = [
  // 1280 by 1024 pixels at 400 per cent (WCAG 1.4.10).
  { what: 'at 400 per cent', window: { width: 320, height: 256 }, size: '100' },
  // The app's own text size, on a phone (WCAG 1.4.4).
  { what: 'with letters twice as large', window: { width: 360, height: 740 }, size: '200' }
];

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
    await page.locator('.slot').nth(3).click();
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
    for (const path of ['/settings', '/settings/device', '/legal/privacy', '/transit', '/nowhere']) {
      await open(page, path);
      await fits(page);
    }
  });
}

/** Nothing sticks out at the side, nothing lies on top of what one wants to press. */
async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const inside = (element: Element): boolean => {
      // What scrolls by itself, as the row of days, may be wider.
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(around).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (right > clientWidth + 1 || left < -1) && !element.closest('.hidden-visually, .skip') && !inside(element);
    });
    return { page: scrollWidth - clientWidth, out: out.slice(0, 3).map((element) => element.outerHTML.slice(0, 100)) };
  });
  expect.soft(wide, `${await page.title()} is as wide as the window`).toEqual({ page: 0, out: [] });
  await axe(page);
}
