// The kiosk from choosing to the ticket, on paper and on the screen, as a visitor meets it.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Centre } from './support/centre.js';
import { chooseService } from './support/kiosk.js';

const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'];

async function kioskOf(centre: Centre, page: Page): Promise<void> {
  await centre.pair(page, 'kiosk');
  await page.locator('a.b-kchoice--language[lang=en]').click();
}
const chosen = (page: Page) => page.locator('.b-kchosen');

test('a service that was left by Back is not on the ticket', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk', { javaScriptEnabled: false })).newPage());
  await kioskOf(centre, page);
  await page.locator('a[href*="/needs/family"]').click();
  await chooseService(page, 'funeral-allowance');
  await expect(chosen(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.locator('a[href*="/needs/school"]').click();
  await chooseService(page, 'kindergarten-referral');
  await expect(chosen(page)).toHaveCount(1);
  await page.locator('#print').click();
  await expect(page.locator('.b-kfacts dd').first().locator('span')).toHaveText(['Referral to a state kindergarten']);
});

test('another service is added on purpose, and Back from there keeps the first', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await kioskOf(centre, page);
  await page.locator('a[href*="/needs/school"]').click();
  await chooseService(page, 'kindergarten-referral');
  await page.getByRole('link', { name: 'Add another service' }).click();
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(chosen(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Add another service' }).click();
  await page.locator('a[href*="/needs/family"]').click();
  await chooseService(page, 'funeral-allowance');
  await expect(chosen(page)).toHaveCount(2);
});

test('a reason for priority leads to a page that says what the ticket will say', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await kioskOf(centre, page);
  await page.locator('a[href*="/needs/school"]').click();
  await chooseService(page, 'kindergarten-referral');
  await page.getByRole('link', { name: 'I need help or priority' }).click();
  const before = Number((await centre.get('/api/v1/centres/sergeli/board', 'kiosk'))['waiting']);
  await page.getByRole('link', { name: 'Elderly people' }).click();
  await expect(page.locator('h1')).toHaveText('Check your ticket');
  await expect(page.locator('.b-kfacts')).toContainText('Elderly people');
  await expect(page.locator('.b-kbring')).toContainText('Please have the document with you');
  expect(Number((await centre.get('/api/v1/centres/sergeli/board', 'kiosk'))['waiting'])).toBe(before);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Print the ticket' }).click();
  await expect(page.locator('.b-kfacts')).toContainText('Elderly people');
  await expect(page.locator('.b-kfacts')).toContainText('Referral to a state kindergarten');
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.b-kfacts')).toBeVisible();
  await expect(page.locator('.b-kadvice')).toBeVisible();
  await expect(page.locator('.b-kdone')).toBeHidden();
});

// What to decide lay below the button, and the code for the phone as well.
for (const language of languages) {
  test(`with large letters nothing lies under the kiosk's last button, in ${language}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
    await centre.pair(page, 'kiosk');
    const bottom = async (selector: string): Promise<number> => page.locator(selector).last().evaluate((one) => one.getBoundingClientRect().bottom);
    const top = async (selector: string): Promise<number> => page.locator(selector).evaluate((one) => one.getBoundingClientRect().top);
    await page.goto(`/${language}/sergeli/kiosk/needs/family`);
    await page.locator('.b-kmode[value=large]').click();
    await expect(page.locator('html')).toHaveClass(/b-large/);
    for (const button of await page.locator('.b-kpager a, .b-kback a, .b-kmode').all())
      expect(await button.evaluate((one) => one.scrollWidth - one.clientWidth), await button.innerText()).toBeLessThanOrEqual(0);
    await page.goto(`/${language}/sergeli/kiosk/services/mortgage-subsidy?class=disability`);
    expect(await bottom('.b-kways a')).toBeLessThanOrEqual(await top('.b-kbar'));
    await page.locator('#print').click();
    expect(await bottom('.b-kphone')).toBeLessThanOrEqual(await top('.b-kbar'));
    await expectAccessible(page);
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`modes that are chosen before the language stay until the next visitor, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, 'kiosk', { javaScriptEnabled })).newPage());
    await centre.pair(page, 'kiosk');
    const first = new URL(page.url()).pathname;
    const html = page.locator('html');
    for (const mode of ['large', 'contrast', 'low']) {
      await page.locator(`.b-kmode[value=${mode}]`).click();
      await expect(html).toHaveClass(new RegExp(`b-${mode}`));
      await expect(page.locator(`.b-kmode[value=${mode}]`)).toHaveAttribute('aria-pressed', 'true');
      for (const part of ['main', '.b-klanguages', '.b-kchoice--language']) {
        const cut = await page.locator(part).evaluateAll((all) => Math.max(...all.map((one) => Math.max(one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth))));
        expect(cut, `${part} with ${mode}`).toBeLessThanOrEqual(0);
      }
    }
    await expect(page.locator('body'), 'left alone, it goes back to the plain page').toHaveAttribute('data-home', /\/sergeli\/kiosk$/);
    if (javaScriptEnabled) await expectAccessible(page);
    await page.locator('.b-kmode[value=low]').click();
    await expect(html).not.toHaveClass(/b-low/);
    await page.locator('a.b-kchoice--language[lang=ru]').click();
    await expect(html).toHaveClass(/b-large.*b-contrast/);
    await page.goto(first);
    await expect(html).not.toHaveClass(/b-large|b-contrast/);
    await page.locator('a.b-kchoice--language[lang=ru]').click();
    await expect(html).not.toHaveClass(/b-large|b-contrast/);
  });
}

// Time of waiting and reason for priority lay behind the button.
test('a ticket is whole on the screen, in every language and mode', async ({ browser, centre, watched }) => {
  test.setTimeout(120_000);
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await centre.pair(page, 'kiosk');
  for (const language of languages) {
    for (const reason of ['none', 'disability']) {
      await page.goto(`/${language}/sergeli/kiosk/services/mortgage-subsidy?class=${reason}`);
      await page.locator('#print').click();
      await page.waitForURL('**/tickets/*');
      for (const mode of ['', 'large', 'contrast', 'low']) {
        if (mode) await page.locator(`.b-kmode[value=${mode}]`).click();
        for (const size of [{ width: 1080, height: 1920 }, { width: 768, height: 1366 }]) {
          await page.setViewportSize(size);
          const beyond = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
          expect(beyond, `${language} ${reason} ${mode} ${size.width}`).toBeLessThanOrEqual(0);
        }
      }
      for (const mode of ['large', 'contrast', 'low']) await page.locator(`.b-kmode[value=${mode}]`).click();
    }
  }
});

test('no group and no service of a list lies behind the foot of the screen', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await centre.pair(page, 'kiosk');
  for (const language of languages) {
    for (const path of ['/needs', '/needs/family', '/needs/home', '/priority?with=mortgage-subsidy']) {
      for (const size of [{ width: 1080, height: 1920 }, { width: 768, height: 1366 }]) {
        await page.setViewportSize(size);
        await page.goto(`/${language}/sergeli/kiosk${path}`);
        const beyond = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
        expect(beyond, `${language} ${path} ${size.width}`).toBeLessThanOrEqual(0);
      }
    }
  }
});

test('a kiosk whose scripts do not run returns to its first page', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk', { javaScriptEnabled: false })).newPage());
  await kioskOf(centre, page);
  const after = page.locator('head noscript meta[http-equiv=refresh]');
  await expect(after).toHaveAttribute('content', /^90;url=\/[^/]+\/sergeli\/kiosk$/);
});

test('more services than fit are on another page, and the kiosk says so', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await kioskOf(centre, page);
  for (const mode of ['', 'Large text', 'Lower buttons']) {
    if (mode) await page.getByRole('button', { name: mode }).click();
    await page.locator('a[href*="/needs/home"]').click();
    const seen = new Set<string>();
    for (;;) {
      const rows = page.locator('.b-krows a');
      for (const row of await rows.all()) {
        await expect(row).toBeInViewport({ ratio: 0.99 });
        seen.add((await row.locator('strong').innerText()).trim());
      }
      const more = page.getByRole('link', { name: 'More', exact: true });
      if (await more.count() === 0) break;
      await expect(more).toBeInViewport({ ratio: 0.99 });
      await more.click();
    }
    expect(seen.size, mode).toBe(8);
    await expect(page.getByText(/^Page \d of \d$/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Back' }).click();
  }
});

test('closed and server lost are said in all four languages', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await kioskOf(centre, page);
  await expect(page.locator('#offline [lang]')).toHaveCount(4);
  await centre.post('/api/v1/centres/sergeli/hall/close-day', 'host');
  try {
    await page.reload();
    for (const language of languages) await expect(page.locator(`h1 [lang=${language}]`)).toBeVisible();
    for (const language of languages) await expect(page.locator(`.b-klead [lang=${language}]`)).toBeVisible();
    await expectAccessible(page);
  } finally {
    await centre.post('/api/v1/centres/sergeli/hall/reopen-day', 'host');
  }
});

test('what is refused is said on the kiosk itself', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'kiosk')).newPage());
  await kioskOf(centre, page);
  await page.locator('a[href*="/needs/school"]').click();
  await chooseService(page, 'kindergarten-referral');
  await page.locator('[name=service]').evaluate((field: HTMLInputElement) => { field.value = 'nothing'; });
  await page.locator('#print').click();
  await expect(page.locator('body')).toHaveClass(/b-kiosk/);
  await expect(page.getByRole('link', { name: 'Start again' })).toBeVisible();
  await expectAccessible(page);
});
