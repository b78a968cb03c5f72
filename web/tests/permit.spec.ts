// A permit from the ticket to the proof: taken in at a window, four departments at once, one of them asks for a document, the applicant answers
// from a phone without JavaScript, the permit is issued, and a stranger checks it by the QR code on it.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/centre.js';
import { fill, inDays, png, zuhra } from './support/form.js';
import { qrOf } from './support/paper.js';
import { atWindow, calls, leaves, serves } from './support/window.js';
import { findAll } from './support/findings.js';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const main = (page: Page) => page.locator('main');

test('a permit, from the ticket to the proof', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const ticket = await centre.takeNext('reconstruction-permit');
  const desk = watched(await (await centre.context(browser, 'desktop')).newPage());
  await atWindow(centre, desk, 'aziza', '9');
  await calls(desk);
  await expect(desk.locator('h1')).toContainText(ticket.number);
  await serves(desk);
  await desk.locator('#intake').click();
  await press(desk, 'Continue');
  await fill(desk, {
    ...zuhra,
    'property_address.district': '1726283', 'property_address.mahalla': 'Navroʻz', 'property_address.street': 'Bogʻ koʻchasi, 5',
    cadastral_number: '10:07:03:02:01:0123', property_kind: 'house', area: '80', reconstruction_kind: 'extension', property_use: 'living',
    bearing_walls: 'false', work_from: inDays(30), work_to: inDays(120),
  });
  // What depends on the answers is asked when they are there.
  await press(desk, 'Continue');
  await expect(desk.getByRole('alert')).toContainText('Fill in: ');
  await fill(desk, { area_after: '60' });
  await press(desk, 'Continue');
  await expect(desk.getByRole('alert')).toContainText('The works have to make the area larger.');
  // Another use of the house needs no larger area, but the health service.
  await fill(desk, { reconstruction_kind: 'new-use', property_use: 'food' });
  await press(desk, 'Continue');
  await desk.waitForURL('**/documents');
  await press(desk, 'Continue');
  await press(desk, 'Take in the application');
  await expect(main(desk)).toContainText('The fee is still to be paid');
  const [shown, secret] = await desk.locator('main .b-code').allInnerTexts() as [string, string];
  const number = shown.replace('-', '');

  const paper = (await desk.locator('main .b-code[href]').getAttribute('href'))!;

  await leaves(desk, '9');
  await desk.goto(paper);
  await desk.getByLabel('Payment receipt number').fill('K-17');
  await press(desk, 'Take the payment');

  // Four departments work at the same time.
  const office: Record<string, Page> = {};
  for (const login of ['oybek', 'malika', 'rustam', 'nodira']) {
    const page = office[login] = watched(await (await centre.context(browser, 'desktop')).newPage());
    await centre.signIn(page, login);
    await page.getByRole('link', { name: shown }).click();
    await press(page, 'Take this task');
  }
  await office.oybek!.reload();
  await findAll(office.oybek!);
  await press(office.oybek!, 'Approve');
  await office.malika!.reload();
  await office.malika!.locator('summary', { hasText: 'Ask the applicant' }).click();
  await office.malika!.getByLabel('What to correct or add').fill('Please hand in the cadastral passport.');
  await office.malika!.locator('[name=marked][value="documents/cadastral-number"]').check();
  await press(office.malika!, 'Ask the applicant');
  await office.rustam!.reload();
  await expect(office.rustam!.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const phone = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await phone.goto(`/en/sergeli/my?number=${number}`);
  await phone.getByLabel('Secret code').fill(secret);
  await press(phone, 'Open');
  await expect(main(phone)).toContainText('Please hand in the cadastral passport.');
  await expect(main(phone)).toContainText('paused');
  await phone.getByRole('button', { name: 'Answer' }).click();
  await phone.locator('input[type=file]').setInputFiles({ name: 'cadastre.png', mimeType: 'image/png', buffer: png });
  await press(phone, 'Send the answer');
  await expect(phone.locator('.b-step--now').first()).toContainText('has until');

  for (const login of ['malika', 'rustam', 'nodira']) {
    await office[login]!.reload();
    if (login === 'malika') await expect(office[login]!.getByRole('link', { name: /^Open\s*: Cadastral number/ })).toBeVisible();
    await findAll(office[login]!);
    await press(office[login]!, 'Approve');
  }
  await office.oybek!.reload();
  await press(office.oybek!, 'Take this task');
  await findAll(office.oybek!);
  await press(office.oybek!, 'Approve');
  await press(office.oybek!, 'Sign and issue');
  await expect(main(office.oybek!)).toContainText('the result is issued');

  await phone.reload();
  await expect(phone.getByRole('button', { name: 'Download the document' })).toBeVisible();
  const file = await phone.getByRole('button', { name: 'Download the document' }).getAttribute('href');
  const pdf = await phone.request.get(file!);
  expect(pdf.status()).toBe(200);
  // Whoever holds the paper: the QR code on it leads here.
  const proof = new URL(qrOf(await pdf.body()));
  const code = proof.pathname.split('/').at(-1)!;
  expect(proof.pathname).toBe(`/verify/${code}`);
  const stranger = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await stranger.goto(proof.pathname);
  await expect(main(stranger)).toContainText(/haqiqiy|valid/i);
  expect((await stranger.request.get(`/api/v1/results/${code}/pdf`)).status()).toBe(404);
  await stranger.goto(`/en/sergeli/my/${number}`);
  await expect(main(stranger)).not.toContainText('Karimova');
  const checked = watched(await (await centre.context(browser, 'desktop')).newPage());
  await checked.goto(`/en/verify/${code}`);
  await expect(main(checked)).toContainText('The document is valid');
  await expectAccessible(checked);
});
