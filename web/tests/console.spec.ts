// The console of a window, and the board, where somebody presses what was not meant or the server is away.
import { expect, expectAccessible, test } from './support/centre.js';
import { atWindow, calls, closes, leaves, serves } from './support/window.js';

for (const scripts of [true, false]) {
  test(`F8 and Enter send nobody to the first service, ${scripts ? 'with' : 'without'} scripts`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, 'desktop')).newPage());
    const ticket = await centre.takeNext();
    await atWindow(centre, page, 'bobur', '4');
    await calls(page);
    await serves(page);
    const asked = scripts ? page : watched(await page.context().browser()!.newContext({ baseURL: centre.url, javaScriptEnabled: false, storageState: await page.context().storageState() }).then((context) => context.newPage()));
    await asked.goto(`/en/sergeli/console/4/tickets/${ticket.id}/transfer`);
    await expect(asked.locator('input[type=radio]:checked')).toHaveCount(0);
    await asked.locator('#note').fill('has all papers');
    await asked.locator('#transfer').click();
    await expect(asked.locator('.govuk-error-summary')).toContainText('Choose where to transfer the ticket');
    await expect(asked.locator('#note')).toHaveValue('has all papers');
    expect((await centre.get(`/api/v1/tickets/${ticket.id}`, 'operator'))['state']).toBe('serving');
    if (scripts) await expectAccessible(asked);
    await leaves(page, '4');
  });
}

test('F2 without a window says to choose one', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'bobur');
  await page.goto('/en/sergeli/console');
  await page.keyboard.press('F2');
  await expect(page.getByRole('alert')).toContainText('Choose a window first.');
  await expectAccessible(page);
});

test('what is folded in the menu of the console closes by Escape and by a click elsewhere', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'bobur');
  await page.goto('/en/sergeli/console');
  const more = page.locator('.b-more__fold');
  for (const leave of [() => page.keyboard.press('Escape'), () => page.locator('h1').click()]) {
    await more.locator('summary').click();
    await expect(more).toHaveAttribute('open', '');
    await leave();
    await expect(more).not.toHaveAttribute('open', '');
  }
});

test('the console has the languages and the menu, in each state', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await atWindow(centre, page, 'bobur', '5');
  await expect(page.getByRole('link', { name: 'Русский' })).toHaveAttribute('href', '/ru/sergeli/console/5');
  await expect(page.getByRole('navigation', { name: 'Pages of the centre' }).getByRole('link').first()).toBeVisible();
  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expectAccessible(page);
  await page.goto('/en/sergeli/console/5');
  await closes(page);
});

test('the board survives being loaded anew while the server is away', async ({ browser, centre, watched }) => {
  const ticket = await centre.take();
  await centre.post('/api/v1/centres/sergeli/windows/10/open', 'operator');
  await centre.post('/api/v1/centres/sergeli/windows/10/call', 'operator', { ticket: ticket.id });
  const page = watched(await (await centre.context(browser, 'board')).newPage());
  await page.goto('/en/sergeli/board');
  const number = page.locator('.b-brow__number').first();
  await expect(number).toHaveText(ticket.number);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await centre.stop('SIGKILL');
  await page.reload();
  await expect(number).toHaveText(ticket.number);
  await expect(page.locator('#offline')).toBeVisible();
  await expect(page.locator('.b-bside__logo')).toHaveJSProperty('complete', true);
  expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('flex');
  await centre.start(Number(new URL(page.url()).port));
  await expect(page.locator('#offline')).toBeHidden({ timeout: 20_000 });
  await centre.post(`/api/v1/tickets/${ticket.id}/start`, 'operator');
  await centre.post(`/api/v1/tickets/${ticket.id}/finish`, 'operator');
  await expect(page.locator('.b-brow')).toHaveCount(0);
});
