// What is seen before all is there: nothing may move when our font, the drawings and the script come, and little is fetched.
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/centre.js';
import { kindergarten } from './support/form.js';
import { firstVisit } from '../paint.mjs';

interface Shift { value: number; hadRecentInput: boolean }
type Seen = typeof globalThis & { shifts: number };

// From now on fonts, drawings and scripts reach this context's pages only when these have been painted without them.
// Answers how to open a page: by how much it shifted afterwards.
async function allComesLate(context: BrowserContext): Promise<(page: Page, path: string) => Promise<number>> {
  let come = Promise.resolve();
  await context.route(/\.(woff2|svg|js)$/, async (route) => {
    await come;
    await route.continue();
  });
  await context.addInitScript(() => {
    const seen = globalThis as Seen;
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as unknown as Shift[]) if (!shift.hadRecentInput) seen.shifts += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return async (page, path) => {
    let release = (): void => undefined;
    come = new Promise((resolve) => { release = resolve; });
    const ours = (state: string): boolean =>
      [...document.fonts].some((font) => font.family.replaceAll('"', '') === 'Inter' && font.status === state);
    await page.goto(path, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    await page.waitForFunction(ours, 'loading');
    release();
    await page.waitForLoadState('load');
    await page.waitForFunction(ours, 'loaded');
    return page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
      return (globalThis as Seen).shifts;
    });
  };
}

async function expectStill(context: BrowserContext, paths: string[]): Promise<void> {
  const open = await allComesLate(context);
  const moved: Record<string, number> = {};
  for (const path of paths) {
    const page = await context.newPage();
    const shifts = await open(page, path);
    if (shifts >= 0.1) moved[path] = shifts;
    await page.close();
  }
  expect(moved).toEqual({});
}

const sizes = ['phone', 'desktop'] as const;
for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
  test(`a page moved when its font came, in ${language}`, async ({ browser, centre }) => {
    const ticket = await centre.take('kindergarten-referral', { language });
    const paths = ['', '/services', '/services/kindergarten-referral', '/life-events/birth', '/departments', '/my', '/board', '/in-term']
      .map((path) => `/${language}/sergeli${path}`);
    for (const size of sizes)
      await expectStill(await centre.context(browser, size), [...paths, `/${language}/t/${ticket.id}`, `/${language}/verify`, `/${language}/sign-in`]);
  });
}

test('an application moved when its font came', async ({ browser, centre }) => {
  const made = await kindergarten(centre);
  for (const size of sizes) {
    const context = await centre.context(browser, size);
    const page = await context.newPage();
    await page.goto('/uz-Latn/sergeli/services/kindergarten-referral');
    await page.locator('main form button').last().click();
    await page.waitForURL(/\/apply\//);
    const draft = new URL(page.url()).pathname;
    await page.goto('/uz-Latn/sergeli/my');
    await page.locator('[name=number]').fill(made.number);
    await page.locator('[name=secret]').fill(made.secret);
    await page.locator('main form button').last().click();
    await page.waitForURL(/\/my\/./);
    await expectStill(context, [draft, new URL(page.url()).pathname]);
  }
});

test('a screen of the hall moved when its font came', async ({ browser, centre }) => {
  for (const role of ['kiosk', 'board'] as const) {
    const context = await centre.context(browser, role);
    await centre.pair(await context.newPage(), role);
    await expectStill(context, role === 'board' ? ['/uz-Latn/sergeli/board'] :
      ['/uz-Latn/sergeli/kiosk', '/uz-Latn/sergeli/kiosk/needs/school', '/ru/sergeli/kiosk/services/kindergarten-referral']);
  }
});

test('a first visit weighed more than 55 KB, and the page moved by 0.3', async ({ browser, centre }) => {
  for (const size of sizes) {
    const page = await (await centre.context(browser, size)).newPage();
    const { cls, bytes } = await firstVisit(page, `${centre.url}/uz-Latn/sergeli`);
    expect(cls).toBeLessThan(0.1);
    expect(bytes).toBeLessThanOrEqual(55 * 1024);
  }
});
