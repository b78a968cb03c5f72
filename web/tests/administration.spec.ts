// The administrator's pages: a forgotten password, another role, a device that is connected.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Centre } from './support/centre.js';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

// Adds somebody of their own, so that no other test loses its session.
async function added(page: Page, login: string): Promise<void> {
  await page.goto('/en/sergeli/staff');
  await page.getByLabel('Name').fill(`${login} of the tests`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Role').selectOption('host');
  await page.getByLabel('Temporary password').fill('a temporary one 41');
  await press(page, 'Add a person');
  await expect(page.getByRole('row', { name: login })).toBeVisible();
}
async function signsIn(centre: Centre, page: Page, login: string, password: string): Promise<void> {
  await page.goto(`${centre.url}/en/sign-in`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Sign in');
}

for (const size of ['phone', 'desktop'] as const) {
  test(`a forgotten password is replaced by a temporary one, on a ${size}`, async ({ browser, centre, watched }) => {
    const login = `forgot.${size}`;
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'jasur');
    await added(page, login);
    const theirs = watched(await (await centre.context(browser, size)).newPage());
    await signsIn(centre, theirs, login, 'a temporary one 41');
    await theirs.waitForURL('**/account');

    await page.getByRole('link', { name: `Change ${login}` }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Reset the password' }).click();
    await expectAccessible(page);
    await press(page, 'Yes, reset');
    await expect(page.locator('main')).toContainText('shown only now');
    await expectAccessible(page);
    const password = (await page.locator('.b-secret code').last().innerText()).trim();

    await theirs.goto('/en/account');
    await expect(theirs, 'the session is over').toHaveURL(/sign-in/);
    await signsIn(centre, theirs, login, password);
    await expect(theirs.locator('main')).toContainText('temporary password');
    await theirs.goto('/en/sergeli/host');
    await expect(theirs, 'another password comes first').toHaveURL(/account$/);
    await theirs.getByLabel('Present password').fill(password);
    await theirs.getByLabel('New password').fill('quite another one 17');
    await press(theirs, 'Change the password');
    await expect(theirs).toHaveURL(/\/host$/);
  });

  test(`another role is given and the old rights end, on a ${size}`, async ({ browser, centre, watched }) => {
    const login = `moved.${size}`;
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'jasur');
    await added(page, login);
    await page.getByRole('link', { name: `Change ${login}` }).click();
    await page.getByLabel('Role').selectOption('specialist');
    await press(page, 'Save');
    await expect(page.getByRole('alert')).toContainText('at least one department for a specialist or a head of a department');
    await expectAccessible(page);
    await page.getByRole('checkbox').first().check();
    await press(page, 'Save');
    await expect(page.getByRole('row', { name: login })).toContainText('Department specialist');
  });

  test(`a device is connected by a code that it scans, on a ${size}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'jasur');
    await page.goto('/en/sergeli/devices');
    await page.getByLabel('Name').fill(`Kiosk ${size}`);
    await page.getByLabel('Role').selectOption('kiosk');
    await press(page, 'Add a device');
    await expect(page.getByRole('img', { name: 'QR code that connects the device' })).toBeVisible();
    await expectAccessible(page);
    const token = (await page.locator('.b-secret code').last().innerText()).trim();
    await page.goto('/en/sergeli/devices');
    await page.getByLabel('Name').fill(`Kiosk ${size}`);
    await page.getByLabel('Role').selectOption('board');
    await press(page, 'Add a device');
    await expect(page.getByRole('alert'), 'a second one of the same name').toContainText('Another device of the centre has this name');
    await expectAccessible(page);

    // A camera opens the address; a scanner types it into the field.
    const tablet = watched(await (await centre.context(browser, size)).newPage());
    await tablet.goto(`/en/device#${token}`);
    await expect(tablet.getByLabel('Token')).toHaveValue(token);
    expect(new URL(tablet.url()).hash, 'the token leaves the address').toBe('');
    const scanned = watched(await (await centre.context(browser, size, { javaScriptEnabled: false })).newPage());
    await scanned.goto('/en/device');
    await scanned.getByLabel('Token').fill(`${centre.url}/en/device#${token}`);
    await scanned.getByLabel('Token').press('Enter');
    await expect(scanned.locator('main')).toContainText(`Kiosk ${size}`);
    await press(scanned, 'Use this screen');
    await expect(scanned).toHaveURL(/\/kiosk$/);
  });
}
