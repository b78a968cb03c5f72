// Mandates, from a phone without JavaScript: given, used, taken back.
import { expect, expectAccessible, test } from './support/centre.js';
import type { Page } from '@playwright/test';
import { fill, inDays, kindergarten, type HandedIn } from './support/form.js';

async function open(page: Page, { number, secret }: HandedIn): Promise<void> {
  await page.goto('/en/sergeli/my');
  await page.getByLabel('Application number').fill(number);
  await page.getByLabel('Secret code').fill(secret);
  await page.getByRole('button', { name: 'Open' }).click();
}

const pictures = process.env.BIROYNA_PICTURES;
async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/mandates-${name}.png`, fullPage: true });
}

// Gives a mandate on the page of the application; answers its secret.
async function give(page: Page, mandate: Record<string, string>): Promise<string> {
  await fill(page, { relation: 'relative', reach: 'application', until: inDays(30), ...mandate });
  await page.getByRole('button', { name: 'Add the representative' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The representative is added');
  return (await page.locator('.b-code').last().innerText()).trim();
}

test('somebody acts for the applicant until the mandate is taken back', async ({ browser, centre, watched }) => {
  const application = await kindergarten(centre);
  const phone = async (): Promise<Page> => watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  const applicant = await phone();
  await open(applicant, application);
  await applicant.getByRole('link', { name: 'Add a representative' }).click();
  await expect(applicant.locator('main')).toContainText('You have no representative yet.');
  await applicant.getByRole('button', { name: 'Add the representative' }).click();
  await expect(applicant).toHaveTitle(/^Error/);
  await expect(applicant.locator('.govuk-error-summary li')).toHaveCount(5);
  const secret = await give(applicant, { name: 'Karimov Olim', extent: 'act' });
  expect(secret).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  await applicant.getByRole('link', { name: 'Who may act for you' }).click();
  await expect(applicant.locator('main')).toContainText('Karimov Olim (another relative)');
  await expect(applicant.locator('main')).not.toContainText(secret);
  const seeing = await give(applicant, { name: 'Aliyeva Nodira', relation: 'lawyer', extent: 'see' });

  const representative = await phone();
  await open(representative, { ...application, secret });
  await expect(representative.locator('.govuk-inset-text').first()).toContainText('You act for Karimova Zuhra.');
  await expect(representative.getByRole('link', { name: 'Add a representative' })).toHaveCount(0);
  const refused = async (page: Page, rest: string): Promise<void> =>
    expect((await page.goto(`/en/sergeli/my/${application.number}/${rest}`))?.status()).toBe(403);
  await refused(representative, 'mandates');
  const follower = await phone();
  await open(follower, { ...application, secret: seeing });
  await expect(follower.locator('.govuk-inset-text').first()).toContainText('You follow this application for Karimova Zuhra.');
  await expect(follower.getByRole('link', { name: 'Withdraw the application' })).toHaveCount(0);
  await refused(follower, 'withdraw');
  await refused(follower, 'receipt');
  await follower.goto(`/en/sergeli/my/${application.number}`);

  await representative.goto(`/en/sergeli/my/${application.number}`);
  await representative.getByRole('link', { name: 'Withdraw the application' }).click();
  await representative.getByRole('button', { name: 'Yes, withdraw it' }).click();
  await expect(representative.locator('main')).toContainText('withdrawn');
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'aziza');
  await office.goto(`/en/sergeli/cases/${application.number}`);
  await expect(office.getByRole('heading', { name: 'Who acts for the applicant' })).toBeVisible();
  await expect(office.locator('ol.b-list li', { hasText: 'Withdrawn' })).toContainText('Karimov Olim (another relative)');
  await expectAccessible(office);
  await picture(office, 'case');

  await applicant.goto(`/en/sergeli/my/${application.number}/mandates`);
  await applicant.getByRole('link', { name: /Revoke\s*: Karimov Olim/ }).click();
  await applicant.getByRole('button', { name: 'Yes, revoke' }).click();
  await expect(applicant.locator('main')).toContainText('The representative\'s access is revoked.');
  await representative.reload();
  await expect(representative.getByRole('heading', { level: 1 })).toHaveText('Find your application');
  await follower.reload();
  await expect(follower.getByRole('heading', { level: 1 })).toHaveText('Referral to a state kindergarten');
});

for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
  test(`the pages of mandates are accessible, also where something is wrong: ${language}`, async ({ browser, centre, watched }) => {
    const application = await kindergarten(centre);
    const page = watched(await (await centre.context(browser, 'phone')).newPage());
    const look = async (name: string): Promise<void> => {
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(360);
      await picture(page, `${language}-${name}`);
    };
    await open(page, application);
    const mandates = `/${language}/sergeli/my/${application.number}/mandates`;
    await page.goto(mandates);
    await look('none');
    await page.locator('main form button').click();
    const said = await page.locator('.govuk-error-summary a[href="#until"]').innerText();
    const label = await page.locator('label[for=until]').innerText();
    expect(said.split(label).length, 'the missing day is said once').toBe(2);
    await fill(page, { name: 'Karimov Olim', until: inDays(400) });
    await page.locator('main form button').click();
    await expect(page.locator('#until-error')).toBeVisible();
    await expect(page.locator('[name=name]')).toHaveValue('Karimov Olim');
    await look('wrong');
    await expect(page.locator('.govuk-error-summary a').first()).toHaveAttribute('href', '#relation');
    await fill(page, { relation: 'company', extent: 'see', reach: 'submission', until: inDays(365) });
    await page.locator('main form button').click();
    await expect(page.locator('.govuk-panel')).toBeVisible();
    await look('given');
    const secret = (await page.locator('.b-code').last().innerText()).trim();
    await page.goto(mandates);
    await look('list');
    await page.locator('main .b-list a').click();
    await look('sure');
    await open(page, { ...application, secret });
    await page.goto(`/${language}/sergeli/my/${application.number}`);
    await look('follower');
  });
}
