import type { Page } from '@playwright/test';
import { press, type } from './keyboard.ts';
import { axe, expect, open } from './test.ts';
import type { Say } from './words.ts';

/** Begins a survey, with the person's yes where it is asked for. */
export async function begin(page: Page, say: Say, url: string, item: string): Promise<void> {
  await open(page, `${url}/participation/${item}/fill`);
  const go = page.getByRole('button', { name: say('participation.fill.begin') });
  await expect(go).toBeVisible();
  const consent = page.locator('#consent');
  if (await consent.count()) await consent.check();
  await axe(page);
  await go.click();
  await expect(page).toHaveURL(/\/fill\/[\da-f-]{36}$/);
  await expect(page.getByRole('button', { name: say('participation.fill.next') })).toBeVisible();
}

/** Answers everything that the open page asks, in the first way that fits; also what only appears with an answer. */
export async function answer(page: Page, say: Say): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    if (!await answerOne(page, say)) return;
  }
  throw new Error('the page asks for ever');
}

async function answerOne(page: Page, say: Say): Promise<boolean> {
  let answered = false;
  const main = page.locator('main');
  const radios = await main.locator('input[type=radio]').evaluateAll((all) => {
    const inputs = all as HTMLInputElement[];
    const given = new Set(inputs.filter((input) => input.checked).map((input) => input.name));
    return [...new Set(inputs.filter((input) => !given.has(input.name)).map((input) => input.name))];
  });
  for (const name of radios) {
    await main.locator(`input[name="${name}"]`).first().check();
    answered = true;
  }
  const boxes = await main.locator('input[type=checkbox]').evaluateAll((all) => {
    const inputs = all as HTMLInputElement[];
    const group = (input: HTMLInputElement) => input.name || input.id;
    const given = new Set(inputs.filter((input) => input.checked).map(group));
    return inputs.flatMap((input, at) => given.has(group(input)) ? [] : (given.add(group(input)), [at]));
  });
  for (const at of boxes) {
    await main.locator('input[type=checkbox]').nth(at).check();
    answered = true;
  }
  for (const list of await main.locator('select').all()) {
    if (await list.inputValue()) continue;
    await list.selectOption({ index: 1 });
    answered = true;
  }
  const keep = main.getByRole('button', { name: say('participation.fill.order.keep') });
  while (await keep.count()) {
    await keep.first().click();
    answered = true;
  }
  const fields = main.locator('textarea, input:not([type=radio], [type=checkbox], [type=file], [type=search])');
  for (const field of await fields.all()) {
    if (await field.inputValue()) continue;
    await field.fill(words(await field.getAttribute('type'), await field.getAttribute('inputmode')));
    answered = true;
  }
  return answered;
}

function words(kind: string | null, mode: string | null): string {
  switch (kind) {
    case 'date': return '2026-09-14';
    case 'time': return '08:30';
    case 'month': return '2026-09';
    case 'datetime-local': return '2026-09-14T08:30';
    default: return mode ? '12' : 'Mehr Bänke im Schatten';
  }
}

/** Goes on until everything is answered; looks at every page with axe. */
export async function answerAll(page: Page, say: Say, look: (page: Page) => Promise<void> = async () => {}): Promise<number> {
  const next = page.getByRole('button', { name: say('participation.fill.next') });
  const send = page.getByRole('button', { name: say('participation.fill.send') });
  for (let pages = 1; pages < 20; pages += 1) {
    await answer(page, say);
    await axe(page);
    await look(page);
    const before = await page.locator('main').innerText();
    await next.click();
    await expect.poll(() => page.locator('main').innerText(), { message: 'the next page, or the review' }).not.toBe(before);
    await correct(page, say);
    if (await send.isVisible()) return pages;
  }
  throw new Error('the survey does not end');
}

/** A number that the form does not take is said beside its field and in a list; another one is taken. */
async function correct(page: Page, say: Say): Promise<void> {
  const errors = page.getByText(say('participation.fill.errors'));
  if (!await errors.isVisible()) return;
  await axe(page);
  for (const field of await page.locator('main input[inputmode][aria-invalid=true]').all()) await field.fill('3');
  await expect(errors).toBeHidden();
  await page.getByRole('button', { name: say('participation.fill.next') }).click();
  await expect(errors).toHaveCount(0);
}

/** The same without a mouse: Tab, Space, letters and Enter. */
export async function answerByKeyboard(page: Page, say: Say): Promise<void> {
  const send = page.getByRole('button', { name: say('participation.fill.send') });
  const next = say('participation.fill.next');
  for (let tabs = 0; tabs < 400; tabs += 1) {
    await press(page, 'Tab');
    switch (await page.evaluate(focused, next)) {
      case 'choice': await press(page, 'Space'); break;
      case 'list': await press(page, 'ArrowDown'); break;
      case 'text': await type(page, 'Mehr Licht'); break;
      case 'number': await type(page, '12'); break;
      case 'next':
        await axe(page);
        await press(page, 'Enter');
        await expect(page.getByText(say('participation.fill.errors'))).toHaveCount(0);
        if (await send.isVisible()) return;
        break;
      case 'other': break;
    }
  }
  throw new Error('the survey does not end');
}

/** What has the focus and is not answered yet. */
function focused(next: string): 'choice' | 'list' | 'text' | 'number' | 'next' | 'other' {
  const at = document.activeElement;
  if (at instanceof HTMLInputElement && (at.type === 'radio' || at.type === 'checkbox')) {
    const group = at.name ? [...document.querySelectorAll<HTMLInputElement>(`input[name="${at.name}"]`)] : [at];
    return group.some((input) => input.checked) ? 'other' : 'choice';
  }
  if (at instanceof HTMLSelectElement) return at.value ? 'other' : 'list';
  if (at instanceof HTMLTextAreaElement) return at.value ? 'other' : 'text';
  if (at instanceof HTMLInputElement && at.type === 'text') return at.value ? 'other' : at.inputMode ? 'number' : 'text';
  return at instanceof HTMLButtonElement && at.innerText.trim() === next ? 'next' : 'other';
}

/** What a sentence with values in it begins with. */
export function beginning(say: Say, key: string): RegExp {
  const words = say(key).split('{')[0] ?? '';
  return new RegExp(`^${words.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}`);
}
