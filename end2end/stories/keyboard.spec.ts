import type { Page } from '@playwright/test';
import { arrive, heading, somebody } from '../support/booking.ts';
import { identityCard } from '../support/citizen.ts';
import { landed, press, tabInto, tabTo, type } from '../support/keyboard.ts';
import { expect, open, test } from '../support/test.ts';

test('a whole booking without a mouse', async ({ page, say }) => {
  const service = say.service(identityCard).name;
  const person = somebody();

  await open(page, '/');
  await press(page, 'Tab');
  await expect(page.getByRole('link', { name: say('shell.skip') })).toBeFocused();
  await press(page, 'Enter');
  await expect(heading(page), 'the skip link leads to the content').toBeFocused();

  await tabTo(page, say('appointments.short'));
  await press(page, 'Enter');
  await landed(page, say, say('appointments.choose.title'));

  await tabTo(page, say('appointments.choose.search'));
  await type(page, service);
  await expect(page.getByRole('heading', { name: say('appointments.choose.found') })).toBeVisible();
  await tabTo(page, service);
  await press(page, 'Enter');
  await landed(page, say, service);

  await tabTo(page, say('appointments.count.more', { service }));
  await press(page, 'Space');
  await tabTo(page, say('appointments.count.less', { service }), 'Shift+Tab');
  await press(page, 'Enter');
  await tabTo(page, say('appointments.service.find'));
  await press(page, 'Enter');
  await landed(page, say, say('appointments.times.title'));

  // The month: arrows move by days and weeks, Page Down turns the page.
  await expect(page.getByRole('heading', { name: say('appointments.times.days') })).toBeVisible();
  await tabTo(page, say('appointments.times.month'));
  await press(page, 'Space');
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible();
  await tabInto(page, 'table.month');
  const first = await focusedId(page);
  // Towards the side on which the month has a week left.
  // From right to left the next day is on the left.
  const [next, previous] = say.language === 'ar' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const [week, day, sign] = Number(first.slice(-2)) <= 20
    ? ['ArrowDown', next, 1] as const
    : ['ArrowUp', previous, -1] as const;
  await press(page, week);
  await expect.poll(() => focusedId(page), 'a week away').toBe(later(first, sign * 7));
  await press(page, day);
  await expect.poll(() => focusedId(page), 'and a day').toBe(later(first, sign * 8));
  await press(page, sign > 0 ? previous : next);
  await press(page, sign > 0 ? 'ArrowUp' : 'ArrowDown');
  await expect.poll(() => focusedId(page), 'back again').toBe(first);
  const month = await page.locator('#month').innerText();
  await press(page, 'PageDown');
  await expect(page.locator('#month')).not.toHaveText(month);
  await expect(grid.locator(':focus'), 'the focus stays in the month').toHaveCount(1);
  await press(page, 'PageUp');
  await expect(page.locator('#month')).toHaveText(month);
  await expect(grid.locator(':focus'), 'the focus stays in the month').toHaveCount(1);
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { level: 4 }).first()).toBeVisible();

  await tabInto(page, '.slots__list');
  await press(page, 'Space');
  await expect(page.locator('.slot[aria-pressed=true]')).toBeFocused();
  await tabInto(page, '.chosen');
  await press(page, 'Enter');
  await landed(page, say, say('appointments.contact.title'));

  // All mistakes: the focus goes to their list, and from there to the first field.
  await tabTo(page, say('appointments.contact.next'));
  await press(page, 'Enter');
  await expect(page.getByRole('alert').locator(':focus')).toHaveCount(1);
  await press(page, 'Tab');
  await press(page, 'Enter');
  await expect(page.getByLabel(say('appointments.field.firstName'))).toBeFocused();
  await type(page, person.firstName);
  await press(page, 'Tab');
  await type(page, person.lastName);
  await press(page, 'Tab');
  await type(page, person.email);
  await press(page, 'Enter');
  await landed(page, say, say('appointments.review.title'));

  await tabInto(page, '#consent');
  await press(page, 'Space');
  await tabTo(page, say('appointments.review.book'));
  await press(page, 'Enter');
  await landed(page, say, say('appointments.mail.title'));
});

test('the way back leads to where one was', async ({ page, say }) => {
  await open(page, '/appointments');
  const last = page.locator('#all-services ~ * a, section[aria-labelledby=all-services] a').last();
  await last.scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(200);
  const name = await last.locator('.link-list__title').innerText();
  await last.focus();
  await press(page, 'Enter');
  await landed(page, say, name);
  expect(await page.evaluate(() => scrollY), 'a new page begins at its top').toBe(0);

  await page.goBack();
  await arrive(page, say('appointments.choose.title'));
  await expect.poll(() => page.evaluate(() => scrollY), 'as far down as before').toBeGreaterThan(scrolled - 40);
});

async function focusedId(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? '');
}

/** The id of the day so many days later: `day-2026-11-24`. */
function later(id: string, days: number): string {
  const day = new Date(`${id.replace('day-', '')}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return `day-${day.toISOString().slice(0, 10)}`;
}
