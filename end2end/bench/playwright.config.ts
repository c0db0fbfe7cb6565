import { defineConfig } from '@playwright/test';

/** The benchmark runs in Playwright's runner, so that it shares the server with the stories. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/bench',
  workers: 1,
  timeout: 0,
  reporter: [['dot']]
});
