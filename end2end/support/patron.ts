import { expect, type Locator, type Page } from '@playwright/test';
import { arrive } from './booking.ts';
import { open, type Server } from './test.ts';
import type { Say } from './words.ts';

/** The password of every card of the demo's library (docs/library.md). */
export const password = 'musterstadt';

/** Cards of the demo's library, by what is particular about them. */
export const cards = {
  /** Nine loans of every kind, two things ready, two reservations, a fee. */
  busy: '10000018',
  /** A child with four loans. */
  child: '10000026',
  /** Nothing at all. */
  empty: '10000034',
  /** Its card has expired: may look, not change. */
  expired: '10000042',
  /** A family with 34 loans. */
  family: '10000083'
};

/** Signs in and waits for the account. */
export async function signIn(page: Page, say: Say, server: Server, card: string, options: { name?: string; stay?: boolean } = {}): Promise<void> {
  await open(page, `${server.url}/library/sign-in`);
  await giveCard(page, say, card, options);
  await arrive(page, say('library.account'));
  await expect(page.locator('.age:not(.age--saved)')).toBeVisible();
}

/** Fills in the page on which one signs in, and sends it. */
export async function giveCard(page: Page, say: Say, card: string, { name = '', stay = false }: { name?: string; stay?: boolean } = {}): Promise<void> {
  await page.getByLabel(say('library.signIn.number')).fill(card);
  await page.getByLabel(say('library.signIn.password'), { exact: true }).fill(password);
  if (name) await page.getByLabel(say('library.signIn.name')).fill(name);
  if (stay) await page.getByLabel(say('library.signIn.stay')).check();
  await page.getByRole('button', { name: say('library.signIn.go'), exact: true }).click();
}

/** Searches from the library's first page. */
export async function search(page: Page, say: Say, server: Server, words: string): Promise<void> {
  await open(page, `${server.url}/library`);
  await page.getByLabel(say('library.search'), { exact: true }).fill(words);
  await page.getByLabel(say('library.search'), { exact: true }).press('Enter');
  await arrive(page, say('library.search.title'));
}

/** A row of one of the lists on the account's page. */
export function row(list: Locator, title: string): Locator {
  return list.locator('.loan', { hasText: title });
}
