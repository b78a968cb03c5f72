// What a step finds: filled in on the page of the case, saved, decided by, corrected, and on the document.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/centre.js';
import { findAll } from './support/findings.js';
import { kindergarten } from './support/form.js';

const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

for (const size of ['phone', 'desktop'] as const) {
  test(`what was found is filled in, kept, and stands on the document, on a ${size}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'zarina');
    const made = await kindergarten(centre);
    await page.goto(`/en/sergeli/cases/${made.number}`);
    await press(page, 'Take this task');
    const given = page.getByLabel('Number of the kindergarten that has the place');
    await expect(page.getByRole('group', { name: 'What was found' })).toBeVisible();
    await expectAccessible(page);
    // Enter saves, and decides nothing.
    await given.fill('12');
    await given.press('Enter');
    await expect(page.getByRole('alert')).toContainText('What was found is saved.');
    await expect(given).toHaveValue('12');
    await expect(main(page)).toContainText('Findings recorded');
    await press(page, 'Approve');
    await expect(page).toHaveTitle(/^Error/);
    await expectAccessible(page);
    await page.getByRole('alert').getByRole('link').first().click();
    await expect(page.locator('form[action$="/approve"] input:focus')).toHaveCount(1);
    await expect(given).toHaveValue('12');
    await findAll(page);
    await given.fill('a lot');
    await press(page, 'Approve');
    await expect(page.getByRole('alert')).toContainText('Number of the kindergarten');
    await expect(given).toHaveValue('a lot');
    await given.fill('7');
    await press(page, 'Approve');
    await expect(page.getByRole('article')).toContainText('Bogʻcha raqami7');
    await expectAccessible(page);
    await press(page, 'Back to change it');
    await expect(given).toHaveValue('7');
    await press(page, 'Approve');
    await press(page, 'Sign and issue');
    await expect(main(page)).toContainText('the result is issued');
    await expectAccessible(page);
    for (const language of ['uz-Latn', 'uz-Cyrl', 'ru']) {
      await page.goto(`/${language}/sergeli/cases/${made.number}`);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  });
}

test('a head of a department sees the deadlines of it alone', async ({ browser, centre, watched }) => {
  const { shown } = await kindergarten(centre);
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'oybek');
  await page.getByRole('link', { name: 'Deadlines', exact: true }).click();
  await expect(page).toHaveURL(/\/terms$/);
  await expect(main(page)).not.toContainText(shown);
  await expect(main(page)).not.toContainText('hand on');
  await expectAccessible(page);
});
