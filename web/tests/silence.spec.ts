// A permit that nobody decides on: what the law says of it, forty days later.
import type { Page } from '@playwright/test';
import { Centre, expect, expectAccessible, test } from './support/centre.js';
import { answerAll, inDays, zuhra } from './support/form.js';
import { textOf } from './support/paper.js';

const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const facade = {
  ...zuhra, kind: 'business', organisation: 'Bahor savdo', tin: '301234567',
  'property_address.district': '1726283', 'property_address.mahalla': 'Navroʻz', 'property_address.street': 'Bogʻ koʻchasi, 5',
  property_kind: 'house', heritage_building: 'false', facade_change: 'colour', facade_description: 'White instead of grey.',
  work_from: inDays(60), work_to: inDays(90),
};

let centre: Centre;
test.beforeAll(async () => {
  centre = new Centre();
  await centre.start();
});
test.afterAll(async () => {
  await centre.stop();
  centre.remove();
});

test('what nobody decides in term is granted by law, and the permit says so', async ({ browser, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/facade-change-approval');
  await press(page, 'Apply online');
  await answerAll(page, facade, async () => {});
  await press(page, 'Send the application');
  const number = page.locator('main .b-code[href]');
  await centre.post(`/api/v1/applications/${(await number.innerText()).replace('-', '')}/pay`, 'operator', { receipt: 'K-1' });
  await number.click();
  await expect(main(page)).toContainText('To be decided by');
  await expect(main(page)).not.toContainText('granted by law');

  const port = Number(new URL(centre.url).port);
  await centre.stop();
  await centre.start(port, { ahead: '+40d' });
  // A computer that was off for so long does nothing of its own before somebody says that its clock is right.
  await page.reload();
  await expect(main(page)).toContainText('To be decided by');
  centre.confirmClock();
  await expect(async () => {
    await page.reload();
    await expect(main(page)).toContainText('It was not decided in term and is therefore granted by law.', { timeout: 500 });
    await expect(page.getByRole('button', { name: 'Download the document' })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(main(page)).toContainText('Granted: it was not decided in term');
  await expectAccessible(page);

  const code = (await page.getByRole('link', { name: 'Check that it is genuine' }).getAttribute('href'))!.split('/').at(-1)!;
  const pdf = await page.request.get(`/api/v1/results/${code}/pdf`);
  expect(pdf.status()).toBe(200);
  const text = textOf(await pdf.body()).replace(/\s+/g, ' ');
  expect(text).toContain('The application was not decided within its term');
  expect(text).toContain('Law on licensing, permitting and notification procedures, ZRU-701');
  expect(text).toContain('OʻRQ-701-son Qonun');
  expect(text, 'no official decided').not.toContain('Decided by');
  await page.goto(`/en/verify/${code}`);
  await expect(main(page)).toContainText('The document is valid');
  await expectAccessible(page);
});
