// What is asked of the state and not of who applies: registries answer, or do not know and a person goes on.
import type { Page } from '@playwright/test';
import { Centre, expect, expectAccessible, test } from './support/centre.js';
import { findAll } from './support/findings.js';
import { answerAll, inDays, png, zuhra, type Answers } from './support/form.js';
import { textOf } from './support/paper.js';
import { Registries } from './support/registry.js';

const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const registries = new Registries({
  'population-registry': { outcome: 'confirmed' },
  'pension-fund': { outcome: 'confirmed', data: { pension_kind: 'old-age', monthly_amount: 1_837_500, paid_from: '2021-04-01' } },
  'civil-registry': { outcome: 'unknown', comment: 'The archive of that year is still on paper.' },
});
let centre: Centre;

test.beforeAll(async () => {
  centre = new Centre(true);
  await centre.start(0, { registries: await registries.start() });
});
test.afterAll(async () => {
  await centre.stop();
  registries.stop();
  centre.remove();
});

// Online, without a document; the page of the application is open then.
async function applies(page: Page, service: string, answers: Answers): Promise<string> {
  await page.goto(`/en/sergeli/services/${service}`);
  await press(page, 'Apply online');
  await answerAll(page, answers, async (here) => { expect(here.url(), 'no document is asked for').not.toContain('/document-'); });
  await press(page, 'Send the application');
  const number = page.locator('main .b-code[href]');
  const shown = await number.innerText();
  await number.click();
  return shown.replace('-', '');
}

// What came of a question stands on the page as soon as the registry was heard.
async function says(page: Page, words: string): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(main(page)).toContainText(words, { timeout: 500 });
  }).toPass({ timeout: 15_000 });
}

// No page is wider than its window, in the four languages.
async function holds(page: Page): Promise<void> {
  const here = page.url();
  for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
    await page.goto(here.replace(/\/en\//, `/${language}/`));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), page.url()).toBe(true);
  }
}

const about = (page: Page, document: string) => main(page).locator('ul.b-list > li', { hasText: document });

const pension = { ...zuhra, whole_period: 'true', certificate_purpose: 'bank' };

// The sum in the applicant's language, and in Uzbek.
const sentences = {
  en: 'Receives the payment “Old-age pension” of 1 837 500 soʻm a month since 1 April 2021.',
  ru: 'С 1 апреля 2021 г. получает выплату «Пенсия по возрасту» в размере 1 837 500 сум в месяц.',
};
const inUzbek = '2021-yil 1-aprel sanasidan boshlab oyiga 1 837 500 soʻm miqdorida «Yoshga doir pensiya» toʻlovini oladi.';
const decidedBy = { en: 'Decided by District office of the Pension Fund', ru: 'Кем принято решение Районный отдел Пенсионного фонда' };

for (const language of ['en', 'ru'] as const) {
  test(`the sum of a pension comes from the fund, who gets it hands in nothing, and it is certified in ${language}`, async ({ browser, watched }) => {
    const phone = watched(await (await centre.context(browser, 'phone')).newPage());
    await phone.goto('/en/sergeli/services/pension-certificate');
    const spared = main(phone).getByText('Online you need not hand these in. We ask the state for them:');
    await expect(spared).toBeVisible();
    await expect(spared.locator('xpath=following-sibling::ul[1]')).toContainText('Passport or ID card');
    await expectAccessible(phone);
    await holds(phone);

    const number = await applies(phone, 'pension-certificate', { ...pension, language });
    await says(phone, 'Population registry: confirmed');
    await expect(main(phone)).toContainText('Asked of registries instead of you');
    await expectAccessible(phone);
    await holds(phone);
    const asked = registries.asked.filter((one) => one.case === number);
    expect(asked.map((one) => one.registry).sort()).toEqual(['pension-fund', 'population-registry']);

    const office = watched(await (await centre.context(browser, 'desktop')).newPage());
    await centre.signIn(office, 'shuhrat');
    await office.goto(`/en/sergeli/cases/${number}`);
    await expect(about(office, 'Passport or ID card')).toContainText('Population registry: confirmed');
    await says(office, '1 837 500 soʻm');
    await press(office, 'Take this task');
    await expectAccessible(office);
    await press(office, 'Approve');
    await expect(office.getByRole('article').first()).toContainText(sentences[language]);
    await expectAccessible(office);
    await press(office, 'Sign and issue');
    await expect(main(office)).toContainText('the result is issued');

    await phone.reload();
    await expectAccessible(phone);
    const code = (await phone.getByRole('link', { name: 'Check that it is genuine' }).getAttribute('href'))!.split('/').at(-1)!;
    const pdf = await phone.request.get(`/api/v1/results/${code}/pdf`);
    expect(pdf.status()).toBe(200);
    const text = textOf(await pdf.body()).replace(/\s+/g, ' ');
    for (const words of [sentences[language], inUzbek, decidedBy[language], 'Karimova Zuhra Botir qizi', 'Oylik toʻlov miqdori 1 837 500 soʻm'])
      expect(text).toContain(words);
  });
}

const child = {
  ...zuhra, 'child.family_name': 'Karimov', 'child.given_name': 'Anvar', 'child.birth_date': inDays(-1000), child_relation: 'mother',
  birth_certificate_number: 'I-TV 123456', 'home_address.district': '1726283', 'home_address.mahalla': 'Navroʻz',
  'home_address.street': 'Bogʻ koʻchasi, 5', kindergarten: '12', kindergarten_group: 'full-day', wanted_from: inDays(30), child_benefit: 'none',
};

test('what a registry does not know is looked at by a person, and only then asked of the applicant', async ({ browser, watched }) => {
  const phone = watched(await (await centre.context(browser, 'phone')).newPage());
  const number = await applies(phone, 'kindergarten-referral', child);
  await says(phone, 'Civil status registry: could not say; a specialist looks at it');

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.goto(`/en/sergeli/cases/${number}`);
  await expect(main(office)).toContainText('Asked of the state instead of the applicant');
  await expect(about(office, "Child's birth certificate")).toContainText('Civil status registry: could not say; a specialist looks at it');
  await expect(about(office, 'Passport or ID card')).toContainText('Population registry: confirmed');
  await expect(main(office)).toContainText('The archive of that year is still on paper.');
  await press(office, 'Take this task');
  await office.locator('summary', { hasText: 'Ask the applicant' }).click();
  await expectAccessible(office);
  await office.getByLabel('What to correct or add').fill('Please send a picture of the certificate.');
  await office.locator('[name=marked][value="documents/birth-certificate"]').check();
  await press(office, 'Ask the applicant');
  await expect(office.getByRole('alert')).toContainText('The question was sent to the applicant.');
  await holds(office);

  await phone.reload();
  await expect(main(phone)).toContainText('Please send a picture of the certificate.');
  await expectAccessible(phone);
  await holds(phone);
  await press(phone, 'Answer');
  await expect(phone.locator('input[type=file]')).toHaveCount(1);
  await expectAccessible(phone);
  await phone.locator('input[type=file]').setInputFiles({ name: 'certificate.png', mimeType: 'image/png', buffer: png });
  await press(phone, 'Send the answer');
  await expect(main(phone)).toContainText('certificate.png');

  await office.reload();
  await expect(office.getByRole('link', { name: /^Open\s*: Child's birth certificate/ })).toBeVisible();
  await press(office, 'Approve');
  await expect(office.getByRole('alert')).toContainText('The task is done: in favour.');
  await press(office, 'Take this task');
  await findAll(office);
  await press(office, 'Approve');
  await press(office, 'Sign and issue');
  await phone.reload();
  await expect(phone.getByRole('button', { name: 'Download the document' })).toBeVisible();
  await expectAccessible(phone);
});
