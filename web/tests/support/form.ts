// Fills in the pages of an application, whatever they ask, from one table of answers.
import type { Page } from '@playwright/test';
import { expect, type Centre } from './centre.js';

export const inDays = (days: number): string => {
  const [year, month, day] = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${day}.${month}.${year}`;
};

// The same day as the API has it.
export const isoInDays = (days: number): string => inDays(days).split('.').reverse().join('-');

export interface HandedIn { number: string; secret: string; shown: string; steps: { id: string }[] }

// The specialist takes the task and asks the applicant for the birth certificate anew.
export async function asksForDocument(centre: Centre, office: Page, made: HandedIn, words: string, again = false): Promise<void> {
  if (!again) await centre.signIn(office, 'zarina');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  if (!again) await office.getByRole('button', { name: 'Take this task' }).click();
  await office.locator('summary', { hasText: 'Ask the applicant' }).click();
  await office.getByLabel('What to correct or add').fill(words);
  await office.locator('[name=marked][value="documents/birth-certificate"]').check();
  await office.getByRole('button', { name: 'Ask the applicant', exact: true }).click();
}

// Zuhra Karimova hands in an application at a window.
export async function handIn(centre: Centre, service: string, answers: object, documents: object = {}): Promise<HandedIn> {
  const applicant = { family_name: 'Karimova', given_name: 'Zuhra', birth_date: '1990-03-02', passport: 'AA1234567', phone: '+998901234567' };
  const made = await centre.post('/api/v1/applications', 'operator', { centre: 'sergeli', service, applicant, answers, documents }) as unknown as HandedIn;
  return { ...made, shown: `${made.number.slice(0, 4)}-${made.number.slice(4)}` };
}

// For a place in a kindergarten.
export const kindergarten = (centre: Centre, documents: object = {}, more: object = {}): Promise<HandedIn> => handIn(centre, 'kindergarten-referral', {
  child: { family_name: 'Karimov', given_name: 'Anvar', birth_date: isoInDays(-1000) },
  child_relation: 'mother',
  birth_certificate_number: 'I-TV 123456',
  home_address: { district: '1726283', mahalla: 'Navroʻz', street: 'Bogʻ koʻchasi, 5' },
  kindergarten: 12,
  kindergarten_group: 'full-day',
  wanted_from: isoInDays(30),
  child_benefit: 'none',
  ...more,
}, documents);

// The least PNG that there is.
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export type Answers = Record<string, string>;

export const zuhra: Answers = {
  family_name: 'Karimova', given_name: 'Zuhra', middle_name: 'Botir qizi', birth_date: '02.03.1990', passport: 'AA1234567',
  phone: '+998901234567',
};

// Answers what this page asks of the table. What it asks and the table lacks is left.
export async function fill(page: Page, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const fields = page.locator(`main [name="${name}"]`);
    if (await fields.count() === 0) continue;
    const first = fields.first();
    const kind = await first.evaluate((node) => `${node.tagName} ${(node as HTMLInputElement).type}`);
    if (kind === 'INPUT radio' || kind === 'INPUT checkbox') await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind.startsWith('SELECT')) await first.selectOption(value);
    else await first.fill(value);
  }
}

// From page to page until what was answered is to be checked.
export async function answerAll(page: Page, answers: Answers, look: (page: Page) => Promise<void>): Promise<void> {
  for (let i = 0; i < 40 && !page.url().endsWith('/check'); ++i) {
    const here = page.url();
    await look(page);
    await fill(page, answers);
    const file = page.locator('input[type=file]');
    if (await file.count() > 0) await file.first().setInputFiles({ name: 'document.png', mimeType: 'image/png', buffer: png });
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(page.url(), await page.locator('main').innerText()).not.toBe(here);
  }
}
