import { fits, shapes } from '../support/narrow.ts';
import { answerAll, answerByKeyboard, begin, beginning } from '../support/respondent.ts';
import { axe, expect, open, test } from '../support/test.ts';

// Whatever a city asks can be answered, in any language and colour: the demo city's own surveys, from begin to receipt.
for (const item of ['library', 'budget', 'school']) {
  test(`the whole survey “${item}”`, async ({ page, say, server }) => {
    test.slow();
    await open(page, `${server.url}/participation`);
    await axe(page);
    await page.locator('main .link-list').getByRole('link').first().click();
    await axe(page);

    await begin(page, say, server.url, item);
    const pages = await answerAll(page, say);
    expect(pages, 'more than one page').toBeGreaterThan(1);
    await axe(page);
    await page.getByRole('button', { name: say('participation.fill.send') }).click();
    await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();
    await axe(page);
  });
}

for (const { what, window, size } of shapes) {
  test(`a survey ${what}: nothing is cut off, everything can be reached`, { tag: '@once' }, async ({ page, say, server }) => {
    test.slow();
    await page.setViewportSize(window);
    await page.addInitScript((chosen) => localStorage.setItem('stadtkern.textSize', chosen), size);
    await open(page, `${server.url}/participation`);
    await fits(page);
    for (const item of ['school', 'budget', 'library']) {
      await begin(page, say, server.url, item);
      await fits(page);
      await answerAll(page, say, fits);
      await fits(page);
    }
    await page.getByRole('button', { name: say('participation.fill.send') }).click();
    await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();
    await fits(page);
  });
}

test('a whole survey without a mouse', { tag: '@once' }, async ({ page, say, server }) => {
  test.slow();
  await begin(page, say, server.url, 'library');
  await answerByKeyboard(page, say);
  await axe(page);
  await page.getByRole('button', { name: say('participation.fill.send') }).press('Enter');
  await expect(page.getByText(beginning(say, 'participation.answers.sent'))).toBeVisible();
});
