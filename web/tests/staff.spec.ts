// The screens of the staff: their menu, the worklist's search and filters, a case on one screen, who is away, messages that are said once.
import { expect, expectAccessible, test, type Centre } from './support/centre.js';
import type { Page } from '@playwright/test';
import { handIn, inDays, kindergarten, png, type HandedIn } from './support/form.js';

const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const menu = (page: Page) => page.getByRole('navigation', { name: 'Pages of the centre' });

const opened = async (centre: Centre, browser: Parameters<Centre['context']>[0], watched: (page: Page) => Page, login: string,
  size: Parameters<Centre['context']>[1] = 'desktop', more: object = {}): Promise<Page> => {
  const page = watched(await (await centre.context(browser, size, more)).newPage());
  await centre.signIn(page, login);
  return page;
};

test.describe('the menu', () => {
  for (const [login, first] of [['aziza', 'My window'], ['zarina', 'Tasks'], ['dilnoza', 'Reception'], ['sardor', 'The hall now'], ['jasur', 'Staff']] as const) {
    test(`of ${login} begins with their own work and is one line`, async ({ browser, centre, watched }) => {
      const page = await opened(centre, browser, watched, login, 'desktop', { viewport: { width: 1280, height: 720 } });
      for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
        await page.goto(`/${language}/sergeli/services`);
        const items = page.locator('.govuk-service-navigation__list > li');
        const tops = await items.evaluateAll((all) => all.map((item) => Math.round(item.getBoundingClientRect().top)));
        expect(new Set(tops).size, language).toBe(1);
        expect(tops.length).toBeLessThanOrEqual(8);
      }
      await expect(page.locator('.govuk-service-navigation__list > li').first()).toHaveText(first);
      await expectAccessible(page);
    });
  }

  test('folds what is rarely used, and marks where one is', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'aziza');
    await page.goto('/en/sergeli/worklist');
    await expect(menu(page).locator('[aria-current=page]')).toHaveText('Tasks');
    await expect(menu(page).getByRole('link', { name: 'Life events' })).toBeHidden();
    await menu(page).getByText('More', { exact: true }).click();
    await expect(menu(page).getByRole('link', { name: 'Life events' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(menu(page).getByRole('link', { name: 'Life events' })).toBeHidden();
    await menu(page).getByText('More', { exact: true }).click();
    await page.locator('h1').click();
    await expect(menu(page).getByRole('link', { name: 'Life events' })).toBeHidden();
    await page.goto('/en/sergeli/life-events');
    await expect(menu(page).locator('summary')).toHaveAttribute('aria-current', 'true');
    await expect(page.locator('.b-more [aria-current=page]')).toHaveText('Life events');
  });

  test('unfolds without JavaScript, on a phone too', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'sardor', 'phone', { javaScriptEnabled: false });
    await menu(page).getByText('More', { exact: true }).click();
    await menu(page).getByRole('link', { name: 'Registries' }).click();
    await expect(page).toHaveURL(/\/registries$/);
  });
});

const certificate = (centre: Centre): Promise<HandedIn> => handIn(centre, 'pension-certificate',
  { certificate_purpose: 'bank', whole_period: true });

test.describe('the worklist', () => {
  test('is searched by number, name and service', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'aziza');
    const [mine, other] = [await certificate(centre), await kindergarten(centre)];
    const search = page.getByRole('searchbox', { name: 'Number, applicant or service' });
    for (const [text, finds, hides] of [[mine.shown.slice(0, 6).toLowerCase(), mine, other], [other.shown, other, mine], ['pension', mine, other],
      ['kindergarten', other, mine], ['Пенси', mine, other]] as const) {
      await page.goto('/en/sergeli/worklist?view=open');
      await search.fill(text);
      await press(page, 'Show');
      await expect(main(page).getByRole('link', { name: finds.shown }), text).toBeVisible();
      await expect(main(page).getByRole('link', { name: hides.shown }), text).toHaveCount(0);
      await expect(search).toHaveValue(text);
    }
    await search.fill('Zuhra');
    await press(page, 'Show');
    await expect(main(page).getByRole('link', { name: mine.shown })).toBeVisible();
    await expect(main(page).getByRole('link', { name: other.shown })).toBeVisible();
    await expectAccessible(page);
    await search.fill('%');
    await press(page, 'Show');
    await expect(main(page)).toContainText('Nothing matches');
    await page.getByRole('link', { name: 'Clear the filters' }).click();
    await expect(search).toHaveValue('');
  });

  test('counts what each filter would show', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina');
    await kindergarten(centre);
    await page.goto('/en/sergeli/worklist?view=open');
    const views = page.getByRole('navigation', { name: 'Which tasks' });
    const count = async (name: string): Promise<number> => Number(await views.getByRole('link', { name }).locator('.b-count').textContent());
    const [open, mine, free] = [await count('All open'), await count('Mine'), await count('Not taken yet')];
    expect(open).toBe(await main(page).locator('tbody tr').count());
    await page.getByRole('link', { name: 'Not taken yet' }).click();
    await main(page).getByRole('checkbox').first().check();
    await press(page, 'Take the chosen tasks');
    await press(page, 'Take the chosen tasks');
    expect(await count('Mine')).toBe(mine + 1);
    expect(await count('Not taken yet')).toBe(free - 1);
    expect(await count('All open')).toBe(open);
  });

  test('has its filters again when one comes back', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina');
    const made = await kindergarten(centre);
    await page.goto('/en/sergeli/worklist?view=unassigned');
    await page.getByRole('searchbox').fill('Karim');
    await page.getByLabel('Order').selectOption('Newest first');
    await press(page, 'Show');
    await main(page).getByRole('link', { name: made.shown }).click();
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Tasks' }).click();
    await expect(page).toHaveURL(/worklist\?view=unassigned&q=Karim&order=newest$/);
    await menu(page).getByRole('link', { name: 'Tasks' }).click();
    await expect(page.getByRole('searchbox')).toHaveValue('Karim');
    // Of the session alone: nobody else finds a name in their search.
    const again = await opened(centre, browser, watched, 'zarina');
    await expect(again.getByRole('searchbox')).toHaveValue('');
  });

  test('says what to do when nothing was chosen', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina', 'phone', { javaScriptEnabled: false });
    await kindergarten(centre);
    await page.goto('/en/sergeli/worklist?view=unassigned&order=newest');
    await press(page, 'Take the chosen tasks');
    await expect(page).toHaveTitle(/^Error/);
    await page.getByRole('alert').getByRole('link', { name: 'Choose at least one task' }).click();
    await expect(page).toHaveURL(/#take-/);
    await page.goto(page.url().replace(/#.*/, ''));
    await expect(page).toHaveURL(/worklist\?view=unassigned&order=newest$/);
  });

  test('is cards on a phone, and its tags do not touch', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina', 'phone');
    const made = await kindergarten(centre);
    await centre.post(`/api/v1/tasks/${made.number}:${made.steps[0]!.id}/claim`, 'specialist');
    await centre.post(`/api/v1/tasks/${made.number}:${made.steps[0]!.id}/ask`, 'specialist', { text: 'Which one?' });
    await centre.post(`/api/v1/applications/${made.number}/message`, '', { text: 'When will it be ready?' }, { 'Application-Secret': made.secret });
    await page.goto(`/en/sergeli/worklist?view=open&q=${made.number}`);
    const row = page.getByRole('row', { name: made.shown });
    await expect(row).toBeVisible();
    const list = page.locator('.b-table-scroll');
    expect(await list.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    const tags = await row.locator('.govuk-tag').evaluateAll((all) => all.map((tag) => tag.getBoundingClientRect().toJSON() as DOMRect));
    expect(tags.length).toBeGreaterThan(1);
    for (const [i, a] of tags.entries()) {
      for (const b of tags.slice(i + 1)) {
        const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
        expect(apart).toBeGreaterThanOrEqual(4);
      }
    }
    await expectAccessible(page);
  });
});

// A PDF of one empty page.
function pdf(): Buffer {
  const parts = ['%PDF-1.4\n', '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n', '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n',
    '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>\nendobj\n'];
  const offsets: number[] = [];
  let text = '';
  for (const part of parts) { offsets.push(text.length); text += part; }
  const table = offsets.slice(1).map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n0 4\n0000000000 65535 f \n${table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`);
}

async function uploaded(centre: Centre, content: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.set('centre', 'sergeli');
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const answer = await fetch(`${centre.url}/api/v1/documents`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${centre.token('operator')}` } });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test.describe('the page of a case', () => {
  for (const [kind, content] of [['png', png], ['pdf', pdf()]] as const) {
    test(`shows a document (${kind}) beside what can be done, and notes who looked`, async ({ browser, centre, watched }) => {
      const page = await opened(centre, browser, watched, 'zarina', 'desktop', { viewport: { width: 1280, height: 720 } });
      const made = await kindergarten(centre, { 'birth-certificate': await uploaded(centre, content, `certificate.${kind}`) });
      const fetched: string[] = [];
      page.on('request', (request) => { if (request.url().includes('/content')) fetched.push(request.url()); });
      await page.goto(`/en/sergeli/cases/${made.number}`, { waitUntil: 'networkidle' });
      expect(fetched).toEqual([]);
      await page.locator('summary', { hasText: 'Show here' }).click();
      const shown = page.locator('.b-preview');
      await expect(shown).toBeInViewport();
      await expect.poll(() => fetched.length).toBe(1);
      if (kind === 'png') await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
      await expect(page.getByRole('button', { name: 'Take this task' })).toBeInViewport();
      const [document_, actions] = [await shown.boundingBox(), await page.locator('#actions').boundingBox()];
      expect(document_!.x + document_!.width).toBeLessThanOrEqual(actions!.x);
      await expectAccessible(page);
      await page.reload();
      await page.locator('summary', { hasText: 'Who looked at the documents' }).click();
      await expect(main(page)).toContainText("Child's birth certificate: Zarina Saidova");
    });
  }

  test('keeps what can be done in sight while one reads', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina');
    const made = await kindergarten(centre);
    await page.goto(`/en/sergeli/cases/${made.number}`);
    await page.evaluate(() => { scrollTo(0, document.body.scrollHeight / 2); });
    await expect(page.getByRole('button', { name: 'Take this task' })).toBeInViewport();
  });

  test('of a long history is not as long as that', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina');
    const made = await kindergarten(centre);
    const task = `/api/v1/tasks/${made.number}:${made.steps[0]!.id}`;
    for (let i = 0; i < 4; ++i) {
      await centre.post(`${task}/claim`, 'specialist');
      await centre.post(`${task}/release`, 'specialist');
    }
    await page.goto(`/en/sergeli/cases/${made.number}`);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(2600);
    const first = main(page).getByText('Submitted', { exact: true }).last();
    await expect(first).toBeHidden();
    await page.locator('summary', { hasText: /earlier entries/ }).click();
    await expect(first).toBeVisible();
    await expectAccessible(page);
  });

  test('has a short way to what can be done, on a phone', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina', 'phone', { javaScriptEnabled: false });
    const made = await kindergarten(centre);
    await page.goto(`/en/sergeli/cases/${made.number}`);
    const way = page.getByRole('link', { name: 'What you can do' });
    await expect(way).toBeInViewport();
    await way.click();
    await expect(page.getByRole('button', { name: 'Take this task' })).toBeInViewport();
  });
});

test('only a PDF that is to be shown may stand in a frame, and only in one of ours', async ({ centre }) => {
  for (const [content, name, framed] of [[pdf(), 'a.pdf', true], [png, 'a.png', false]] as const) {
    const id = await uploaded(centre, content, name);
    for (const query of ['', '?shown=yes']) {
      const { headers } = await fetch(`${centre.url}/api/v1/documents/${id}/content${query}`, { headers: { Authorization: `Bearer ${centre.token('operator')}` } });
      const shown = framed && query !== '';
      const policy = headers.get('content-security-policy')!;
      expect(policy.includes("frame-ancestors 'self'"), name + query).toBe(shown);
      expect(policy.includes('sandbox')).toBe(!shown);
      expect(policy).toContain("default-src 'none'");
      expect(headers.get('content-disposition')).toMatch(shown ? /^inline/ : /^attachment/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  }
});

test.describe('an absence', () => {
  const choose = async (page: Page, from: string, to: string): Promise<void> => {
    await page.getByLabel('First day').fill(from);
    await page.getByLabel('Last day').fill(to);
    await press(page, 'Continue');
  };
  const offered = (page: Page) => page.getByLabel('Who stands in').locator('option').allTextContents();

  test('offers only those who do the same work and are there', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'zarina');
    await page.goto('/en/sergeli/absences');
    await choose(page, inDays(40), inDays(50));
    expect(await offered(page)).toEqual(['Choose a person', 'Kamola Ergasheva – Department specialist']);
    await expectAccessible(page);
    // Kamola is away herself on some of these days.
    const kamola = await opened(centre, browser, watched, 'kamola');
    await kamola.goto('/en/sergeli/absences');
    await choose(kamola, inDays(45), inDays(46));
    await kamola.getByLabel('Who stands in').selectOption({ label: 'Zarina Saidova – Department specialist' });
    await press(kamola, 'Save');
    await page.goto('/en/sergeli/absences');
    await choose(page, inDays(40), inDays(50));
    await expect(page.getByLabel('Who stands in')).toHaveCount(0);
    await expect(main(page)).toContainText('Nobody who can do this work is there');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Change these details' }).click();
    await choose(page, inDays(47), inDays(50));
    expect(await offered(page)).toEqual(['Choose a person', 'Kamola Ergasheva – Department specialist']);
  });

  test('of who works alone is entered without a substitute', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'shuhrat');
    await page.goto('/en/sergeli/absences');
    await choose(page, inDays(3), inDays(4));
    await press(page, 'Save');
    await expect(page.getByText('The absence is saved.')).toBeVisible();
    await expect(page.getByRole('row', { name: /Shuhrat Umarov.*Nobody/ })).toBeVisible();
  });

  test('is entered by a head for somebody, and ended when they are back', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'sardor', 'phone', { javaScriptEnabled: false });
    await page.goto('/en/sergeli/absences');
    await choose(page, inDays(-3), inDays(20));
    await expect(page.getByRole('alert').getByRole('link')).toHaveText(['Choose who is away']);
    await page.getByRole('combobox', { name: 'Who is away' }).selectOption({ label: 'Bobur Rahimov – Operator' });
    await press(page, 'Continue');
    expect(await offered(page)).toEqual(['Choose a person', 'Aziza Karimova – Operator']);
    await press(page, 'Save');
    await page.getByRole('link', { name: 'Choose who stands in' }).click();
    await page.getByLabel('Who stands in').selectOption({ index: 1 });
    await press(page, 'Save');
    await page.getByRole('button', { name: 'Back at work Bobur Rahimov' }).click();
    await expect(page.getByText('The absence is over')).toBeVisible();
    await expect(page.getByRole('row', { name: /Bobur Rahimov/ })).toHaveCount(0);
  });
});

test.describe('what was done', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`is said once, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser, centre, watched }) => {
      const page = await opened(centre, browser, watched, 'zarina', 'desktop', { javaScriptEnabled });
      const made = await kindergarten(centre);
      await page.goto(`/en/sergeli/cases/${made.number}`);
      const said = main(page).locator('.govuk-notification-banner--success');
      await press(page, 'Take this task');
      await expect(said).toContainText('You have taken the task.');
      await page.reload();
      await expect(said).toHaveCount(0);
      await press(page, 'Return to the shared list');
      await expect(said).toHaveCount(1);
      await page.getByRole('link', { name: 'Русский' }).click();
      await expect(page).toHaveURL(/\/ru\//);
      await expect(said).toHaveCount(0);
      await page.goBack();
      await expect(page).toHaveURL(/\/en\//);
      await expect(said).toHaveCount(0);
      // An address that somebody sends on says nothing either.
      await page.goto(`/en/sergeli/cases/${made.number}?done=claim`);
      await expect(said).toHaveCount(0);
    });
  }

  test('in the hall is said once, too', async ({ browser, centre, watched }) => {
    const page = await opened(centre, browser, watched, 'sardor');
    await page.goto('/en/sergeli/dashboard/needs');
    await main(page).getByRole('button', { name: /^Close/ }).first().click();
    const said = main(page).locator('.govuk-notification-banner--success');
    await expect(said).toHaveCount(1);
    await page.reload();
    await expect(said).toHaveCount(0);
  });
});
