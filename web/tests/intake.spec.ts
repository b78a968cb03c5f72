// Taking in an application at a window, from the ticket that is being served.
import { expect, expectAccessible, test } from './support/centre.js';
import { fill, png, zuhra } from './support/form.js';
import { qrOf } from './support/paper.js';
import { atWindow, calls, leaves, serves } from './support/window.js';

test('a certificate within the visit, from the ticket to the result in hand', async ({ browser, centre, watched }) => {
  const ticket = await centre.take('pension-certificate');
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
  await expect(page.getByRole('alert')).toContainText('Family name: Fill this in');
  await expectAccessible(page);
  await fill(page, { ...zuhra, whole_period: 'true', certificate_purpose: 'bank', certificate_language: 'ru', language: 'ru' });
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
  await page.locator('main .b-code[href]').click();
  await expect(page.locator('main')).toContainText('Karimova Zuhra');
  await expectAccessible(page);
  const receipt = await page.request.get((await page.getByRole('link', { name: 'Receipt (PDF)' }).getAttribute('href'))!);
  expect(receipt.headers()['content-type']).toBe('application/pdf');
  expect(qrOf(await receipt.body())).toContain('/ru/sergeli/my?number=');

  // Decided while the visitor waits, and handed over.
  await page.getByRole('button', { name: 'Take this task' }).click();
  await page.getByRole('button', { name: 'Agree', exact: true }).click();
  const result = await page.request.get((await page.getByRole('link', { name: 'Open and print the result' }).getAttribute('href'))!);
  expect(new URL(qrOf(await result.body())).pathname).toMatch(/^\/verify\//);
  await page.getByRole('button', { name: 'The result is handed over' }).click();
  await expect(page.locator('main')).toContainText('handed over');
  await leaves(page, '5');
});

test('whose session ends in between loses nothing', async ({ browser, centre, watched }) => {
  const context = await centre.context(browser, 'desktop');
  const page = watched(await context.newPage());
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake?service=kindergarten-referral');
  await page.getByRole('button', { name: 'Continue' }).click();
  await fill(page, zuhra);
  await context.clearCookies();
  await page.getByRole('button', { name: 'Continue' }).click();
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake');
  await page.getByRole('link', { name: 'Referral to a state kindergarten' }).click();
  await expect(page.getByLabel('Family name').first()).toHaveValue('Karimova');
});
