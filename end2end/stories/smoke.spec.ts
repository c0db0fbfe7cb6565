import { axe, expect, open, screenshot, test } from '../support/test.ts';

test('home opens with the name of the city', async ({ page, server }) => {
  const city = (await (await fetch(`${server.url}/city/city.json`)).json()) as { name: string | Record<string, string> };
  const names = typeof city.name === 'string' ? [city.name] : Object.values(city.name);

  await open(page, '/');

  const heading = await page.locator('main h1').innerText();
  expect(names.some((name) => heading.includes(name)), `${heading} names the city`).toBe(true);
  await expect(page).toHaveTitle(new RegExp(names.join('|')));
  await expect(page.locator('h1')).toHaveCount(1);
  await screenshot(page, 'home');
  await axe(page);
});

test('the page says its language and direction', async ({ page }) => {
  await open(page, '/');

  const arabic = test.info().project.name === 'arabic';
  await expect(page.locator('html')).toHaveAttribute('lang', arabic ? /^ar/ : /^de/);
  await expect(page.locator('html')).toHaveAttribute('dir', arabic ? 'rtl' : 'ltr');
});

test('the policy forbids what an attacker would add', async ({ page, server }) => {
  const answer = await fetch(server.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");

  await open(page, '/');
  const refused = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="alert(1)">');
      return document.querySelector('img[src="x"]') === null;
    } catch {
      return true;
    }
  });
  expect(refused, 'markup with a script in it').toBe(true);
});
