import { arrive, heading } from '../support/booking.ts';
import { landed, press, tabInto, tabTo, type } from '../support/keyboard.ts';
import { cards, password } from '../support/patron.ts';
import { axe, expect, open, test } from '../support/test.ts';

// Some records have no cover.
test.use({ expectedComplaints: /covers\/show/ });

test('from a search to a renewed loan without a mouse', async ({ page, say, server }) => {
  test.slow();
  await open(page, `${server.url}/library`);
  await tabTo(page, say('library.search'));
  await type(page, 'Gärten');
  await press(page, 'Enter');
  await landed(page, say, say('library.search.title'));
  await expect(page.getByText(say.forms('library.search.found'))).toBeVisible();

  // Narrowed: the chips are behind a summary, and the focus does not fall out of the page with the old hits.
  await tabTo(page, say('library.narrow'));
  await press(page, 'Enter');
  await tabInto(page, 'details .chip');
  await press(page, 'Enter');
  await expect(page.locator('main details, main .hit').first()).toBeVisible();
  await expect(heading(page)).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body), 'the focus is in the page').toBe(true);

  // Something that is lent.
  const lent = page.locator('.hit', { has: page.locator('.kern-badge--warning') }).first();
  await expect(lent).toBeVisible();
  const title = (await lent.locator('.hit__title').textContent()) ?? '';
  const address = (await lent.getAttribute('href')) ?? '';
  await tabInto(page, `a.hit[href="${address}"]`);
  await press(page, 'Enter');
  await landed(page, say, title);

  await tabTo(page, say('library.list.add'));
  await press(page, 'Space');
  await expect(page.getByRole('button', { name: say('library.list.remove') })).toBeFocused();
  await tabTo(page, say('library.request.signIn'));
  await press(page, 'Enter');
  await landed(page, say, say('library.signIn'));

  // A mistake: the focus goes to the list of them, and from there to the field.
  await tabTo(page, say('library.signIn.go'));
  await press(page, 'Enter');
  await expect(page.getByRole('alert').locator(':focus')).toHaveCount(1);
  await press(page, 'Tab');
  await press(page, 'Enter');
  await expect(page.getByLabel(say('library.signIn.number'))).toBeFocused();
  await type(page, cards.busy);
  await press(page, 'Tab');
  await type(page, password);
  await press(page, 'Enter');
  await landed(page, say, title);

  // Reserving: what must be chosen is where the focus goes, and so is what came of it.
  await tabTo(page, say('library.request.reserve'));
  await press(page, 'Enter');
  const choices = page.getByRole('group', { name: say('library.outcome.choose') });
  await expect(page.locator('#choose')).toBeFocused();
  await axe(page);
  await tabInto(page, 'fieldset');
  await press(page, 'Space');
  await expect(choices.locator('input:checked:focus')).toHaveCount(1);
  await press(page, 'Tab');
  await press(page, 'Space');
  await expect(choices.locator('input:checked:focus')).toHaveCount(1);
  await expect(choices.locator('input:checked')).toHaveCount(2);
  await press(page, 'Tab');
  await press(page, 'Enter');
  const done = page.locator('.kern-alert', { hasText: say('library.outcome.requested') });
  await expect(done).toBeVisible();
  await expect(page.locator('#request:focus')).toContainText(say('library.outcome.requested'));
  await tabTo(page, say('library.account'));
  await press(page, 'Enter');
  await landed(page, say, say('library.account'));

  // Renewing: afterwards the focus is on what came of it, not lost with the old list.
  await expect(page.locator('.loans .loan').first()).toBeVisible();
  await tabInto(page, '.loan__choose');
  await press(page, 'Space');
  await expect(page.locator('.loan__choose:focus')).toBeChecked();
  await tabTo(page, say('library.renew'));
  await press(page, 'Enter');
  await expect(page.locator('#renewals li')).toHaveCount(1);
  await expect(page.locator('#renewals')).toBeFocused();
  await axe(page);

  // Giving up what was reserved: the row goes, the focus is on what came of it.
  const waiting = page.getByRole('region', { name: say('library.waiting') });
  const rows = await waiting.locator('.loan').count();
  expect(rows).toBeGreaterThan(1);
  await tabTo(page, say('library.cancel'));
  await press(page, 'Enter');
  await expect(waiting.locator('.loan')).toHaveCount(rows - 1);
  await expect(page.locator('#given-up')).toBeFocused();
  await expect(page.locator('#given-up')).toContainText(say('library.outcome.cancelled'));

  // The card: shown, hidden, and the way out asks first.
  await tabInto(page, 'section[aria-labelledby=cards]');
  await press(page, 'Enter');
  await expect(page.getByRole('button', { name: say('library.card.show') })).toBeVisible();
  await tabTo(page, say('library.card.show'));
  await press(page, 'Enter');
  await expect(page.getByRole('img', { name: say('library.card.code') })).toBeVisible();
  await expect(page.getByRole('button', { name: say('library.card.hide') })).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByRole('button', { name: say('library.card.show') })).toBeFocused();
  await tabTo(page, say('library.signOut'));
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1);
  await press(page, 'Escape');
  await expect(page.getByRole('button', { name: say('library.signOut') }).first()).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByRole('dialog').locator(':focus'), 'asked again at once').toHaveCount(1);
  await tabTo(page, say('library.signOut'));
  await press(page, 'Enter');
  await arrive(page, say('library.account'));
  await expect(heading(page)).toBeFocused();
});
