// Who watches over deadlines: the head's overview, who is away, and what the public sees.
import { expect, expectAccessible, test } from './support/centre.js';
import { isoInDays, kindergarten } from './support/form.js';

for (const size of ['phone', 'desktop'] as const) {
  test(`the head sees which deadlines are at risk on a ${size}`, async ({ browser, centre, watched }) => {
    const { number, shown } = await kindergarten(centre);
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'sardor');
    await page.goto('/en/sergeli/terms');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deadlines of applications');
    await expectAccessible(page);
    const unclaimed = page.getByRole('table', { name: 'Tasks not taken yet' });
    await unclaimed.getByRole('link', { name: shown }).click();
    await expect(page).toHaveURL(new RegExp(`/cases/${number}$`));
    for (const language of ['uz-Latn', 'uz-Cyrl', 'ru']) {
      await page.goto(`/${language}/sergeli/terms`);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  });

  test(`everybody sees how the centre keeps its deadlines on a ${size}`, async ({ browser, centre, watched }) => {
    await kindergarten(centre);
    const page = watched(await (await centre.context(browser, size, { javaScriptEnabled: size === 'desktop' })).newPage());
    await page.goto('/en/sergeli');
    await page.getByRole('link', { name: 'How we keep our deadlines' }).click();
    await expect(page).toHaveURL(/\/in-term$/);
    await expect(page.getByRole('row', { name: /preschool/i })).toBeVisible();
    await expect(page.locator('main')).not.toContainText('Karimova');
    if (size === 'desktop') await expectAccessible(page);
  });
}

test('the pages of deadlines are the head’s', async ({ browser, centre }) => {
  const page = await (await centre.context(browser, 'desktop')).newPage();
  await centre.signIn(page, 'zarina');
  const answer = await page.goto('/en/sergeli/terms');
  expect(answer?.status()).toBe(403);
});

test('somebody is away, without JavaScript, and mistakes are said', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await centre.signIn(page, 'sardor');
  await page.goto('/en/sergeli/terms');
  await page.getByRole('link', { name: 'Who is away, and who stands in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveTitle(/^Error/);
  await page.getByRole('link', { name: 'Enter the first day of the absence' }).click();
  await page.getByLabel('Who is away').selectOption({ label: 'Aziza Karimova – Operator' });
  await page.getByLabel('First day').fill(isoInDays(5));
  await page.getByLabel('Last day').fill(isoInDays(1));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('link', { name: 'The last day cannot be before the first' })).toBeVisible();
  await page.getByLabel('Last day').fill(isoInDays(9));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Who stands in').selectOption({ label: 'Bobur Rahimov – Operator' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The absence is saved.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Aziza Karimova.*Bobur Rahimov/ })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Aziza Karimova' }).click();
  await expect(page.getByText('The absence is removed.')).toBeVisible();
});

test('who is away is an accessible page, also with its mistakes', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'sardor');
  await page.goto('/en/sergeli/absences');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectAccessible(page);
});
