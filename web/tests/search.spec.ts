// The search for a service: by any word, in any language, with what is done elsewhere; on a phone and at a desk, without scripts.
import { expect, expectAccessible, test } from './support/centre.js';

const elsewhere = { 'uz-Latn': 'Bu markazda koʻrsatilmaydi', 'uz-Cyrl': 'Бу марказда кўрсатилмайди', ru: 'В этом центре не оказывается', en: 'Not offered here' };

for (const [language, title] of Object.entries(elsewhere)) {
  test(`a service is found, and what is not offered, in ${language}`, async ({ browser, centre, watched }) => {
    for (const size of ['phone', 'desktop'] as const) {
      const page = watched(await (await centre.context(browser, size, { javaScriptEnabled: false })).newPage());
      const search = async (text: string): Promise<void> => {
        await page.goto(`/${language}/sergeli/services`);
        await page.locator('#q').fill(text);
        await page.locator('.b-search button').click();
      };
      for (const text of ['хочу в садик', 'bogchaga navbat', 'kindergarten queue', 'cадик']) {
        await search(text);
        await expect(page.locator('main .b-list a').first()).toHaveAttribute('href', `/${language}/sergeli/services/kindergarten-referral`);
      }
      await search('паспорт');
      await expect(page.locator('#elsewhere')).toHaveText(title);
      await expect(page.locator('section[aria-labelledby=elsewhere] a').first()).toHaveAttribute('href', 'https://my.gov.uz');
      await search('prapiska');
      await page.locator('main a[href*="?q=propiska"]').click();
      await expect(page.locator('#q')).toHaveValue('propiska');
      await search('zzzzzzzz');
      await expect(page.locator('.b-tiles a').first()).toBeVisible();
    }
    const page = watched(await (await centre.context(browser, 'phone')).newPage());
    for (const text of ['паспорт', 'prapiska']) {
      await page.goto(`/${language}/sergeli/services?q=${encodeURIComponent(text)}`);
      await expectAccessible(page);
    }
  });
}
