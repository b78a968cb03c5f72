import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

// Chromium from Debian, never a download of its own.
const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  },
};

export default defineConfig({
  testDir: 'tests',
  outputDir: '../build/browser',
  fullyParallel: false,  // a file's tests share a centre; each worker has its own
  workers: Math.max(2, Math.floor(availableParallelism() / 2)),
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { ...chromium, locale: 'en-GB', timezoneId: 'Asia/Tashkent', trace: 'off' },
});
