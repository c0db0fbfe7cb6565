import { defineConfig, devices } from '@playwright/test';
import { browserArguments, chromium } from './support/browser.ts';

/** A phone as most people hold it; Chromium, because it is the one browser that Debian has a driver for. */
const phone = { ...devices['Pixel 7'], viewport: { width: 360, height: 740 }, locale: 'de-DE' };

/** What every person may meet, told in light, in the dark and in Arabic. */
const everyday = [
  'smoke', 'book', 'rebook', 'offline', 'keyboard', 'narrow', 'lost', 'server', 'tabs',
  'transit-narrow', 'transit-offline', 'transit-journey', 'transit-time',
  'survey-place', 'survey-rank',
  'library', 'library-account', 'library-branches', 'library-keyboard', 'library-narrow', 'library-offline'
]
  .map((story) => `${story}.spec.ts`);

export default defineConfig({
  testDir: './stories',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time is a fault in the app or in the test.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  // A story is long and a machine may be busy; what hangs is caught by the limits of each step.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    timezoneId: 'Europe/Berlin',
    locale: 'de-DE',
    // Stories about being offline ask for the worker: test.use({ serviceWorkers: 'allow' }).
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromium, args: browserArguments }
  },
  // Every story once, on a phone; what everybody may meet also in the dark and from right to left.
  projects: [
    { name: 'phone', use: phone, testIgnore: ['keyboard.spec.ts', 'library-keyboard.spec.ts', 'outbox.spec.ts'] },
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } }, testMatch: ['smoke.spec.ts', 'keyboard.spec.ts', 'library-keyboard.spec.ts'] },
    { name: 'kiosk', use: { viewport: { width: 1080, height: 1920 }, hasTouch: true }, testMatch: 'smoke.spec.ts' },
    { name: 'dark', use: { ...phone, colorScheme: 'dark' }, testMatch: everyday, grepInvert: /@once/ },
    // Times and days of the story about the clock are written out as a German reads them.
    { name: 'arabic', use: { ...phone, locale: 'ar' }, testMatch: everyday, testIgnore: 'transit-time.spec.ts', grepInvert: /@once/ },
    // Brings its own browser, because it kills it.
    { name: 'outbox', testMatch: 'outbox.spec.ts' }
  ]
});
