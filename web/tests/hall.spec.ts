// What the screens of the hall do by themselves: the kiosk after a ticket, the console's keys, alarms that come with time.
import { expect, posts, test, type Shown } from './support/screens.js';

test.describe('the kiosk', () => {
  const ticket = (): Shown => ({ script: 'kiosk', data: { step: 'ticket', home: '/kiosk' }, main: '<h1>A001</h1><a class="b-kdone" href="/kiosk">Done</a>' });
  test.beforeEach(async ({ page, screens }) => {
    screens.pages.set('/kiosk', () => ({ script: 'kiosk', data: { step: 'language', home: '' }, main: '<h1>Language</h1>' }));
    screens.pages.set('/ticket', ticket);
    await page.addInitScript(() => { window.print = () => { (globalThis as { printed?: number }).printed = ((globalThis as { printed?: number }).printed ?? 0) + 1; }; });
  });

  test('goes home 15 seconds after a ticket, and later while somebody still reads it', async ({ page }) => {
    await page.clock.install();
    await page.goto('/ticket');
    await page.clock.runFor(14_000);
    await expect(page.locator('h1')).toHaveText('A001');
    await page.locator('h1').click();
    await page.clock.runFor(14_000);
    await expect(page.locator('h1')).toHaveText('A001');
    await page.clock.runFor(2_000);
    await expect(page).toHaveURL(/\/kiosk$/);
  });

  test('prints a ticket once, also when it is shown again', async ({ page }) => {
    const printed = () => page.evaluate(() => (globalThis as { printed?: number }).printed ?? 0);
    await page.goto('/kiosk');
    expect(await printed()).toBe(0);
    await page.goto('/ticket');
    await expect.poll(printed).toBe(1);
    await page.reload();
    await expect(page.locator('h1')).toHaveText('A001');
    expect(await printed()).toBe(0);
  });
});

test.describe('the console', () => {
  test.beforeEach(({ screens }) => {
    screens.pages.set('/console', () => ({ script: 'console', data: { state: 'serving' }, main: `<div id="problem"><p>Not done</p></div><h1>A001</h1>
      <form method="post" action="/note" data-enhance><input id="note" name="text"></form><a id="transfer" href="/transfer" data-enhance data-key="F8">Transfer</a>` }));
    screens.pages.set('/transfer', () => ({ script: 'console', data: { state: 'serving' }, main: `<a href="/console" data-enhance data-key="Escape">Back</a>
      <form method="post" action="/transfer" data-enhance><h1>Where to?</h1><input type="radio" name="to" id="to" value="service"><input type="radio" name="to" id="to-2" value="window">
      <textarea id="words" name="note"></textarea><button id="send" data-key="F8">Transfer</button></form>` }));
    screens.handlers.set('POST /transfer', (_, response) => {
      response.writeHead(422, { 'Content-Type': 'text/html' }).end(screens.html('/transfer', { script: 'console', data: { state: 'serving' }, main: `<div class="govuk-error-summary"><ul class="govuk-error-summary__list"><li>Choose where</li></ul></div><h1>Where to?</h1>` })[1]);
    });
  });

  test('sends nobody to the first service when a key is pressed too often', async ({ page, screens }) => {
    await page.goto('/console');
    await page.keyboard.press('F8');
    await expect(page).toHaveURL(/\/transfer$/);
    await expect(page.locator('#to')).toBeFocused();
    await expect(page.locator('#to')).not.toBeChecked();
    await page.keyboard.press('Enter');
    await expect(page.locator('.govuk-error-summary')).toBeFocused();
    await expect(page.locator('#say')).toHaveText('Choose where');
    expect([...posts(screens, '/transfer')[0]!.fields]).toEqual([['note', '']]);
  });

  test('lets Escape empty what is typed, close a question and what was said', async ({ page, screens }) => {
    await page.goto('/console');
    await page.keyboard.press('Escape');
    await expect(page.locator('#problem')).toHaveCount(0);
    await page.locator('#note').fill('half a no');
    await page.keyboard.press('Escape');
    await expect(page.locator('#note')).toHaveValue('');
    await page.keyboard.press('F8');
    await page.locator('#words').fill('half a no');
    await page.keyboard.press('Escape');
    await expect(page.locator('#words')).toHaveValue('');
    await expect(page).toHaveURL(/\/transfer$/);
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/console$/);
    await expect(page.locator('h1')).toHaveText('A001');
    expect(screens.posted).toHaveLength(0);
  });

  test('shows an alarm that begins with time and not with an event', async ({ page, screens }) => {
    let alarm = '';
    screens.pages.set('/called', () => ({ script: 'console', live: true, main: `<section id="current" data-live>${alarm}</section>` }));
    await page.clock.install();
    await page.goto('/called');
    await expect.poll(() => screens.streams.size).toBe(1);
    alarm = '<p role="alert">The call is unanswered</p>';
    // The server speaks all the time: it is not a silence that ends.
    for (let second = 0; second < 31; ++second) {
      screens.send('event: ping\ndata: {}\n\n');
      await page.clock.runFor(1_000);
    }
    await expect(page.getByRole('alert')).toHaveText('The call is unanswered');
  });
});
