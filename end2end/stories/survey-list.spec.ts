import { place } from '../support/survey.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';

const day = (fromNow: number): string => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);

/** A city with something open, something to come, something that is over, and something elsewhere. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const ask = (from: string, to: string): unknown => [{ id: 'ask', title: { de: 'Befragung' }, from, to }];
    const outcome = [
      { date: '2022-03-01', status: 'adopted', text: { de: 'Der Rat hat die Bäume beschlossen.' } },
      { date: '2021-09-01', status: 'checking', text: { de: 'Das Amt prüft die Wünsche.' } }
    ];
    const server = await Server.fresh({
      asks: [
        await place({ phases: ask(day(-10), day(40)), summary: { de: 'Der alte Platz wird umgebaut.' } }),
        await place({ id: 'soon', title: { de: 'Radwege' }, phases: ask(day(20), day(60)) }),
        await place({ id: 'over', title: { de: 'Spielplätze' }, phases: ask('2020-01-01', '2021-01-01'), outcome })
      ]
    });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

// The server is stopped on purpose.
test.use({ expectedComplaints: /Failed to load resource|ERR_CONNECTION_REFUSED/ });

test('what the city asks, one survey of it, and both without a network', async ({ page, say, city }) => {
  await open(page, `${city.url}/participation`);
  const section = (key: string) => page.getByRole('region', { name: say(key), exact: true });
  const title = /Was soll aus dem Platz werden|What shall become of the square/;
  await expect(section('participation.list.open').getByRole('link', { name: title })).toBeVisible();
  await expect(section('participation.list.open').getByRole('link')).toHaveCount(1);
  await expect(section('participation.list.soon').getByRole('link', { name: 'Radwege' })).toBeVisible();
  await expect(section('participation.list.over').getByRole('link', { name: 'Spielplätze' })).toBeVisible();
  await axe(page);
  await screenshot(page, 'survey-list');

  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText('Der alte Platz wird umgebaut.')).toBeVisible();
  await expect(page.locator('[aria-current=step]')).toHaveCount(1);
  await axe(page);
  await screenshot(page, 'survey-item');
  await page.getByRole('link', { name: say('participation.item.take-part') }).click();
  await expect(page).toHaveURL(/\/participation\/place\/fill$/);

  // The list, the survey and its form are on the device now.
  await expect(page.getByRole('button', { name: say('participation.fill.begin') })).toBeVisible();
  await city.stop();
  await page.goBack();
  await page.getByRole('link', { name: say('participation.item.all') }).click();
  await expect(section('participation.list.open').getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByText(say('age.saved').split('{')[0] ?? '')).toBeVisible();
  await axe(page);
});

test('what became of a survey that is over, and one that has not begun', async ({ page, say, city }) => {
  await open(page, `${city.url}/participation/over`);
  const steps = page.getByRole('region', { name: say('participation.item.outcome') }).getByRole('listitem');
  await expect(steps).toHaveCount(2);
  await expect(steps.first()).toContainText('Das Amt prüft die Wünsche.');
  await expect(steps.last()).toContainText(say('participation.item.status.adopted'));
  await expect(page.getByRole('link', { name: say('participation.item.take-part') })).toHaveCount(0);
  await axe(page);
  await screenshot(page, 'survey-outcome');

  await open(page, `${city.url}/participation/soon`);
  await expect(page.getByText(say('participation.item.wait'))).toBeVisible();
  await expect(page.getByRole('link', { name: say('participation.item.take-part') })).toHaveCount(0);

  await open(page, `${city.url}/participation/nothing-like-it`);
  await expect(page.getByText(say('participation.fill.unknown'))).toBeVisible();
  await axe(page);
});
