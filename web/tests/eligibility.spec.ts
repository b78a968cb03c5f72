// "Can I get this, and what will it cost?": a few questions, without a name and without JavaScript.
import { expect, expectAccessible, test } from './support/centre.js';
import { fill, inDays } from './support/form.js';

const words: Record<string, { check: string; yes: string; no: string }> = {
  'uz-Latn': { check: 'Tekshirish', yes: 'Ha, ariza berishingiz mumkin', no: 'Yoʻq, bunday javoblar bilan mumkin emas' },
  'uz-Cyrl': { check: 'Текшириш', yes: 'Ҳа, ариза беришингиз мумкин', no: 'Йўқ, бундай жавоблар билан мумкин эмас' },
  ru: { check: 'Проверить', yes: 'Да, вы можете подать заявление', no: 'Нет, при таких ответах нельзя' },
  en: { check: 'Check', yes: 'Yes, you can apply', no: 'No, not with these answers' },
};

for (const [language, { check, yes, no }] of Object.entries(words)) {
  test(`yes and no, in ${language}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, 'phone')).newPage());
    await page.goto(`/${language}/sergeli/services/birth-lump-sum`);
    await page.locator('main a[href$="/eligibility"]').click();
    await expectAccessible(page);
    await page.getByRole('button', { name: check }).click();
    await expect(page.locator('.govuk-error-summary')).toBeFocused();
    await expectAccessible(page);
    await fill(page, { 'child.birth_date': inDays(-20), allowance_paid_before: 'false' });
    await page.getByRole('button', { name: check }).click();
    await expect(page.locator('h1')).toHaveText(yes);
    await expectAccessible(page);
    await page.goto(`/${language}/sergeli/services/birth-lump-sum/eligibility`);
    await fill(page, { 'child.birth_date': inDays(-20), allowance_paid_before: 'true' });
    await page.getByRole('button', { name: check }).click();
    await expect(page.locator('h1')).toHaveText(no);
    // Others of the same life event, each with the same question.
    await expect(page.locator('main .b-list a[href$="/eligibility"]').first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('the answers go into the application', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto('/en/sergeli/services/polyclinic-attachment/eligibility');
  await expect(page.locator('main [name^="child"]'), 'only where it is for a child').toHaveCount(0);
  await fill(page, { applies_for: 'child' });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.locator('main')).toContainText('there is more to ask');
  await expect(page.locator('.govuk-error-summary')).toHaveCount(0);
  await fill(page, { 'child.birth_date': inDays(-9000) });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.locator('h1')).toHaveText('No, not with these answers');
  await page.getByRole('button', { name: 'Change the answers' }).click();
  await expect(page.locator('main [name=applies_for][value=child]')).toBeChecked();
  await fill(page, { 'child.birth_date': inDays(-900) });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.locator('h1')).toHaveText('Yes, you can apply');
  await expect(page.locator('main')).toContainText("Child's birth certificate");
  await expect(page.locator('main')).toContainText('Free of charge');
  expect(page.url(), 'nothing of it stands in the address').toMatch(/\/services\/polyclinic-attachment\/eligibility$/);
  expect(await page.context().cookies(), 'nobody is known by it').toEqual([]);

  await page.getByRole('button', { name: 'Apply online' }).click();
  await expect(page).toHaveURL(/\/apply\/[^/]+\/person/);
  await page.goto(page.url().replace(/person.*/, 'who'));
  await expect(page.locator('main [name="child.birth_date"]')).toHaveValue(inDays(-900));
});

test('the fee follows the answers, in soʻm and in base calculation amounts', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await page.goto('/en/sergeli/services/property-right-registration/eligibility');
  for (const [kind, fee, share] of [['individual', /515\s000/, '1.25'], ['business', /2\s060\s000/, '5']] as const) {
    await fill(page, { kind, area: '80', right_basis: 'sale', right_basis_date: inDays(-30) });
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.locator('h1')).toHaveText('Yes, you can apply');
    await expect(page.locator('main')).toContainText(fee);
    await expect(page.locator('main')).toContainText(`${share} × base calculation amount`);
    await page.getByRole('button', { name: 'Change the answers' }).click();
  }
});

test('each service can be asked about', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  const { items } = await (await page.request.get('/api/v1/centres/sergeli/services')).json() as { items: { id: string }[] };
  expect(items).toHaveLength(44);
  for (const { id } of items) {
    expect((await page.goto(`/en/sergeli/services/${id}/eligibility`))?.status(), id).toBe(200);
    for (const name of ['family_name', 'given_name', 'pinfl', 'passport', 'phone'])
      await expect(page.locator(`main [name$="${name}"]`), `${id} asks for no name`).toHaveCount(0);
  }
});
