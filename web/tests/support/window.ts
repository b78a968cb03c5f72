// At a window of the hall.
import type { Page } from '@playwright/test';
import { expectAccessible, type Centre } from './centre.js';

// Signs in and opens the window.
export async function atWindow(centre: Centre, page: Page, login: string, window: string): Promise<void> {
  await centre.signIn(page, login);
  await page.goto('/en/sergeli/console');
  await expectAccessible(page);
  await page.locator(`#window-${window}`).check();
  await page.keyboard.press('F2');
  await page.waitForURL(`**/console/${window}`);
  await page.locator('body[data-state=free]').waitFor();
}

// Finishes the visit and closes the window: the hall is as it was found, for the tests that come after.
export async function leaves(page: Page, window: string): Promise<void> {
  await page.goto(`/en/sergeli/console/${window}`);
  await page.keyboard.press('F9');
  await page.waitForURL('**/finish**');
  await page.keyboard.press('F9');
  await page.locator('body[data-state=free]').waitFor();
  await closes(page);
}

// Closes a free window.
export async function closes(page: Page): Promise<void> {
  await page.locator('#close').click();
  await page.waitForURL('**/console');
}

// The window calls the next visitor.
export async function calls(page: Page): Promise<void> {
  await page.keyboard.press('F2');
  await page.locator('body[data-state=called]').waitFor();
}

// And serves them.
export async function serves(page: Page): Promise<void> {
  await page.keyboard.press('F2');
  await page.locator('body[data-state=serving]').waitFor();
}
