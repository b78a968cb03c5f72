// At the kiosk.
import type { Page } from '@playwright/test';

// The service, on whichever page of its list it stands.
export async function chooseService(page: Page, service: string): Promise<void> {
  const found = page.locator(`.b-krows a[href*="/services/${service}"]`);
  await page.locator('.b-krows').waitFor();
  while (await found.count() === 0) {
    const here = page.url();
    await page.locator('.b-kpager a.b-kbutton--primary').click();
    await page.waitForURL((url) => url.href !== here);
  }
  await found.click();
}
