// No refusal is a dead end, and what somebody wrote is not lost with it.
import { truncateSync, writeFileSync } from 'node:fs';
import { expect, expectAccessible, test } from './support/centre.js';
import { asksForDocument, kindergarten } from './support/form.js';

for (const size of ['phone', 'desktop'] as const) {
  test(`a page that is not there leads a resident on, on a ${size}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, size, { javaScriptEnabled: size === 'desktop' })).newPage());
    expect((await page.goto('/en/sergeli/nothing/here'))!.status()).toBe(404);
    if (size === 'desktop') await expectAccessible(page);
    for (const name of ['All services', 'My applications', 'Go to the start page']) {
      const address = (await page.locator('main').getByRole('link', { name }).getAttribute('href'))!;
      expect((await page.request.get(centre.url + address)).status(), address).toBe(200);
    }
  });
}

test('whose role may not is led to their work', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'zarina');
  expect((await page.goto('/en/sergeli/staff'))!.status()).toBe(403);
  await expectAccessible(page);
  await page.locator('main').getByRole('link', { name: 'Go to your work page' }).click();
  await expect(page).toHaveURL(/\/worklist(\?|$)/);
});

test('who has to sign in is told what comes after it', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/worklist');
  await expect(page.locator('main')).toContainText('you come back to the page');
  await expectAccessible(page);
});

test('an applicant whose access has ended still reads what they wrote', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const context = await centre.context(browser, 'phone', { javaScriptEnabled: false });
  const page = watched(await context.newPage());
  await page.goto(`/en/sergeli/my?number=${made.number}`);
  await page.getByLabel('Secret code').fill(made.secret);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('summary', { hasText: 'Write to the centre' }).click();
  await page.locator('main [name=text]').fill('My telephone has changed.');
  await context.clearCookies();
  await page.locator('form[action$="/message"] button').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not sent');
  await expect(page.locator('main textarea')).toHaveValue('My telephone has changed.');
  await page.getByRole('link', { name: 'Open the application' }).click();
  await expect(page.getByLabel('Secret code')).toBeVisible();
});

test('a text beside a file that is too large is still there', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const desk = watched(await (await centre.context(browser, 'desktop')).newPage());
  await asksForDocument(centre, desk, made, 'Please hand in the certificate again.');
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto(`/en/sergeli/my?number=${made.number}`);
  await page.getByLabel('Secret code').fill(made.secret);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  // 22 MB are read and refused; 45 MB are not even read.
  for (const megabytes of [22, 45]) {
    await page.goto(`/en/sergeli/my/${made.number}/answer`);
    await page.locator('main [name=text]').fill(`The scan has ${megabytes} MB.`);
    const scan = test.info().outputPath('scan.png');
    writeFileSync(scan, '');
    truncateSync(scan, megabytes * 1_000_000);
    await page.locator('input[type=file]').first().setInputFiles(scan);
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await expect(page.getByRole('alert')).toContainText(/20 MB|too large/i);
    await expect(page.locator('main [name=text]')).toHaveValue(`The scan has ${megabytes} MB.`);
    await expectAccessible(page);
  }
});
