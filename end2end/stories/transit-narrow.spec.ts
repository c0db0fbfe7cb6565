import { fits, shapes } from '../support/narrow.ts';
import { expect, open, test } from '../support/test.ts';
import { departures, journeys } from '../support/transit/test.ts';

for (const { what, window, size } of shapes) {
  // Colours and direction are the same in both shapes: one of them is told in the dark and in Arabic too.
  const once = size === '100' ? {} : { tag: '@once' };
  test(`buses and trains ${what}: nothing is cut off, everything can be reached`, once, async ({ page, say }) => {
    test.slow();
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);

    await open(page, '/transit');
    await page.getByLabel(say('transit.search')).fill('Hauptbanhof');
    await expect(page.locator('main .link-list a').first()).toBeVisible();
    await fits(page);
    await page.locator('main .link-list a').first().click();
    await expect(departures(page).first()).toBeVisible();
    const stop = new URL(page.url()).searchParams.get('stop') ?? '';
    await page.getByRole('button', { name: say('transit.stop.keep'), exact: true }).click();
    await page.getByText(say('transit.filter')).click();
    await fits(page);
    await departures(page).nth(2).click();
    await expect(page.locator('.call').first()).toBeVisible();
    await fits(page);
    await open(page, '/transit');
    await expect(departures(page).first()).toBeVisible();
    await fits(page);

    await open(page, `/transit/journeys?from=${encodeURIComponent(stop)}`);
    await page.getByText(say('transit.options'), { exact: true }).click();
    await page.getByLabel(say('transit.to.label'), { exact: true }).fill('Hafen');
    await expect(page.locator('.end__offers li').first()).toBeVisible();
    await fits(page);
    await page.locator('.end__offers button').first().click();
    await page.getByRole('button', { name: say('transit.plan.search') }).click();
    await expect(journeys(page).first()).toBeVisible();
    await fits(page);
    await journeys(page).first().click();
    await expect(page.locator('.leg').first()).toBeVisible();
    await page.getByText(say('transit.drawing'), { exact: true }).click();
    await fits(page);

    for (const path of ['/transit/lines', '/transit/alerts', `/transit/board?stop=${encodeURIComponent(stop)}`]) {
      await open(page, path);
      await expect(page.locator('main .link-list a, main .alert-entry, main .board__row').first()).toBeVisible();
      await fits(page);
    }
    await open(page, '/transit/lines');
    await page.locator('main .link-list a').first().click();
    await expect(page.locator('.timetable__time').first()).toBeVisible();
    await fits(page);
  });
}
