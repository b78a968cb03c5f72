// Taking in an application at a window, from the ticket that is being served.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/centre.js';
import { fill, kindergarten, png, zuhra } from './support/form.js';
import { qrOf } from './support/paper.js';
import { atWindow, calls, leaves, serves } from './support/window.js';
import { findAll } from './support/findings.js';

// On paper stands what the applicant needs, in their language, and no page of the staff.
async function expectSheetOfApplicant(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('main');
  for (const words of ['Заявитель', 'Karimova Zuhra', 'Подано', 'Плата', 'Бесплатно', 'Срок', '/ru/sergeli/my'])
    await expect(sheet).toContainText(words);
  expect(await sheet.getByRole('link').count()).toBe(0);
  expect(await sheet.innerText()).not.toMatch(/console|cases/);
  await page.emulateMedia({ media: 'screen' });
}

test('a certificate within the visit, from the ticket to the result in hand', async ({ browser, centre, watched }) => {
  const ticket = await centre.takeNext('pension-certificate');
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await atWindow(centre, page, 'aziza', '5');
  await calls(page);
  await expect(page.locator('h1')).toContainText(ticket.number);
  await serves(page);
  await page.locator('#intake').click();
  await expect(page.locator('[name=service][value=pension-certificate]')).toBeChecked();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectAccessible(page);

  // What the scanner types fills in the applicant; a zone that cannot be right is refused.
  await page.getByLabel('Machine-readable zone').fill('P<UZBKARIMOVA');
  await page.getByLabel('Phone').fill('+998901234567');
  await page.getByRole('button', { name: 'Fill in the fields' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be read');
  await expect(page.getByLabel('Phone')).toHaveValue('+998901234567');
  await expectAccessible(page);
  await page.getByLabel('Machine-readable zone').fill(
    'P<UZBKARIMOVA<<ZUHRA<<<<<<<<<<<<<<<<<<<<<<<<\nAA12345678UZB9003026F3011249<<<<<<<<<<<<<<04');
  await page.getByRole('button', { name: 'Fill in the fields' }).click();
  await expect(page.getByLabel('Given name')).toHaveValue('ZUHRA');
  await expect(page.getByLabel('Passport or ID card')).toHaveValue('AA1234567');
  await page.getByLabel('Family name').fill('');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter your family name');
  await expectAccessible(page);
  await fill(page, { ...zuhra, whole_period: 'true', certificate_purpose: 'bank', language: 'ru' });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/documents');
  await expectAccessible(page);
  await page.locator('input[type=file]').first().setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Attach' }).first().click();
  await expect(page.locator('main')).toContainText('scan.png');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take in the application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The application is accepted');
  await expectAccessible(page);
  await expectSheetOfApplicant(page);
  await page.locator('main .b-code[href]').click();
  await expect(page.locator('main')).toContainText('Karimova Zuhra');
  await expectAccessible(page);
  const receipt = await page.request.get((await page.getByRole('link', { name: 'Receipt (PDF)' }).getAttribute('href'))!);
  expect(receipt.headers()['content-type']).toBe('application/pdf');
  expect(qrOf(await receipt.body())).toContain('/ru/sergeli/my?number=');

  // Decided while the visitor waits, and handed over.
  await page.getByRole('button', { name: 'Take this task' }).click();
  await findAll(page);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('button', { name: 'Sign and issue' }).click();
  const result = await page.request.get((await page.getByRole('link', { name: 'Open and print the result' }).getAttribute('href'))!);
  expect(new URL(qrOf(await result.body())).pathname).toMatch(/^\/verify\//);
  await page.getByRole('button', { name: 'Hand over the result' }).click();
  await expect(page.locator('main')).toContainText('handed over');
  await leaves(page, '5');
});

test('whose session ends in between loses nothing', async ({ browser, centre, watched }) => {
  const context = await centre.context(browser, 'desktop');
  const page = watched(await context.newPage());
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake?service=kindergarten-referral');
  await page.getByRole('button', { name: 'Continue' }).click();
  const draft = new URL(page.url()).pathname.split('/')[4]!;
  await fill(page, zuhra);
  await context.clearCookies();
  await page.getByRole('button', { name: 'Continue' }).click();
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake');
  await page.locator(`main a[href*="${draft}"]`).click();
  await expect(page.getByLabel('Family name').first()).toHaveValue('Karimova');
});

test('a service is searched for, not looked for among forty boxes', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake');
  expect(await page.getByRole('checkbox').count()).toBeLessThanOrEqual(8);
  await page.getByLabel('Find a service').fill('детский сад');
  await page.getByLabel('Find a service').press('Enter');
  await page.getByLabel('Referral to a state kindergarten').check();
  await page.getByLabel('Find a service').fill('ッッッッ');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('status')).toContainText('Nothing was found');
  await expect(page.getByLabel('Referral to a state kindergarten')).toBeChecked();
  await page.getByRole('link', { name: 'All services' }).click();
  expect(await page.getByRole('checkbox').count()).toBeGreaterThan(40);
  await expect(page.getByLabel('Referral to a state kindergarten')).toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Family name').first()).toHaveValue('');
});

for (const size of ['phone', 'desktop'] as const) {
  test(`who was served here before is found, and what is known is filled in, on a ${size}`, async ({ browser, centre, watched }) => {
    await kindergarten(centre);
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'aziza');
    await page.goto('/en/sergeli/intake?service=kindergarten-referral');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Find an earlier applicant' }).click();
    const field = page.getByLabel('Family name, phone, PINFL or passport');
    await field.fill('ka');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByRole('alert')).toContainText('at least three letters');
    await expectAccessible(page);
    await field.fill('Каримова');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.locator('main')).toContainText('Karimova Zuhra');
    await expect(page.locator('main')).not.toContainText('AA1234567');
    expect(decodeURI(page.url())).not.toContain('Каримова');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Use these details' }).first().click();
    await expect(page.locator('main')).toContainText('Karimova Zuhra');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByLabel('Family name').first()).toHaveValue('Karimova');
    await expect(page.getByLabel('Phone').first()).toHaveValue('+998901234567');
  });
}

test('only who takes in applications finds those who were served before', async ({ browser, centre }) => {
  const page = await (await centre.context(browser, 'desktop')).newPage();
  const applicant = '/en/sergeli/intake/applicant';
  expect((await page.request.get(centre.url + applicant, { maxRedirects: 0 })).status()).toBe(303);
  await centre.signIn(page, 'zarina');
  expect((await page.goto(applicant))!.status()).toBe(403);
});
