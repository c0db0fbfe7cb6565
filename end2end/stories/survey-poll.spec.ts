import { place, quick } from '../support/survey.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';

const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks: [quick(), await place()] });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

// The server is stopped on purpose.
test.use({ expectedComplaints: /Failed to load resource|ERR_CONNECTION_REFUSED/ });

test('a question on the home page, answered in a tunnel and counted once', async ({ page, say, city }) => {
  await open(page, city.url);
  const tile = page.locator('.tile', { has: page.getByRole('heading', { name: say('participation.title') }) });
  const question = tile.getByRole('group', { name: 'An welchem Tag soll Markt sein?' });
  await expect(question.getByRole('radio')).toHaveCount(2);
  await expect(tile.getByText(say.counted('participation.tile.open', 1))).toBeVisible();
  await axe(page);

  // Nothing chosen is said, and nothing is sent.
  await tile.getByRole('button', { name: say('participation.poll.send') }).click();
  await expect(tile.getByText(say('participation.poll.choose'))).toBeVisible();
  await axe(page);
  await question.getByLabel('Samstag').check();
  await expect(tile.getByText(say('participation.poll.choose'))).toBeHidden();
  await screenshot(page, 'survey-poll');

  await city.stop();
  await tile.getByRole('button', { name: say('participation.poll.send') }).click();
  await expect(tile.getByText(say('participation.poll.thanks'))).toBeVisible();
  await expect(question).toHaveCount(0);
  await expect(tile.getByRole('link', { name: say.counted('participation.tile.waiting', 1) })).toBeVisible();
  await axe(page);

  await city.start();
  await tile.getByRole('link', { name: say('participation.poll.receipt') }).click();
  await expect(page.getByRole('heading', { level: 2, name: /Ein Markttag mehr|One more market day/ })).toBeVisible();
  const again = page.getByRole('button', { name: say('participation.answers.try') });
  await again.click({ timeout: 2_000 }).catch(() => {});
  await expect(page.getByText(say('participation.answers.sent').split('{')[0] ?? '')).toBeVisible();
  await axe(page);

  // It counts, and is not asked for again on this device.
  await open(page, city.url);
  await expect(tile.getByText(say('participation.poll.thanks'))).toBeVisible();
  await expect(question).toHaveCount(0);
  await tile.getByRole('link', { name: say('participation.results') }).click();
  // One answer is counted; what it was is not shown, because it would be this person's.
  await expect(page.getByText(say.counted('participation.results.count', 1))).toBeVisible();
  await expect(page.getByText('Samstag')).toHaveCount(0);
  await axe(page);
});

test('the home page finds what is asked', async ({ page, say, city }) => {
  await open(page, city.url);
  await page.getByLabel(say('home.search')).fill('square');
  const found = page.locator('section', { has: page.locator('#findings') });
  const link = found.getByRole('link', { name: /Was soll aus dem Platz werden|What shall become of the square/ });
  await expect(link).toBeVisible();
  await axe(page);
  await link.click();
  await expect(page).toHaveURL(/\/participation\/place$/);
});
