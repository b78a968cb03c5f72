// The pictures of the documentation, taken of a morning in the hall: several visitors wait and five windows work.
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { test, type Centre } from './support/centre.js';
import { atWindow, calls } from './support/window.js';

const pictures = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const hall = '/api/v1/centres/sergeli';

async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', caret: 'hide', fullPage });
}

// The window serves the next visitor.
async function serves(centre: Centre, window: string): Promise<string> {
  const { id } = await centre.post(`${hall}/windows/${window}/call-next`, 'operator') as { id: string };
  await centre.post(`/api/v1/tickets/${id}/start`, 'operator');
  return id;
}

test('pictures', async ({ browser, centre }) => {
  const still = { reducedMotion: 'reduce' } as const;
  const open = async (size: Parameters<Centre['context']>[1], more = {}) =>
    (await centre.context(browser, size, { ...still, ...more })).newPage();

  // Earlier in the morning: one visitor each is served and goes, the next is at the window.
  for (const service of ['housing-need-registration', 'pension-certificate', 'sole-proprietor-registration']) {
    for (const language of ['ru', 'uz-Latn', 'en']) await centre.take(service, { language });
  }
  for (const window of ['6', '5', '8']) {
    await centre.post(`${hall}/windows/${window}/open`, 'operator');
    const served = await serves(centre, window);
    await centre.post(`/api/v1/tickets/${served}/finish`, 'operator', { outcome: 'done' });
    await serves(centre, window);
  }

  const services = ['kindergarten-referral', 'birth-lump-sum', 'first-grade-admission', 'education-apostille',
    'kindergarten-referral', 'guardianship-appointment', 'school-transfer', 'birth-lump-sum'];
  for (const [i, service] of services.entries()) {
    await centre.take(service, { language: ['uz-Latn', 'ru', 'uz-Cyrl', 'en'][i % 4], priority: i === 5 ? 'with_child' : 'none' });
  }

  const two = await open('desktop');
  const four = await open('desktop');
  await atWindow(centre, two, 'aziza', '2');
  await atWindow(centre, four, 'bobur', '4');

  // At half its size a kiosk is still read.
  const kiosk = await open('kiosk', { viewport: { width: 540, height: 960 } });
  await centre.pair(kiosk, 'kiosk');
  await kiosk.locator('a.b-kchoice--language[lang=en]').click();
  await kiosk.locator('a[href*="/needs/school"]').waitFor();
  await shoot(kiosk, 'kiosk');

  const { id } = await centre.take('kindergarten-referral', { language: 'en' });
  await calls(two);
  await calls(four);
  await four.keyboard.press('F2');
  await four.locator('body[data-state=serving]').waitFor();
  await shoot(four, 'console');

  const phone = await open('phone');
  await phone.goto(`/en/t/${id}`);
  await shoot(phone, 'phone');

  const board = await open('board', { viewport: { width: 1280, height: 720 } });
  await board.goto('/en/sergeli/board');
  await board.locator('.b-brow').first().waitFor();
  await shoot(board, 'board');

  const portal = await open('desktop');
  await portal.goto('/en/sergeli');
  await shoot(portal, 'portal');

  const dashboard = await open('desktop');
  await centre.signIn(dashboard, 'sardor');
  await dashboard.goto('/en/sergeli/dashboard');
  await shoot(dashboard, 'dashboard', true);
});
