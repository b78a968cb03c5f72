// What people are told about their data: the centre's page, the line before the first answer, and who has opened an application.
import { expect, expectAccessible, test } from './support/centre.js';
import { kindergarten } from './support/form.js';

const names: Record<string, { department: string; registry: string }> = {
  'uz-Latn': { department: 'Pensiya jamgʻarmasi', registry: 'Fuqarolik holati dalolatnomalari reyestri' },
  'uz-Cyrl': { department: 'Пенсия жамғармаси', registry: 'Фуқаролик ҳолати далолатномалари реестри' },
  ru: { department: 'Пенсионного фонда', registry: 'Реестр актов гражданского состояния' },
  en: { department: 'Pension Fund', registry: 'Civil status registry' },
};

for (const [language, { department, registry }] of Object.entries(names)) {
  test(`a service says who sees the data, in ${language}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, 'phone')).newPage());
    await page.goto(`/${language}/sergeli/services/birth-lump-sum`);
    await page.locator('main .govuk-summary-list a[href*="/privacy"]').click();
    await expect(page).toHaveURL(/\/privacy\?service=birth-lump-sum$/);
    const service = page.locator('main .govuk-summary-list');
    await expect(service).toContainText(department);
    await expect(service).toContainText(registry);
    await expect(service).toContainText('5');
    await expectAccessible(page);
    // From every page of the centre, over its footer.
    await page.goto(`/${language}/sergeli`);
    await page.locator('footer a[href$="/privacy"]').click();
    await expect(page.locator('main')).toContainText('75');
    await expect(page.locator('main a[href^="tel:"]')).toBeVisible();
    await page.locator('main summary').last().click();
    await expect(page.locator('main details[open] li')).toHaveCount(44);
    await expectAccessible(page);
  });
}

test('before the first answer it is said who sees the data', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/birth-lump-sum');
  await page.getByRole('button', { name: 'Apply online' }).click();
  const note = page.locator('main .govuk-inset-text');
  await expect(note).toContainText('Sergeli Single-Window Centre');
  await expect(note).toContainText('Pension Fund');
  await expect(note).toContainText('5 years');
  await expectAccessible(page);
  for (const name of ['family_name', 'given_name']) await page.locator(`main [name=${name}]`).fill('Karimova');
  await page.locator('main [name=birth_date]').fill('02.03.1990');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('main h1')).toBeVisible();
  await expect(note, 'once').toHaveCount(0);
});

test('at a window the operator unfolds it for the applicant', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'aziza');
  await page.goto('/en/sergeli/intake?service=birth-lump-sum');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('summary', { hasText: 'What to tell the applicant' }).click();
  const told = page.locator('main details[open]', { hasText: 'Pension Fund' });
  await expect(told.getByRole('link', { name: 'Русский' })).toHaveAttribute('href', '/ru/sergeli/privacy?service=birth-lump-sum');
  await expectAccessible(page);
});

test('the applicant sees who has opened the application, by office and role', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto(`/en/sergeli/my?number=${made.number}`);
  await page.locator('[name=secret]').fill(made.secret);
  await page.getByRole('button', { name: 'Open' }).click();
  const summary = page.locator('summary', { hasText: 'Who has opened it' }), looks = page.locator('main details', { has: summary });
  await expect(looks, 'the applicant is nobody of the centre').toContainText('Nobody of the centre has opened it yet');

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await expect(office.locator('h1')).toContainText(made.shown);
  await office.reload();
  await page.reload();
  await summary.click();
  await expect(looks.locator('ol li'), 'who goes on looking is noted once').toHaveCount(1);
  await expect(looks.locator('ol li')).toContainText('Preschool education department – Department specialist');
  await expect(looks).not.toContainText('Zarina');
  await expectAccessible(page);

  const head = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(head, 'sardor');
  await head.goto(`/en/sergeli/cases/${made.number}`);
  await page.reload();
  await summary.click();
  await expect(looks.locator('ol li')).toHaveCount(2);
  await expect(looks.locator('ol li').first(), 'the newest first').toContainText('Head of the centre');
});
