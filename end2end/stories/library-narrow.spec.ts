import { arrive } from '../support/booking.ts';
import { fits, shapes } from '../support/narrow.ts';
import { cards, giveCard, search, signIn } from '../support/patron.ts';
import { expect, open, test } from '../support/test.ts';

// Some records have no cover.
test.use({ expectedComplaints: /covers\/show/ });

for (const { what, window, size } of shapes) {
  // Colours and direction are the same in both shapes: one of them is told in the dark and in Arabic too.
  const once = size === '100' ? {} : { tag: '@once' };
  test(`the library ${what}: nothing is cut off, everything can be reached`, once, async ({ page, say, server }) => {
    test.slow();
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);

    await search(page, say, server, 'Gärten');
    await page.getByText(say('library.narrow'), { exact: true }).click();
    await fits(page);
    const lent = page.locator('.hit', { has: page.locator('.kern-badge--warning') }).first();
    const title = (await lent.locator('.hit__title').textContent()) ?? '';
    await lent.click();
    await arrive(page, title);
    await expect(page.locator('.copy').first()).toBeVisible();
    await page.getByText(say('library.record.more'), { exact: true }).click();
    await fits(page);
    await page.getByRole('button', { name: say('library.list.add') }).click();
    await page.getByRole('link', { name: say('library.request.signIn') }).click();
    await arrive(page, say('library.signIn'));
    await page.getByRole('button', { name: say('library.signIn.go'), exact: true }).click();
    await fits(page);
    await giveCard(page, say, cards.family, { name: 'Familie Sommerfeld-Wiesengrund', stay: true });
    await arrive(page, title);
    await page.getByRole('button', { name: say('library.request.reserve'), exact: true }).click();
    const choices = page.getByRole('group', { name: say('library.outcome.choose') });
    await choices.getByRole('radio').first().check();
    await choices.getByRole('radio').last().check();
    await fits(page);

    await signIn(page, say, server, cards.busy, { name: 'Erika', stay: true });
    await page.locator('.loans .loan').first().scrollIntoViewIfNeeded();
    await fits(page);
    await page.locator('.loan__choose').first().check();
    await page.getByRole('button', { name: say.forms('library.renew.chosen') }).click();
    await expect(page.locator('#renewals li')).toHaveCount(1);
    await fits(page);
    await page.locator('main .link-list a', { hasText: 'Erika' }).click();
    await page.getByRole('button', { name: say('library.card.show') }).click();
    await expect(page.locator('.library-card__number')).toHaveText(cards.busy);
    await fits(page);
    await page.getByRole('button', { name: say('library.card.hide') }).click();
    await page.getByRole('button', { name: say('library.signOut') }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await fits(page);
    await page.getByRole('dialog').getByRole('button', { name: say('library.signOut.keep') }).click();

    await open(page, `${server.url}/library/list`);
    await expect(page.locator('.hit')).toHaveCount(1);
    await fits(page);
    await open(page, `${server.url}/library`);
    await expect(page.locator('main .link-list a').first()).toBeVisible();
    await fits(page);
    await open(page, `${server.url}/library/branches`);
    await page.locator('main .link-list a').first().click();
    await page.getByText(say('library.week.later')).click();
    await fits(page);
  });

  // What a branch's badge says, and how long it is, depends on the hour.
  test(`the library's doors ${what}, at every kind of hour`, once, async ({ page, server }) => {
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);
    const said = new Set<string>();
    for (const hour of [3, 8, 11, 20]) {
      const at = new Date(Date.now() + 86_400_000);
      // Not on a Sunday: most doors stay closed then.
      if (at.getDay() === 0) at.setDate(at.getDate() + 1);
      await page.clock.setFixedTime(at.setHours(hour, 0, 0, 0));
      await open(page, `${server.url}/library/branches`);
      await expect(page.locator('main .kern-badge').first()).toBeVisible();
      for (const text of await page.locator('main .kern-badge').allTextContents()) said.add(text);
      await fits(page);
    }
    expect(said.size, [...said].join(' | ')).toBeGreaterThan(3);
  });
}
