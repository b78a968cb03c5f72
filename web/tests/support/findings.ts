// Fills in what the step on a case's page has to find, whatever it is.
import type { Locator, Page } from '@playwright/test';
import { inDays } from './form.js';

const whatFits = async (input: Locator): Promise<string> => {
  const mode = await input.getAttribute('inputmode');
  if (mode === 'decimal') return '12';
  if (mode !== 'numeric') return 'Namuna 12';
  if (!(await input.getAttribute('class'))!.includes('width-10')) return '30101900000017';
  // What began has begun.
  return inDays(/_(from|since)$/.test((await input.getAttribute('name'))!) ? -30 : 30);
};

export async function findAll(page: Page): Promise<void> {
  const form = page.locator('form[action$="/approve"]').first();
  for (const input of await form.locator('fieldset input[type=text], fieldset input[type=tel], fieldset textarea').all()) {
    if (await input.inputValue() === '') await input.fill(await whatFits(input));
  }
  for (const select of await form.locator('fieldset select').all()) await select.selectOption({ index: 1 });
  const names = await form.locator('fieldset input[type=radio]').evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLInputElement).name))]);
  for (const name of names) await form.locator(`input[name="${name}"]`).first().check();
}
