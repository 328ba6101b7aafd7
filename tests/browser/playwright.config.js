// How the journeys are run: Debian's Chromium, the real server, nothing from anywhere else.

import { defineConfig } from '@playwright/test';
import { CHROMIUM, FLAGS } from './support/chromium.js';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  globalSetup: './support/set-up.js',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./support/closing-line.js']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    serviceWorkers: 'block',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: CHROMIUM, args: FLAGS },
  },
});
