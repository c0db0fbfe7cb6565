// Pictures of pages in the shapes people see them. Called by `cargo xtask screenshots`:
// node tools/screenshots.mjs <url> </path,/path> <all|shape,shape> <folder>
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const [url, paths, wanted, folder] = process.argv.slice(2);

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const shapes = {
  phone: phone,
  desktop: { viewport: { width: 1280, height: 800 } },
  kiosk: { viewport: { width: 1080, height: 1920 }, hasTouch: true },
  dark: { ...phone, colorScheme: 'dark' },
  arabic: { ...phone, locale: 'ar' },
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }
};
const usual = ['phone', 'desktop', 'kiosk', 'dark', 'arabic'];
const names = wanted === 'all' ? usual : wanted.split(',');
const unknown = names.filter((name) => !(name in shapes));
if (unknown.length > 0) {
  console.error(`No such shape: ${unknown.join(', ')}. There are: ${Object.keys(shapes).join(', ')}.`);
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
});
let incomplete = false;

async function photograph(name) {
  const context = await browser.newContext({
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    ...shapes[name]
  });
  for (const path of paths.split(',')) {
    const page = await context.newPage();
    const say = (text) => console.log(`${name} ${path}: ${text}`);
    page.on('console', (message) => { if (message.type() === 'error') say(message.text()); });
    page.on('pageerror', (error) => say(error.message));
    try {
      await page.goto(url + path);
      await page.locator('main h1').waitFor({ timeout: 10_000 });
      // The page marks itself when a person can begin; not every page has something to wait for.
      await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {});
    } catch {
      incomplete = true;
      say('no heading after 10 s; the picture shows what is there');
    }
    const crash = page.locator('#crash');
    if (await crash.count() > 0) {
      incomplete = true;
      say(`the app crashed: ${await crash.locator('pre').textContent()}`);
    }
    const label = path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
    const file = join(folder, `${label}-${name}.png`);
    // A window as tall as the page, so that what is fixed to its edge does not lie across the middle.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const size = shapes[name].viewport;
    await page.setViewportSize({ width: size.width, height: Math.min(Math.max(height, size.height), 6000) });
    await page.screenshot({ path: file });
    console.log(file);
    await page.close();
  }
  await context.close();
}

// Two at a time: as many as a small machine has cores.
const waiting = [...names];
await Promise.all([1, 2].map(async () => {
  for (let name = waiting.shift(); name; name = waiting.shift()) await photograph(name);
}));
await browser.close();
process.exit(incomplete ? 1 : 0);
