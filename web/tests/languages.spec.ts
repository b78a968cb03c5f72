// The pages of applications in each language, and what they say when something is wrong: one language, one heading, nothing for axe to find.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/centre.js';
import { kindergarten } from './support/form.js';

const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'];

async function isGood(page: Page, language: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.locator('h1')).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), page.url()).toBe(true);
  await expectAccessible(page);
}
// Sends the page's main form as it is.
const send = (page: Page) => page.locator('main form button:not([type=button])').last().click();

for (const language of languages) {
  test(`an applicant's pages in ${language}`, async ({ browser, centre, watched }) => {
    const made = await kindergarten(centre);
    const task = `/api/v1/tasks/${made.number}:${made.steps[0]!.id}`;
    await centre.post(`${task}/claim`, 'specialist');
    await centre.post(`${task}/ask`, 'specialist', { text: '?', marked: ['answers/birth_certificate_number', 'documents/birth-certificate', 'applicant/phone', 'applicant/birth_date'] });
    const page = watched(await (await centre.context(browser, 'phone')).newPage());
    const my = `/${language}/sergeli/my`;
    await page.goto(my);
    await isGood(page, language);
    await page.locator('[name=number]').fill(made.number);
    await page.locator('[name=secret]').fill('0000-0000-0000-0000');
    await send(page);
    await expect(page.locator('.govuk-error-summary')).toBeVisible();
    await isGood(page, language);
    await page.locator('[name=secret]').fill(made.secret);
    await send(page);
    await isGood(page, language);
    await page.goto(my);
    await isGood(page, language);
    for (const [rest, fails] of [['answer', true], ['mandates', true], ['withdraw', false]] as const) {
      await page.goto(`${my}/${made.number}/${rest}`);
      await isGood(page, language);
      if (!fails) continue;
      if (rest === 'answer') await page.locator('[name=birth_certificate_number]').fill('');
      await send(page);
      await expect(page.locator('.govuk-error-summary')).toBeVisible();
      await isGood(page, language);
    }
    await page.goto(`/${language}/sergeli/services/kindergarten-referral`);
    await page.locator('main form button').first().click();
    await isGood(page, language);
    await send(page);
    await expect(page.locator('.govuk-error-summary')).toBeVisible();
    await isGood(page, language);
  });

  test(`the staff's pages of applications in ${language}`, async ({ browser, centre, watched }) => {
    const made = await kindergarten(centre);
    const desk = watched(await (await centre.context(browser, 'desktop')).newPage());
    await centre.signIn(desk, 'aziza', language);
    for (const rest of ['intake', 'results', 'worklist', 'cases', `cases/${made.number}`, `cases/${made.number}/mandates`]) {
      await desk.goto(`/${language}/sergeli/${rest}`);
      await isGood(desk, language);
    }
    const head = watched(await (await centre.context(browser, 'desktop')).newPage());
    await centre.signIn(head, 'sardor', language);
    for (const rest of ['registries', 'absences', 'terms', `cases/${made.number}`]) {
      await head.goto(`/${language}/sergeli/${rest}`);
      await isGood(head, language);
    }
  });
}
