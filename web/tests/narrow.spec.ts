// Every page at 320 px, at the widths where the header once touched the edge, and in forced colours.
import { expect, test, type Centre } from './support/centre.js';
import type { Page } from '@playwright/test';
import { kindergarten, type HandedIn } from './support/form.js';
import { atWindow, calls, leaves, serves } from './support/window.js';

const narrow = { viewport: { width: 320, height: 640 } };
const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'];

const publicPages = ['', '/services', '/services?q=bogcha', '/services?q=qqqqqq', '/services/kindergarten-referral', '/life-events', '/life-events/birth',
  '/departments', '/departments/preschool', '/in-term', '/my', '/services/nothing', '/verify', '/verify/2F7K9QX2', '/sign-in'];

const staffPages = (made: HandedIn, ticket: string): Record<string, string[]> => ({
  aziza: ['/intake', '/worklist?view=open', '/worklist?view=open&q=qqqqqq', '/cases', '/cases?q=karim', `/cases/${made.number}`, `/cases/${made.number}/mandates`,
    `/cases/${made.number}/answer`, '/results', '/absences', '/console', '/account', '/services'],
  zarina: ['/worklist?view=open', `/cases/${made.number}`, '/absences', '/absences?from=1&to=2'],
  dilnoza: ['/host', '/host?q=1', '/host/new', `/host/tickets/${ticket}`],
  sardor: ['/dashboard', '/dashboard/needs', '/dashboard/close-day', '/terms', '/erasures', '/absences?person=&from=&to=', '/registries', `/cases/${made.number}`],
  jasur: ['/staff', '/devices', '/registries', '/host', '/dashboard'],
});

// A page of the program itself is below the language, all others below the centre.
const address = (language: string, path: string): string =>
  /^\/(verify|sign-in|account)/.test(path) ? `/${language}${path}` : `/${language}/sergeli${path}`;

async function fits(page: Page): Promise<void> {
  for (const summary of await page.locator('details:not([open]) > summary').all()) if (await summary.isVisible()) await summary.click();
  const [wide, room, widest] = await page.evaluate(() => {
    const root = document.documentElement;
    const beyond = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5
      && !element.closest('.b-table-scroll') && getComputedStyle(element).position !== 'absolute');
    return [root.scrollWidth, root.clientWidth, beyond.slice(0, 3).map((element) => `${element.tagName}.${element.className}`).join(' ')];
  });
  expect(wide, `${page.url()}: ${widest}`).toBeLessThanOrEqual(room);
}

const walk = async (page: Page, paths: string[]): Promise<void> => {
  for (const language of languages) {
    for (const path of paths) {
      await page.goto(address(language, path));
      await fits(page);
    }
  }
};

test('no page is wider than 320 px', async ({ browser, centre }) => {
  test.setTimeout(300_000);
  const made = await kindergarten(centre);
  const { id } = await centre.take();
  const visitor = await (await centre.context(browser, 'phone', narrow)).newPage();
  await walk(visitor, publicPages);
  for (const language of languages) {
    await visitor.goto(`/${language}/t/${id}`);
    await fits(visitor);
  }
  for (const [login, paths] of Object.entries(staffPages(made, id))) {
    const page = await (await centre.context(browser, 'phone', narrow)).newPage();
    await centre.signIn(page, login);
    await walk(page, paths);
    await page.context().close();
  }
});

// Words of which a part stands on the next line.
const torn = (page: Page, within: string): Promise<string[]> => page.locator(within).evaluateAll((lists) => lists.flatMap((list) => {
  const found: string[] = [], texts = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    for (const word of text.data.matchAll(/[\p{L}\p{M}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((part) => Math.round(part.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}));

// "предпринимательств-а": the last letter of a word stood alone on its line.
test('no word of the first page is torn apart', async ({ browser, centre }) => {
  for (const width of [320, 360, 768, 1024, 1366]) {
    const page = await (await centre.context(browser, 'desktop', { viewport: { width, height: 800 } })).newPage();
    for (const language of languages) {
      await page.goto(`/${language}/sergeli`);
      expect(await torn(page, '.b-tiles'), `${language} at ${width}`).toEqual([]);
    }
    await page.context().close();
  }
});

// "Вызвать" on a phone and "Закрыть" beside the windows were cut, and "дақиқ-а" torn.
test('no button of the hall is cut, and no figure torn apart', async ({ browser, centre }) => {
  test.setTimeout(120_000);
  const desk = await (await centre.context(browser, 'desktop')).newPage();
  await atWindow(centre, desk, 'aziza', '1');
  for (let i = 0; i < 4; ++i) await centre.take();
  await calls(desk);
  await serves(desk);
  const room = (page: Page, within: string): Promise<number> => page.locator(within).evaluateAll((all) => Math.max(0, ...all.map((one) => one.scrollWidth - one.clientWidth)));
  try {
    const head = await signedIn(centre, browser, 1280);
    for (const language of languages) {
      for (const width of [320, 390, 768]) {
        await desk.setViewportSize({ width, height: 800 });
        await desk.goto(`/${language}/sergeli/console/1`);
        await fits(desk);
        expect(await room(desk, '.b-cqueue'), `${language} at ${width}`).toBe(0);
      }
      await head.setViewportSize({ width: 1280, height: 800 });
      await head.goto(`/${language}/sergeli/dashboard`);
      expect(await room(head, '.b-table-scroll'), language).toBe(0);
      for (const width of [320, 360, 390]) {
        await head.setViewportSize({ width, height: 800 });
        expect(await torn(head, '.b-stats'), `${language} at ${width}`).toEqual([]);
      }
    }
  } finally {
    await centre.sendHome();
    await leaves(desk, '1');
  }
});

const signedIn = async (centre: Centre, browser: Parameters<Centre['context']>[0], width: number): Promise<Page> => {
  const page = await (await centre.context(browser, 'desktop', { viewport: { width, height: 800 } })).newPage();
  await centre.signIn(page, 'sardor');
  return page;
};

test('header and text stand in one column, and never touch the edge', async ({ browser, centre }) => {
  for (const width of [800, 1024, 1100, 1280, 1366, 1920]) {
    const page = await signedIn(centre, browser, width);
    const seen = new Set<string>();
    for (const path of ['/terms', '/dashboard', '', '/services', '/absences', '/services/kindergarten-referral']) {
      await page.goto(`/ru/sergeli${path}`);
      for (const box of await page.locator('.govuk-width-container').evaluateAll((all) => all.map((one) => {
        const { left, right } = one.getBoundingClientRect();
        return [Math.round(left), Math.round(document.documentElement.clientWidth - right)];
      }))) seen.add(box.join(' '));
    }
    // The right one is that of a page that scrolls.
    expect(seen.size, `${width}: ${[...seen].join(', ')}`).toBe(1);
    expect(Number([...seen][0]!.split(' ')[0])).toBeGreaterThanOrEqual(30);
    await page.context().close();
  }
});

test('forced colours hide neither the word mark nor where one is', async ({ browser, centre }) => {
  const page = await (await centre.context(browser, 'desktop', { forcedColors: 'active' })).newPage();
  await page.goto('/en/sergeli');
  const ground = (selector: string) => page.locator(selector).evaluate((mark) => getComputedStyle(mark).backgroundColor);
  expect(await ground('.b-header__logo')).toBe('rgb(12, 95, 107)');
  expect(await ground('.b-footer img')).toBe('rgb(255, 255, 255)');
  for (const path of ['/en/sergeli/board', `/en/t/${(await centre.take()).id}`]) {
    await page.goto(path);
    expect(await ground('img[src*="logo-light"]'), path).toBe('rgb(12, 95, 107)');
  }
  // Where a step stands is seen by more than the colour of its dot.
  const made = await kindergarten(centre);
  await page.goto('/en/sergeli/my');
  await page.locator('[name=number]').fill(made.number);
  await page.locator('[name=secret]').fill(made.secret);
  await page.locator('main form button').last().click();
  const dot = (step: string) => page.locator(`.b-step--${step}`).first().evaluate((element) => {
    const { backgroundColor, outlineStyle } = getComputedStyle(element, '::before');
    return { backgroundColor, outlineStyle };
  });
  const now = await dot('now');
  expect(now.outlineStyle).toBe('solid');
  const task = `/api/v1/tasks/${made.number}:${made.steps[0]!.id}`;
  await centre.post(`${task}/claim`, 'specialist');
  await centre.post(`${task}/approve`, 'specialist', { findings: { kindergarten_given: 12, kindergarten_group_given: 'full-day', age_group: 'junior', place_from: '2027-01-11' } });
  await page.reload();
  expect((await dot('done')).backgroundColor).not.toBe(now.backgroundColor);
});
