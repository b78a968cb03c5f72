// What the scripts of the screens do, each alone, over pages that the test makes.
import type { Page } from '@playwright/test';
import { expect, posts, said, test, type Screens, type Shown } from './support/screens.js';

const offline = (page: Page) => page.locator('#offline');

test.describe('live parts', () => {
  let shown = 'A001';
  const queue = (): Shown => ({
    script: 'console', live: true, title: `Queue ${shown}`,
    main: `<input id="note" name="note"><section id="queue" data-live><p>${shown}</p><button id="call-1">Call</button>
      <button id="of-${shown}">Of this ticket</button></section>
      <p id="still" data-live>Waits <span data-since="2026-01-01T00:00:00Z" data-limit="60">${shown}</span></p>`,
  });
  test.beforeEach(({ screens }) => {
    shown = 'A001';
    screens.pages.set('/queue', queue);
  });

  test('are replaced when something happens; focus and typed text stay', async ({ page, screens }) => {
    await page.goto('/queue');
    await page.locator('#note').fill('half a no');
    await page.locator('#call-1').focus();
    await page.evaluate(() => { document.getElementById('still')!.dataset['same'] = 'yes'; });
    shown = 'A002';
    screens.happen();
    await expect(page.locator('#queue p')).toHaveText('A002');
    await expect(page).toHaveTitle('Queue A002');
    await expect(page.locator('body')).toHaveAttribute('data-seq', '2');
    await expect(page.locator('#call-1')).toBeFocused();
    await expect(page.locator('#note')).toHaveValue('half a no');
    // A timer's text is no difference, and it is over its limit.
    await expect(page.locator('#still')).toHaveAttribute('data-same', 'yes');
    await expect(page.locator('#still span')).toHaveClass('b-over');
  });

  test('take the focus when what had it is gone', async ({ page, screens }) => {
    await page.goto('/queue');
    await page.locator('#of-A001').focus();
    shown = 'A002';
    screens.happen();
    await expect(page.locator('#queue')).toBeFocused();
  });

  test('wait while somebody fills them in', async ({ page, screens }) => {
    screens.pages.set('/form', () => ({ script: 'hall', live: true, main: `<form id="f" data-live><input id="why"><p>${shown}</p></form>` }));
    await page.goto('/form');
    await page.locator('#why').fill('because');
    shown = 'A002';
    screens.happen();
    await expect.poll(() => screens.asked.filter((path) => path === '/form').length).toBeGreaterThan(1);
    await expect(page.locator('#f p')).toHaveText('A001');
    await expect(page.locator('#why')).toHaveValue('because');
    await page.locator('#why').blur();
    await expect(page.locator('#f p')).toHaveText('A002');
  });

  test('are asked for again when the answer failed', async ({ page, screens }) => {
    await page.goto('/queue');
    let failures = 0;
    screens.handlers.set('GET /queue', (_, response) => {
      ++failures;
      screens.handlers.delete('GET /queue');
      response.writeHead(503).end();
    });
    shown = 'A002';
    screens.happen();
    await expect(page.locator('#queue p')).toHaveText('A002');
    expect(failures).toBe(1);
  });

  test('do not go back when an older answer comes late', async ({ page, screens }) => {
    await page.goto('/queue');
    const [status, old] = screens.html('/queue', queue());
    shown = 'A002';
    screens.happen();
    await expect(page.locator('#queue p')).toHaveText('A002');
    screens.handlers.set('GET /queue', (_, response) => { response.writeHead(status, { 'Content-Type': 'text/html' }).end(old); });
    screens.happen();
    await expect.poll(() => screens.asked.filter((path) => path === '/queue').length).toBeGreaterThan(2);
    await expect(page.locator('#queue p')).toHaveText('A002');
  });

  test('of a page that nobody may see any more lead to what the server says', async ({ page, screens }) => {
    await page.goto('/queue');
    screens.pages.set('/windows', () => ({ script: 'console', main: '<h1>Which window?</h1>' }));
    screens.handlers.set('GET /queue', (_, response) => { screens.seeOther(response, '/windows'); });
    screens.happen();
    await expect(page).toHaveURL(/windows/);
  });

  test('leave the title to a page with another question', async ({ page, screens }) => {
    screens.pages.set('/question', () => ({ script: 'console', title: 'A question', live: true, data: { source: '/queue' }, main: `<p id="queue" data-live></p>` }));
    await page.goto('/question');
    shown = 'A002';
    screens.happen();
    await expect(page.locator('#queue p')).toHaveText('A002');
    await expect(page).toHaveTitle('A question');
  });
});

test.describe('the stream', () => {
  test.beforeEach(({ screens }) => {
    screens.pages.set('/board', () => ({ script: 'board', live: true, main: `<p id="part" data-live>${screens.seq}</p>` }));
  });

  test('is one for all pages of a browser', async ({ context, screens }) => {
    const pages = [await context.newPage(), await context.newPage(), await context.newPage()];
    for (const page of pages) await page.goto('/board');
    await expect.poll(() => screens.streams.size).toBe(1);
    screens.happen();
    for (const page of pages) await expect(page.locator('#part')).toHaveText('2');
    expect(screens.resumed).toEqual(['1']);
    await pages[0]!.close();
    await pages[1]!.close();
    screens.happen();
    await expect(pages[2]!.locator('#part')).toHaveText('3');
    await pages[2]!.close();
    await expect.poll(() => screens.streams.size).toBe(0);
  });

  test('of what staff may know is another, and ends with its last page', async ({ context, screens }) => {
    screens.pages.set('/console', () => ({ script: 'console', live: true, main: '' }));
    const board = await context.newPage(), desk = await context.newPage();
    await board.goto('/board');
    await desk.goto('/console');
    await expect.poll(() => screens.streams.size).toBe(2);
    await desk.goto('/healthz');
    await expect.poll(() => screens.streams.size).toBe(1);
    screens.happen();
    await expect(board.locator('#part')).toHaveText('2');
  });

  test('is resumed after the last event when it was cut', async ({ page, screens }) => {
    await page.goto('/board');
    await expect.poll(() => screens.streams.size).toBe(1);
    screens.happen();
    await expect(page.locator('#part')).toHaveText('2');
    screens.cut();
    await expect.poll(() => screens.resumed).toEqual(['1', '2']);
  });

  test('is the page\'s own where browsers have no shared workers', async ({ page, screens }) => {
    await page.addInitScript(() => { Reflect.deleteProperty(globalThis, 'SharedWorker'); });
    await page.goto('/board');
    await expect.poll(() => screens.streams.size).toBe(1);
    screens.happen();
    await expect(page.locator('#part')).toHaveText('2');
    await page.goto('/healthz');
    await expect.poll(() => screens.streams.size).toBe(0);
  });

  test('makes the page begin anew when too much was missed', async ({ page, screens }) => {
    await page.goto('/board');
    await expect.poll(() => screens.streams.size).toBe(1);
    screens.seq = 5000;
    screens.send('event: reset\ndata: {}\n\n');
    await expect(page.locator('body')).toHaveAttribute('data-seq', '5000');
  });

  test('that is silent for five seconds is said, and heals', async ({ page, screens }) => {
    await page.clock.install();
    await page.goto('/board');
    await expect.poll(() => screens.streams.size).toBe(1);
    await page.clock.runFor(3_000);
    await expect(offline(page)).toBeHidden();
    screens.pinging = false;
    await page.clock.runFor(6_000);
    await expect(offline(page)).toBeVisible();
    await expect(page.locator('#part')).toHaveText('1');
    ++screens.seq;
    screens.pinging = true;
    await page.clock.resume();
    await expect(offline(page)).toBeHidden();
    await expect(page.locator('#part')).toHaveText('2');
  });

  test('of a newer program loads the page anew', async ({ page, screens }) => {
    await page.goto('/board');
    screens.handlers.set('GET /assets/2/board.js', (_, response) => { response.setHeader('Content-Type', 'text/javascript'); response.end(''); });
    screens.handlers.set('GET /board', (_, response) => {
      const [, html] = screens.html('/board', screens.pages.get('/board')!());
      response.setHeader('Content-Type', 'text/html');
      response.end(html.replace('/assets/1/board.js', '/assets/2/board.js'));
    });
    screens.happen();
    await expect(page.locator('script[src="/assets/2/board.js"]')).toHaveCount(1);
  });
});

test('the board lets a new call stand out for nine seconds, and a recall again', async ({ page, screens }) => {
  let calls = ['A001@1#0'];
  screens.pages.set('/board', () => ({
    script: 'board', live: true, main: `<ol id="calls" data-live>${calls.map((call) => `<li data-call="${call}">${call}</li>`).join('')}</ol>`,
  }));
  await page.clock.install();
  await page.goto('/board');
  const fresh = page.locator('.b-brow--new');
  await expect(fresh).toHaveCount(0);
  calls = ['A002@2#0', 'A001@1#0'];
  screens.happen();
  await expect(fresh).toHaveText('A002@2#0');
  await page.clock.runFor(8_000);
  await expect(fresh).toHaveCount(1);
  await page.clock.runFor(2_000);
  await expect(fresh).toHaveCount(0);
  calls = ['A001@1#1', 'A002@2#0'];
  screens.happen();
  await expect(fresh).toHaveText('A001@1#1');
});

test('clocks go by the server\'s time, and what may be taken back only for a while goes', async ({ page, screens }) => {
  const now = new Date('2026-03-02T05:30:00Z');
  screens.pages.set('/console', () => ({
    script: 'console', data: { now: '2026-03-02T05:30:00Z' },
    main: '<p data-clock></p><span data-since="2026-03-02T05:28:55Z"></span><button data-until="2026-03-02T05:30:05Z">Undo</button>',
  }));
  await page.clock.install({ time: now.getTime() + 3_600_000 });  // this computer is an hour wrong
  await page.goto('/console');
  await expect(page.locator('[data-clock]')).toHaveText('10:30');
  await expect(page.locator('[data-since]')).toHaveText(/^1:0\d$/);
  await expect(page.locator('button')).toBeVisible();
  await page.clock.runFor(7_000);
  await expect(page.locator('button')).toBeHidden();
});

test.describe('the console', () => {
  let state = 'free';
  const console_ = (problem = ''): Shown => ({
    script: 'console', title: `Window 1 ${state}`, data: { state }, around: `<header id="bar">${state}</header>`,
    main: `${problem}<h1>${state}</h1><form id="actions" method="post" action="/call-next" data-enhance><input type="hidden" name="key" value="k-${state}"></form>
      <button id="call-next" class="b-action--main" form="actions" formaction="/call-next" name="then" value="stay" data-key="F2">Call <kbd>F2</kbd></button>
      <button id="park" form="actions" formaction="/park" data-key="Shift+F9">Park</button>
      <form class="note" method="post" action="/note" data-enhance><input id="note" name="text"></form>
      <a id="transfer" href="/transfer" data-enhance data-key="F8">Transfer</a>`,
  });
  const becomes = (screens: Screens, path: string, next: string): void => {
    screens.handlers.set(`POST ${path}`, (_, response) => { state = next; screens.seeOther(response, '/console'); });
  };
  test.beforeEach(({ screens }) => {
    state = 'free';
    screens.pages.set('/console', () => console_());
    becomes(screens, '/call-next', 'called');
    becomes(screens, '/park', 'parked');
  });

  test('sends what the pressed key means, and shows and says what came of it', async ({ page, screens }) => {
    await page.goto('/console');
    await page.evaluate(() => { document.body.dataset['sameDocument'] = 'yes'; });
    await page.keyboard.press('F2');
    await expect(page.locator('h1')).toHaveText('called');
    await expect(page.locator('#bar')).toHaveText('called');
    await expect(page).toHaveTitle('Window 1 called');
    await expect(page.locator('body')).toHaveAttribute('data-state', 'called');
    await expect(page.locator('body')).toHaveAttribute('data-same-document', 'yes');
    await expect(said(page)).toHaveText('called');
    await expect(page.locator('#call-next')).toBeFocused();
    expect([...screens.posted[0]!.fields]).toEqual([['key', 'k-free'], ['then', 'stay']]);
    await page.keyboard.press('Shift+F9');
    await expect(page.locator('h1')).toHaveText('parked');
    expect(posts(screens, '/park')).toHaveLength(1);
  });

  test('knows the operator\'s own keys, and never a letter alone', async ({ page, screens }) => {
    await page.addInitScript(() => { localStorage.setItem('biroyna.keys', '{"call-next": "F10", "park": "P"}'); });
    await page.goto('/console');
    await expect(page.locator('#call-next kbd')).toHaveText('F10');
    await expect(page.locator('#call-next')).toHaveAttribute('aria-keyshortcuts', 'F10');
    for (const key of ['F2', 'p', 'P']) await page.keyboard.press(key);
    await page.keyboard.press('F10');
    await expect(page.locator('h1')).toHaveText('called');
    expect(screens.posted.map(({ path }) => path)).toEqual(['/call-next']);
  });

  test('goes on when the keys that were kept are damaged', async ({ page }) => {
    await page.addInitScript(() => { localStorage.setItem('biroyna.keys', '{"call'); });
    await page.goto('/console');
    await page.keyboard.press('F2');
    await expect(page.locator('h1')).toHaveText('called');
  });

  test('sends once, however often a key is pressed', async ({ page, screens }) => {
    let answer = (): void => undefined;
    screens.handlers.set('POST /call-next', (_, response) => { answer = () => { state = 'called'; screens.seeOther(response, '/console'); }; });
    await page.goto('/console');
    for (let i = 0; i < 3; ++i) await page.keyboard.press('F2');
    await page.locator('#park').click();
    await expect.poll(() => screens.posted.length).toBe(1);
    answer();
    await expect(page.locator('h1')).toHaveText('called');
    expect(screens.posted).toHaveLength(1);
  });

  test('keeps the form when the server is not reached, and sends the same key again', async ({ page, screens }) => {
    await page.goto('/console');
    screens.dead = true;
    await page.keyboard.press('F2');
    await expect(offline(page)).toBeVisible();
    await expect(page.locator('h1')).toHaveText('free');
    screens.dead = false;
    await page.keyboard.press('F2');
    await expect(page.locator('h1')).toHaveText('called');
    await expect(offline(page)).toBeHidden();
    expect(screens.posted.at(-1)!.fields.get('key')).toBe('k-free');
  });

  test('keeps the form when the server cannot do it now', async ({ page, screens }) => {
    screens.handlers.set('POST /call-next', (_, response) => { response.writeHead(503, { 'Content-Type': 'text/html' }).end('<main id="main"><h1>Try again</h1></main>'); });
    await page.goto('/console');
    await page.keyboard.press('F2');
    await expect(said(page)).toHaveText('Try again');
    await expect(offline(page)).toBeVisible();
    await expect(page.locator('h1')).toHaveText('free');
  });

  test('says what was refused, and keeps the note that was being written', async ({ page, screens }) => {
    screens.handlers.set('POST /park', (_, response) => { screens.seeOther(response, '/console?problem=wrong_state&subject=A001'); });
    screens.handlers.set('GET /console', (request, response) => {
      const refused = request.url!.includes('problem');
      const banner = '<div id="problem" role="alert"><h2>Not done</h2><p class="govuk-notification-banner__heading">It is not here</p></div>';
      response.setHeader('Content-Type', 'text/html');
      response.end(screens.html('/console', console_(refused ? banner : ''))[1]);
    });
    await page.goto('/console');
    await page.locator('#note').fill('brought all pa');
    await page.keyboard.press('Shift+F9');
    await expect(page.locator('#problem')).toBeVisible();
    await expect(said(page)).toHaveText('It is not here');
    await expect(page.locator('#note')).toHaveValue('brought all pa');
    await expect(page.locator('#note')).toBeFocused();
    expect(new URL(page.url()).search).toBe('');
  });

  test('goes to questions and back', async ({ page, screens }) => {
    screens.pages.set('/transfer', () => ({
      script: 'console', title: 'Where to?', around: '<header id="bar">free</header>',
      main: `<form data-enhance method="post" action="/transfer"><h1>Where to?</h1>
        <input type="radio" name="to" id="to" value="a" checked data-aria-controls="more-a" data-key="Alt+1"><div id="more-a">A</div>
        <input type="radio" name="to" id="to-2" value="b" data-aria-controls="more-b" data-key="Alt+2"><div id="more-b">B</div></form>`,
    }));
    await page.goto('/console');
    await page.keyboard.press('F8');
    await expect(page).toHaveURL(/\/transfer$/);
    await expect(page.locator('#to')).toBeFocused();
    await expect(page.locator('#more-b')).toHaveClass('govuk-radios__conditional--hidden');
    await page.keyboard.press('Alt+2');
    await expect(page.locator('#to-2')).toBeChecked();
    await expect(page.locator('#more-a')).toHaveClass('govuk-radios__conditional--hidden');
    await expect(page.locator('#more-b')).toHaveClass('');
    await page.goBack();
    await expect(page).toHaveURL(/\/console$/);
    await expect(page.locator('h1')).toHaveText('free');
  });

  test('of somebody who was signed out leads to the sign-in', async ({ page, screens }) => {
    screens.pages.set('/sign-in', () => ({ script: 'citizen', main: '<h1>Sign in</h1>' }));
    screens.handlers.set('POST /call-next', (_, response) => { screens.seeOther(response, '/sign-in'); });
    await page.goto('/console');
    await page.keyboard.press('F2');
    await expect(page).toHaveURL(/\/sign-in$/);
    await expect(page.locator('script[src$="citizen.js"]')).toHaveCount(1);
  });
});

test.describe('the kiosk', () => {
  const dialog = '<dialog id="idle"><form method="dialog"><button autofocus>Go on</button></form></dialog>';
  test.beforeEach(({ screens }) => {
    screens.pages.set('/kiosk', () => ({ script: 'kiosk', data: { step: 'language', home: '' }, main: '<h1>Language</h1><a class="b-kchoice" href="/needs">English</a>' }));
    screens.pages.set('/needs', () => ({
      script: 'kiosk', data: { step: 'needs', home: '/kiosk' },
      main: `<h1>What for?</h1><a class="b-kchoice" id="one" href="/ticket">One</a><a class="b-kchoice" id="two" href="/ticket">Two</a>
        <form method="post" action="/take"><input type="hidden" name="key" value="k"><button class="b-kchoice" id="take" name="priority" value="none">Take</button></form>
        <nav class="b-kback"><a class="b-kbutton" href="/kiosk">Back</a></nav>${dialog}`,
    }));
    screens.pages.set('/ticket', () => ({ script: 'kiosk', data: { step: 'ticket', home: '/kiosk' }, main: '<h1>A001</h1>' }));
    screens.handlers.set('POST /take', (_, response) => { screens.seeOther(response, '/ticket'); });
  });

  test('warns after a minute, can be kept, and begins anew half a minute later', async ({ page }) => {
    await page.clock.install();
    await page.goto('/needs');
    await page.clock.runFor(59_000);
    await expect(page.locator('#idle')).toBeHidden();
    await page.clock.runFor(2_000);
    await expect(page.locator('#idle')).toBeVisible();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.locator('#idle')).toBeHidden();
    await page.clock.runFor(58_000);
    await expect(page.locator('#idle')).toBeHidden();
    await page.clock.runFor(3_000);
    await expect(page.locator('#idle')).toBeVisible();
    await page.clock.runFor(30_000);
    await expect(page).toHaveURL(/\/kiosk$/);
  });

  test('stays and says so when the server is lost, and goes on when it is back', async ({ page, screens }) => {
    await page.clock.install();
    await page.goto('/needs');
    screens.dead = true;
    await page.locator('#one').click();
    await expect(offline(page)).toBeVisible();
    await expect(page.locator('#main')).toHaveJSProperty('inert', true);
    await page.clock.runFor(95_000);
    await expect(offline(page)).toBeVisible();
    await expect(page.locator('h1')).toHaveText('What for?');
    screens.dead = false;
    await page.clock.runFor(6_000);
    await expect(page).toHaveURL(/\/kiosk$/);
  });

  for (const live of [true, false]) {
    test(`takes one ticket, however often it is touched, where the server is ${live ? '' : 'not '}heard`, async ({ page, screens }) => {
      const needs = screens.pages.get('/needs')!();
      screens.pages.set('/needs', () => ({ ...needs, live }));
      await page.goto('/needs');
      const stopped = await page.locator('#take').evaluate((button: HTMLButtonElement) => {
        const all: boolean[] = [];
        addEventListener('submit', (event) => { all.push(event.defaultPrevented); });
        button.click();
        button.click();
        return all;
      });
      expect(stopped).toEqual([!live, true]);
      await expect(page.locator('h1')).toHaveText('A001');
      expect([...screens.posted[0]!.fields]).toEqual([['key', 'k'], ['priority', 'none']]);
      expect(screens.posted).toHaveLength(1);
      expect(screens.asked.includes('/healthz')).toBe(!live);
    });
  }

  test('can be used with four keys', async ({ page }) => {
    await page.goto('/needs');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('#one')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('#two')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('link', { name: 'Back' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/kiosk$/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/needs$/);
  });

  test('opens by itself in the morning', async ({ page, screens }) => {
    let step = 'closed';
    screens.pages.set('/kiosk', () => ({ script: 'kiosk', data: { source: '/kiosk', step, home: '/kiosk' }, main: `<h1>${step}</h1>${dialog}` }));
    await page.clock.install();
    await page.goto('/kiosk');
    step = 'language';
    await page.clock.runFor(61_000);
    await expect(page.locator('h1')).toHaveText('language');
  });
});

test.describe('the ticket on a phone', () => {
  let state = 'waiting', near = '';
  test.beforeEach(async ({ page, screens }) => {
    [state, near] = ['waiting', ''];
    screens.pages.set('/t', () => ({ script: 'ticket', live: true, title: state, data: { state }, main: `<h1 id="ticket" data-live data-announce="${near}">${state} ${screens.seq}</h1>` }));
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'vibrate', { value: () => { document.documentElement.dataset['vibrated'] = 'yes'; return true; } });
    });
  });

  test('says only what matters, and shakes when it is called', async ({ page, screens }) => {
    await page.goto('/t');
    screens.happen();
    await expect(page.locator('h1')).toHaveText('waiting 2');
    await expect(said(page)).toHaveText('');
    near = 'Two people are ahead of you';
    screens.happen();
    await expect(said(page)).toHaveText(near);
    await expect(page.locator('html')).not.toHaveAttribute('data-vibrated', 'yes');
    [state, near] = ['called', 'Go to window 3'];
    screens.happen();
    await expect(said(page)).toHaveText(near);
    await expect(page).toHaveTitle('called');
    await expect(page.locator('body')).toHaveAttribute('data-state', 'called');
    await expect(page.locator('html')).toHaveAttribute('data-vibrated', 'yes');
  });

  test('looks every 15 seconds where streams do not get through', async ({ page, screens }) => {
    screens.handlers.set('GET /events', (_, response) => { response.writeHead(503).end(); });
    await page.clock.install();
    await page.goto('/t');
    ++screens.seq;
    await page.clock.runFor(6_000);
    await expect(page.locator('h1')).toHaveText('waiting 2');
    await expect(offline(page)).toBeHidden();
    ++screens.seq;
    await page.clock.runFor(16_000);
    await expect(page.locator('h1')).toHaveText('waiting 3');
    screens.dead = true;
    await page.clock.runFor(16_000);
    await expect(offline(page)).toBeVisible();
  });
});

test.describe('pages that are read and filled in', () => {
  test('show errors first and passwords on demand', async ({ page, screens }) => {
    screens.pages.set('/sign-in', () => ({
      script: 'citizen',
      main: `<div class="govuk-error-summary" data-module="govuk-error-summary"><h2>There is a problem</h2></div><form method="post" action="/sign-in">
        <div class="govuk-password-input" data-i18n.show-password="Show" data-i18n.hide-password="Hide" data-i18n.show-password-aria-label="Show password"
          data-i18n.hide-password-aria-label="Hide password" data-i18n.password-shown-announcement="It is shown">
          <input id="password" name="password" type="password" class="govuk-js-password-input-input">
          <button type="button" class="govuk-js-password-input-toggle" aria-label="Show password" hidden>Show</button></div><button id="send">Go</button></form>`,
    }));
    await page.goto('/sign-in');
    await expect(page.locator('body')).toHaveClass(/govuk-frontend-supported/);
    await expect(page.locator('.govuk-error-summary')).toBeFocused();
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(page.locator('#password')).toHaveAttribute('type', 'text');
    const toggle = page.getByRole('button', { name: 'Hide password' });
    await expect(toggle).toHaveText('Hide');
    await expect(page.getByRole('status').filter({ hasText: 'It is shown' })).toHaveCount(1);
    await toggle.click();
    await expect(page.locator('#password')).toHaveAttribute('type', 'password');
    // Sent once, though the answer takes its time.
    const stopped = await page.locator('#send').evaluate((button: HTMLButtonElement) => {
      const all: boolean[] = [];
      addEventListener('submit', (event) => { all.push(event.defaultPrevented); });
      button.click();
      button.click();
      return all;
    });
    expect(stopped).toEqual([false, true]);
  });

  test('fold their menu on a phone', async ({ page, screens }) => {
    screens.pages.set('/', () => ({ script: 'citizen', around: '<button class="govuk-js-service-navigation-toggle" aria-controls="ways" hidden aria-hidden="true">Menu</button><ul id="ways"><li>Services</li></ul>', main: '' }));
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/');
    await expect(page.getByText('Services')).toBeHidden();
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect(page.getByText('Services')).toBeVisible();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.setViewportSize({ width: 1366, height: 768 });
    await expect(page.getByText('Services')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Menu' })).toBeHidden();
  });

  test('rest while they are paused', async ({ context, screens }) => {
    screens.pages.set('/dashboard', () => ({ script: 'hall', live: true, main: `<button type="button" data-pause-live aria-pressed="false" hidden>Pause</button><p id="stamp" data-live data-stale>As of ${screens.seq}</p>` }));
    const page = await context.newPage(), other = await context.newPage();
    for (const each of [page, other]) await each.goto('/dashboard');
    await expect.poll(() => screens.streams.size).toBe(1);
    const pause = page.getByRole('button', { name: 'Pause' });
    const stamp = page.locator('#stamp');
    await pause.click();
    await expect(pause).toHaveAttribute('aria-pressed', 'true');
    await expect(stamp).toHaveClass('b-stale');
    // What the other page knows, this one was told as well.
    for (const seq of [2, 3]) {
      screens.happen();
      await expect(other.locator('#stamp')).toHaveText(`As of ${seq}`);
    }
    await expect(stamp).toHaveText('As of 1');
    await pause.click();
    await expect(stamp).toHaveText('As of 3');
    await expect(stamp).not.toHaveClass('b-stale');
  });
});

test('the checks can fail', async ({ page, screens, faults }) => {
  screens.pages.set('/', () => ({ script: 'citizen', main: '<p onclick="alert(1)">x</p>' }));
  await page.goto('/');
  await expect.poll(() => faults.splice(0)).toContain('script-src-attr inline');
  await expect(page.evaluate(() => { document.body.innerHTML = '<p>x</p>'; })).rejects.toThrow(/TrustedHTML/);
  await expect(page.evaluate(() => {
    (globalThis as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => void } }).trustedTypes.createPolicy('another', {});
  })).rejects.toThrow(/disallowed/);
  await expect.poll(() => faults.length).toBeGreaterThan(0);
  faults.length = 0;
});
