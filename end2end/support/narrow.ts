import type { Page } from '@playwright/test';
import { axe, expect } from './test.ts';

/** The shapes in which there is least room. */
export const shapes = [
  // 1280 by 1024 pixels at 400 per cent (WCAG 1.4.10).
  { what: 'at 400 per cent', window: { width: 320, height: 256 }, size: '100' },
  // The app's own text size, on a phone (WCAG 1.4.4).
  { what: 'with letters twice as large', window: { width: 360, height: 740 }, size: '200' }
];

/** Nothing sticks out at the side, nothing lies on top of what one wants to press. */
export async function fits(page: Page): Promise<void> {
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
