import { fits } from '../support/narrow.ts';
import { answerPlace, place } from '../support/survey.ts';
import { axe, expect, open, screenshot, Server, test as plain } from '../support/test.ts';

/** A city that has asked about a square and shows what came out to whoever has answered. */
const test = plain.extend<{ city: Server }>({
  city: async ({ context }, use) => {
    const server = await Server.fresh({ asks: [await place({ results: { policy: 'after-submit', minGroup: 5 } })] });
    await use(server);
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  }
});

// The server is stopped on purpose.
test.use({ expectedComplaints: /Failed to load resource|ERR_CONNECTION_REFUSED/ });

test('what came out is shown when it is over, small groups are not, and it is there without a network', async ({ page, say, city }) => {
  const wish = (stars: number): string => `<wish><stars>${stars}</stars></wish><sat><clean>3</clean></sat>`;
  for (let number = 0; number < 30; number += 1) {
    const who = number < 18 ? 'lives' : number < 28 ? 'works' : 'visits';
    const more = who === 'lives' ? `<who>lives</who><years>${number}</years>` : who === 'works' ? '<who>works</who>' : '<who>visits</who><other>Ulm</other>';
    expect(await answerPlace(city.url, more, who === 'visits' ? '<wish><stars>5</stars></wish>' : wish(number < 15 ? 4 : 5))).toBe(201);
  }

  // Whoever has not answered does not see what others said while it goes on.
  await open(page, `${city.url}/participation/place/results`);
  await expect(page.getByText(say('participation.results.answer'))).toBeVisible();
  await axe(page);

  await city.stop();
  const phases = [{ id: 'ask', title: { de: 'Befragung' }, from: '2020-01-01', to: '2021-01-01' }];
  await city.asks([await place({ phases, results: { policy: 'after-submit', minGroup: 5 } })]);
  await city.start();
  await open(page, `${city.url}/participation/place`);
  await page.getByRole('link', { name: say('participation.results'), exact: true }).click();
  await expect(page.getByText(say.counted('participation.results.count', 30))).toBeVisible();
  const who = page.getByRole('table', { name: 'Wer sind Sie?' });
  const row = (name: string) => who.getByRole('row', { name });
  await expect(row('Ich wohne hier')).toContainText('18');
  // Two visitors could be recognised; and so that nobody subtracts, a second group is hidden with them.
  await expect(row('Ich bin zu Besuch')).toContainText(say('participation.results.not-shown'));
  await expect(row('Ich arbeite hier')).toContainText(say('participation.results.not-shown'));
  await expect(page.getByText('Ulm')).toHaveCount(0);
  await axe(page);
  await screenshot(page, 'survey-results');

  await city.stop();
  await page.goBack();
  await page.getByRole('link', { name: say('participation.results'), exact: true }).click();
  await expect(page.getByText(say.counted('participation.results.count', 30))).toBeVisible();
  await expect(page.getByText(say('age.saved').split('{')[0] ?? '')).toBeVisible();

  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
});
