// A morning in the hall: three visitors (one with priority, one in Uzbek Cyrillic by keyboard alone), two windows, one transfer,
// one who does not show and returns, one who is parked. Board and phones follow within a second.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/centre.js';
import { chooseService } from './support/kiosk.js';
import { atWindow, closes } from './support/window.js';

const soon = { timeout: 1_000 };

async function numberOn(page: Page): Promise<string> {
  return (await page.locator('.b-kticket__number').innerText()).trim();
}

// The address of the ticket on the phone: what the QR code on the kiosk's page leads to.
async function phonePath(page: Page, language: string): Promise<string> {
  const id = page.url().split('/').at(-1)!;
  return `/${language}/t/${id}`;
}

async function chooseNeed(page: Page, group: string, service: string): Promise<void> {
  await page.locator(`a[href*="/needs/${group}"]`).click();
  await chooseService(page, service);
}

// A key of the console. It takes none while an order is under way, which its events may show before its answer.
async function key(page: Page, name: string): Promise<void> {
  await expect(page.locator('body')).not.toHaveAttribute('aria-busy');
  await page.keyboard.press(name);
}

// By keyboard alone: Tab until it has the focus, then Enter.
async function press(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`${selector} cannot be reached by the keyboard`);
}

test('a morning in the hall', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const kiosk = watched(await (await centre.context(browser, 'kiosk')).newPage());
  const board = watched(await (await centre.context(browser, 'board')).newPage());
  const one = watched(await (await centre.context(browser, 'desktop')).newPage());
  const four = watched(await (await centre.context(browser, 'desktop')).newPage());
  const phone = watched(await (await centre.context(browser, 'phone')).newPage());

  await board.goto('/en/sergeli/board');
  await expectAccessible(board);

  // The first visitor: kindergarten, no priority.
  await centre.pair(kiosk, 'kiosk');
  await expectAccessible(kiosk);
  await kiosk.locator('a.b-kchoice--language[lang=en]').click();
  await expectAccessible(kiosk);
  await kiosk.locator('a[href*="/needs/school"]').click();
  await expectAccessible(kiosk);
  await chooseService(kiosk, 'kindergarten-referral');
  await expectAccessible(kiosk);
  await kiosk.locator('#print').click();
  const first = await numberOn(kiosk);
  await expectAccessible(kiosk);
  await phone.goto(await phonePath(kiosk, 'en'));
  await expectAccessible(phone);
  await expect(phone.locator('h1')).toContainText(first);
  await kiosk.locator('.b-kdone').click();

  // The second: with priority.
  await kiosk.locator('a.b-kchoice--language[lang=ru]').click();
  await chooseNeed(kiosk, 'school', 'kindergarten-referral');
  await kiosk.locator('a[href*="/priority"]').click();
  await expectAccessible(kiosk);
  await kiosk.locator('a[href*="class=disability"]').click();
  await expectAccessible(kiosk);
  await kiosk.locator('#print[value=disability]').click();
  const second = await numberOn(kiosk);
  await kiosk.locator('.b-kdone').click();

  // The third: in Uzbek Cyrillic, by keyboard alone.
  await press(kiosk, 'a.b-kchoice--language[lang=uz-Cyrl]');
  await kiosk.waitForURL('**/uz-Cyrl/sergeli/kiosk/needs');
  await expect(kiosk.locator('html')).toHaveAttribute('lang', 'uz-Cyrl');
  await press(kiosk, 'a[href*="/needs/health"]');
  await kiosk.waitForURL('**/needs/health');
  await press(kiosk, 'a[href*="/services/old-age-pension"]');
  await kiosk.waitForURL('**/services/old-age-pension');
  await press(kiosk, '#print');
  await kiosk.waitForURL('**/tickets/**');
  const third = await numberOn(kiosk);
  const thirdPhone = await phonePath(kiosk, 'uz-Cyrl');

  // Two windows open. Who has priority has waited as long as the first and comes before.
  await atWindow(centre, four, 'bobur', '4');
  await expectAccessible(four);
  await key(four, 'F2');
  await expect(four.locator('#current-title')).toContainText(second);
  await expect(board.locator('.b-brow__number').first()).toHaveText(second, soon);
  await expect(board.locator('.b-brow__window').first()).toContainText('4');
  await expectAccessible(four);
  await expectAccessible(board);

  // The second is parked to fetch a paper; the first is called and the phone knows it.
  await key(four, 'F2');
  await expect(four.locator('body')).toHaveAttribute('data-state', 'serving');
  await key(four, 'F7');
  await expect(four.locator('#parked')).toContainText(second);
  await key(four, 'F2');
  await expect(four.locator('#current-title')).toContainText(first);
  await expect(phone.locator('h1')).toContainText('4', soon);
  await expect(phone.locator('body')).toHaveAttribute('data-state', 'called');
  await expectAccessible(phone);

  // Served, then transferred to the pensions with a note.
  await key(four, 'F2');
  await expect(four.locator('body')).toHaveAttribute('data-state', 'serving');
  await expectAccessible(four);
  await key(four, 'F8');
  await four.waitForURL('**/transfer');
  await expectAccessible(four);
  await four.locator('#to').check();
  await four.locator('#service').selectOption('old-age-pension');
  await four.locator('#note').fill('has all papers');
  await key(four, 'F8');
  await expect(four.locator('body')).toHaveAttribute('data-state', 'free');

  // The parked one comes back and is served to the end.
  await four.locator(`#return-${second}`).click();
  await expect(four.locator('#queue')).toContainText(second);
  await key(four, 'F2');
  await expect(four.locator('#current-title')).toContainText(second);
  await key(four, 'F2');
  await expect(four.locator('body')).toHaveAttribute('data-state', 'serving');
  await key(four, 'F9');
  await four.waitForURL('**/finish**');
  await expectAccessible(four);
  await key(four, 'F9');
  await expect(four.locator('body')).toHaveAttribute('data-state', 'free');

  // Window 1 calls the transferred one first (the earlier arrival), with the note that came along.
  await atWindow(centre, one, 'aziza', '1');
  await key(one, 'F2');
  await expect(one.locator('#current-title')).toContainText(first);
  await expect(one.locator('#notes')).toContainText('has all papers');
  await key(one, 'F2');
  await expect(one.locator('body')).toHaveAttribute('data-state', 'serving');

  // "Finish and next" asks for the outcome, then calls the third, who does not show …
  await key(one, 'F2');
  await one.waitForURL('**/finish**');
  await key(one, 'F2');
  await expect(one.locator('#current-title')).toContainText(third);
  await key(one, 'F4');
  await expect(board.locator('.b-brow__number').first()).toHaveText(third, soon);
  await phone.goto(thirdPhone);
  await expect(phone.locator('html')).toHaveAttribute('lang', 'uz-Cyrl');
  await key(one, 'F6');
  await expect(phone.locator('body')).toHaveAttribute('data-state', 'no_show', soon);
  await expectAccessible(phone);
  // … and says on the phone that they are back.
  await phone.locator('#return').click();
  await expect(phone.locator('body')).toHaveAttribute('data-state', 'waiting');
  await key(one, 'F2');
  await expect(one.locator('#current-title')).toContainText(third);
  await expect(phone.locator('body')).toHaveAttribute('data-state', 'called', soon);
  await key(one, 'F2');
  await expect(one.locator('body')).toHaveAttribute('data-state', 'serving');
  await key(one, 'F9');
  await one.waitForURL('**/finish**');
  await key(one, 'F9');
  await expect(phone.locator('body')).toHaveAttribute('data-state', 'finished', soon);
  await expect(board.locator('.b-brow')).toHaveCount(0, soon);
  await closes(one);
  await closes(four);
});

test('a ticket without JavaScript', async ({ browser, centre }) => {
  const page = await (await centre.context(browser, 'kiosk', { javaScriptEnabled: false })).newPage();
  await centre.pair(page, 'kiosk');
  await page.locator('a.b-kchoice--language[lang=uz-Latn]').click();
  await chooseNeed(page, 'school', 'kindergarten-referral');
  await page.locator('#print').click();
  expect(await numberOn(page)).toMatch(/^[A-Z]\d{3}$/);
  await page.goto(await phonePath(page, 'uz-Latn'));
  await expect(page.locator('h1')).toBeVisible();
  // Given back only after a question.
  await page.locator('#cancel').click();
  await page.locator('#keep').click();
  await expect(page.locator('body')).toHaveAttribute('data-state', 'waiting');
  await page.locator('#cancel').click();
  await page.locator('button#cancel').click();
  await expect(page.locator('body')).toHaveAttribute('data-state', 'cancelled');
});

test('a second login at a window is warned', async ({ browser, centre }) => {
  const first = await (await centre.context(browser, 'desktop')).newPage();
  const second = await (await centre.context(browser, 'desktop')).newPage();
  await atWindow(centre, first, 'sardor', '6');
  await centre.signIn(second, 'jasur');
  await second.goto('/en/sergeli/console');
  await expect(second.locator('#window-6')).toBeDisabled();
  await second.goto('/en/sergeli/console/6');
  await expect(second.getByRole('alert')).toContainText('Another operator works at this window');
  await expect(second.locator('.b-actions .govuk-button')).toHaveCount(0);
  await expectAccessible(second);
  await first.reload();
  await closes(first);
});
