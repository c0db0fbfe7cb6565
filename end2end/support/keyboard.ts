import type { Page } from '@playwright/test';
import { arrive, heading } from './booking.ts';
import { axe, expect } from './test.ts';
import type { Say } from './words.ts';

/** A key; afterwards the focus is somewhere, and to be seen. */
export async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await focused(page, `after ${key}`);
}

/** Types a text where the focus is. */
export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await focused(page, 'after typing');
}

/** The focus is on something in the page, and can be seen there. */
async function focused(page: Page, when: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return 'nowhere';
    const { width, height } = at.getBoundingClientRect();
    if (width === 0 || height === 0) return 'on something without a size';
    // Text that only takes the focus to be read aloud needs no frame; a frame may be drawn around a whole tile.
    if (at.matches('h1, p[tabindex]') || !at.matches(':focus-visible')) return 'seen';
    for (let around: Element | null = at; around && around.tagName !== 'MAIN'; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return 'seen';
    }
    return `not to be seen on ${at.outerHTML.slice(0, 120)}`;
  }), { message: `the focus ${when}` }).toBe('seen');
}

/** A new page: heading, focus on it, and the window's title. */
export async function landed(page: Page, say: Say, title: string): Promise<void> {
  await arrive(page, title);
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(`${title} – ${say.city}`);
  await axe(page);
}

/** Presses Tab until the element with this name has the focus. */
export async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  await tabUntil(page, key, name, (wanted) => {
    const at = document.activeElement as HTMLElement | null;
    const label = at?.getAttribute('aria-label') ?? (at instanceof HTMLInputElement ? at.labels?.[0]?.innerText : at?.innerText) ?? '';
    return label.trim().split('\n')[0] === wanted;
  });
}

/** Presses Tab until the focus is inside of what this selector names. */
export async function tabInto(page: Page, selector: string): Promise<void> {
  await tabUntil(page, 'Tab', selector, (wanted) => document.activeElement?.closest(wanted) != null);
}

async function tabUntil(page: Page, key: string, wanted: string, there: (wanted: string) => boolean): Promise<void> {
  for (let tabs = 0; tabs < 120; tabs += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate(there, wanted)) return focused(page, `on ${wanted}`);
  }
  throw new Error(`${key} never reaches ${wanted}`);
}
