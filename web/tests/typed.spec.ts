// Nothing that was typed is lost: the language link, a session that is over, a date that there is not.
import { expect, expectAccessible, test } from './support/centre.js';
import { asksForDocument, kindergarten, png } from './support/form.js';

test('what was typed is still there in another language', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/apply/new/person?service=kindergarten-referral');
  await page.locator('[name=family_name]').fill('Karimova');
  await page.locator('[name=birth_date]').fill('31.02.1990');
  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page.locator('[name=family_name]')).toHaveValue('Karimova');
  await page.getByRole('button', { name: 'Продолжить' }).click();
  await expect(page.locator('[name=birth_date]')).toHaveValue('31.02.1990');
  await expect(page.getByRole('alert')).toContainText('Такого дня нет: 31.02.1990');
  await expectAccessible(page);
  // After an error the address is that of the form: it answers as well.
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no 31 February 1990');
});

test('a question that was sent without a session is there after signing in', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const made = await kindergarten(centre);
  const context = await centre.context(browser, 'desktop');
  const page = watched(await context.newPage());
  await centre.signIn(page, 'zarina');
  await page.goto(`/en/sergeli/cases/${made.number}`);
  await page.getByRole('button', { name: 'Take this task' }).click();
  const form = page.locator('form[action$="/ask"]');
  await page.locator('details', { has: form }).locator('summary').click();
  await form.locator('[name=text]').fill('Which house is it?');
  await context.clearCookies({ name: /session/ });
  await form.getByRole('button').last().click();
  await page.getByLabel('Login').fill('zarina');
  await page.getByLabel('Password', { exact: true }).fill('a password of the tests');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('What you wrote')).toHaveValue('Which house is it?');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send it' }).click();
  await expect(page.locator('main')).toContainText('Which house is it?');
  await expect(page).toHaveURL(new RegExp(`/en/sergeli/cases/${made.number}`));
});

test('an answer with a file that was sent without a session is there after signing in', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const made = await kindergarten(centre);
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await asksForDocument(centre, office, made, 'Please send the certificate.');

  const context = await centre.context(browser, 'desktop');
  const page = watched(await context.newPage());
  await centre.signIn(page, 'aziza');
  await page.goto(`/en/sergeli/cases/${made.number}/answer`);
  const scan = { name: 'scan.png', mimeType: 'image/png', buffer: png };
  await page.locator('main [name=text]').fill('This is the one that they have.');
  await page.locator('main input[type=file]').setInputFiles(scan);
  await context.clearCookies({ name: /session/ });
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.getByLabel('Login').fill('aziza');
  await page.getByLabel('Password', { exact: true }).fill('a password of the tests');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('What you wrote')).toHaveValue('This is the one that they have.');
  await expectAccessible(page);
  await page.getByLabel('Attach “scan.png” again').setInputFiles(scan);
  await page.getByRole('button', { name: 'Send it' }).click();
  await expect(page).toHaveURL(new RegExp(`/en/sergeli/cases/${made.number}`));
  await expect(page.locator('main')).toContainText('This is the one that they have.');
});

test('a file that came with an answer in which something else is wrong is not asked for again', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const task = `/api/v1/tasks/${made.number}:${made.steps[0]!.id}`;
  await centre.post(`${task}/claim`, 'specialist', {});
  await centre.post(`${task}/ask`, 'specialist', { text: 'Both, please.', marked: ['documents/birth-certificate', 'applicant/phone'] });
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await centre.signIn(page, 'aziza');
  await page.goto(`/en/sergeli/cases/${made.number}/answer`);
  await page.locator('[name=phone]').fill('12');
  await page.locator('main input[type=file]').setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.locator('.govuk-error-summary li')).toHaveCount(1);
  await expect(page.locator('main')).toContainText('scan.png');
  await page.locator('[name=phone]').fill('93 765 43 21');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page).toHaveURL(new RegExp(`/en/sergeli/cases/${made.number}$`));
  await expect(page.locator('main')).toContainText('The applicant answered');
  await expect(page.getByRole('link', { name: /^Open.*birth certificate/ })).toHaveCount(1);
});
