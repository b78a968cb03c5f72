// What those who work on applications see and do: their tasks, a case from claiming it to handing its result over, and finding one.
import { expect, expectAccessible, test, type Centre } from './support/centre.js';
import type { Page } from '@playwright/test';
import { handIn, kindergarten, png, type HandedIn } from './support/form.js';
import { findAll } from './support/findings.js';

const certificate = (centre: Centre): Promise<HandedIn> => handIn(centre, 'pension-certificate',
  { certificate_purpose: 'bank', whole_period: true });

const electricity = (centre: Centre): Promise<HandedIn> => handIn(centre, 'electricity-connection', {
  property_address: { district: '1726283', mahalla: 'Navroʻz', street: 'Bogʻ koʻchasi, 5' },
  cadastral_number: '10:07:03:02:01:0123',
  property_kind: 'house',
  property_use: 'living',
  power_kw: 5,
  power_phases: 'single',
  site_phone: '+998901234567',
  site_visit_consent: true,
});

async function uploaded(centre: Centre): Promise<string> {
  const form = new FormData();
  form.set('centre', 'sergeli');
  form.set('file', new Blob([new Uint8Array(png)]), 'certificate.png');
  const answer = await fetch(`${centre.url}/api/v1/documents`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${centre.token('operator')}` } });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const openCase = (page: Page, made: HandedIn) => page.goto(`/en/sergeli/cases/${made.number}`);
const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
// The form that is folded behind a title.
const unfold = (page: Page, title: string) => page.locator('summary', { hasText: title }).click();

for (const size of ['phone', 'desktop'] as const) {
  test(`a case from the worklist to its result, on a ${size}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'zarina');
    await expect(page).toHaveURL(/\/worklist$/);
    const made = await kindergarten(centre, { 'birth-certificate': await uploaded(centre) });
    await page.reload();
    await expectAccessible(page);
    await page.getByRole('link', { name: made.shown }).click();
    await expectAccessible(page);

    await page.getByRole('link', { name: /^Open\s*:/ }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the document' }).click();
    expect((await download).suggestedFilename()).toBe('certificate.png');
    await page.getByRole('link', { name: 'Back to the application' }).click();

    await press(page, 'Take this task');
    await expect(page.getByRole('alert')).toContainText('You have taken the task.');
    await expect(main(page)).toContainText('You work on it');
    await expect(main(page)).toContainText('Zarina Saidova');
    await unfold(page, 'Ask the applicant');
    await expectAccessible(page);
    await press(page, 'Ask the applicant');
    await expect(page.getByRole('link', { name: 'Write an explanation' })).toHaveAttribute('href', /ask-text$/);
    await expectAccessible(page);
    await page.getByLabel('What to correct or add').fill('Which kindergarten is meant?');
    await page.locator('[name=marked][value="answers/kindergarten"]').check();
    await page.locator('[name=marked][value="documents/birth-certificate"]').check();
    await press(page, 'Ask the applicant');
    await expect(main(page)).toContainText('Which kindergarten is meant?');
    await expect(main(page)).toContainText('to be corrected');
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expectAccessible(page);
    await page.goto('/en/sergeli/worklist?view=waiting');
    await expect(page.getByRole('row', { name: made.shown })).toContainText('Paused');
    await expectAccessible(page);

    await centre.post(`/api/v1/applications/${made.number}/answer`, 'operator', { documents: { 'birth-certificate': await uploaded(centre) } });
    await openCase(page, made);
    await findAll(page);
    await page.getByLabel('Note (optional)').fill('All is there.');
    await press(page, 'Approve');
    // The document is looked at before it is signed; whoever goes back finds what they wrote.
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Look at the document');
    await expect(main(page)).toContainText('Not signed yet');
    await expect(page.getByRole('article')).toContainText('Karimova Zuhra');
    await expectAccessible(page);
    await press(page, 'Back to change it');
    await expect(page.getByLabel('Note (optional)')).toHaveValue('All is there.');
    await expect(page.locator('main .govuk-summary-list').first()).not.toContainText('the result is issued');
    await press(page, 'Approve');
    await press(page, 'Sign and issue');
    await expect(main(page)).toContainText('the result is issued');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Check it' }).click();
    await expect(main(page)).toContainText('The document is valid');
  });

  test(`a refusal lacks its words and is mended, on a ${size}`, async ({ browser, centre, watched }) => {
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'zarina');
    await openCase(page, await kindergarten(centre));
    await press(page, 'Take this task');
    await unfold(page, 'Refuse');
    await press(page, 'Refuse');
    await expect(page).toHaveTitle(/^Error/);
    await page.getByRole('link', { name: 'Choose the ground on which it is refused' }).click();
    await expect(page.locator('[name=ground]').first()).toBeFocused();
    await page.locator('[name=ground]').first().check();
    await press(page, 'Refuse');
    await expect(page.getByRole('alert').getByRole('link')).toHaveText(['Write an explanation']);
    await expect(page.locator('[name=ground]').first()).toBeChecked();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Write an explanation' }).click();
    await expect(page.getByLabel('Explanation for the applicant')).toBeFocused();
    await page.getByLabel('Explanation for the applicant').fill('The child is too young.\nPlease come in May.');
    await press(page, 'Refuse');
    await expect(page.getByRole('article')).toContainText('Please come in May.');
    await press(page, 'Sign and issue');
    await expect(main(page)).toContainText('Please come in May.');
    await expect(main(page)).toContainText('the result is issued');
    await expectAccessible(page);
  });
}

test('a task that nobody else may do is not handed on by an empty list', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'shuhrat');
  await openCase(page, await certificate(centre));
  await press(page, 'Take this task');
  await unfold(page, 'Hand on');
  await expect(main(page)).toContainText('Nobody else may do this task.');
  await expect(page.locator('[name=assignee]')).toHaveCount(0);
  await expectAccessible(page);
});

test('two people at one case', async ({ browser, centre, watched }) => {
  const first = watched(await (await centre.context(browser, 'desktop')).newPage());
  const second = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(first, 'zarina');
  await centre.signIn(second, 'kamola');
  const made = await kindergarten(centre);
  await openCase(first, made);
  await openCase(second, made);
  await press(first, 'Take this task');
  await press(second, 'Take this task');
  const alert = second.getByRole('alert');
  await expect(alert).toContainText('Since you opened the page:');
  await expect(alert).toContainText('Zarina Saidova');
  await expect(main(second)).toContainText('Taken by Zarina Saidova');
  await expect(second.getByRole('button', { name: 'Take this task' })).toHaveCount(0);
  await expectAccessible(second);
  await second.goto('/en/sergeli/worklist');
  await expect(second.getByRole('row', { name: made.shown })).toContainText('Taken by Zarina Saidova');
  await expectAccessible(second);

  // While one writes, the other adds a note: what was written comes back, and goes through when it is sent again.
  await openCase(first, made);
  await openCase(second, made);
  await unfold(second, 'Add a note');
  await second.getByLabel('Note', { exact: true }).fill('The mother has called.');
  await press(second, 'Add a note');
  await expect(main(second)).toContainText('The mother has called.');
  await unfold(first, 'Refuse');
  await first.locator('[name=ground]').first().check();
  await first.getByLabel('Explanation for the applicant').fill('A long explanation.');
  await press(first, 'Refuse');
  await expect(first.getByRole('alert')).toContainText('The mother has called.');
  await expect(first.getByRole('alert')).toContainText('kept below');
  await expect(first.getByLabel('Explanation for the applicant')).toHaveValue('A long explanation.');
  await expectAccessible(first);

  // Handed on meanwhile by the head: the words have no form any more and are still shown.
  const head = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(head, 'sardor');
  await openCase(head, made);
  await unfold(head, 'Hand on');
  await press(head, 'Hand on');
  await expect(head.getByRole('link', { name: 'Choose to whom it is handed on' })).toBeVisible();
  await expectAccessible(head);
  await head.getByLabel('To whom').selectOption('Kamola Ergasheva');
  await press(head, 'Hand on');
  await press(first, 'Refuse');
  await expect(first.getByRole('alert')).toContainText('What you wrote was not sent:');
  await expect(first.getByRole('alert')).toContainText('A long explanation.');
  await expectAccessible(first);
});

test('many tasks are taken at once', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'zarina');
  const made = [await kindergarten(centre), await kindergarten(centre), await kindergarten(centre)];
  await page.goto('/en/sergeli/worklist?view=unassigned&service=kindergarten-referral');
  await expectAccessible(page);
  await press(page, 'Take the chosen tasks');
  await expect(page.getByRole('alert')).toContainText('Choose at least one task');
  await expectAccessible(page);
  for (const each of made) await page.getByLabel(`Take ${each.shown}`).check();
  const other = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(other, 'kamola');
  await openCase(other, made[1]!);
  await press(other, 'Take this task');
  await press(page, 'Take the chosen tasks');
  await expect(main(page)).toContainText('3 tasks become yours:');
  await expectAccessible(page);
  await press(page, 'Take the chosen tasks');
  await expect(page.getByRole('alert')).toContainText('2 tasks taken. 1 task was taken by somebody else already.');
  await expect(page).toHaveURL(/view=unassigned&service=kindergarten-referral/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Mine' }).click();
  await expect(page).toHaveURL(/view=mine&service=kindergarten-referral/);
  await expect(main(page)).toContainText(made[0]!.shown);
  await expect(main(page)).not.toContainText(made[1]!.shown);
  await page.goto('/en/sergeli/worklist?view=overdue');
  await expect(main(page)).toContainText('There are no such tasks now.');
  await page.getByLabel('Service', { exact: true }).selectOption({ index: 1 });
  await press(page, 'Show');
  await expect(main(page)).toContainText('Nothing matches');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL(/worklist\?view=overdue$/);
});

test('an application is found by who may', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'sardor');
  const made = await certificate(centre);
  await page.goto('/en/sergeli/cases?q=karim&state=submitted');
  await expect(page.getByRole('link', { name: made.shown })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/en/sergeli/cases?q=nobody');
  await expect(main(page)).toContainText('Nothing matches');
  await page.goto('/en/sergeli/worklist?department=pension');
  await expect(main(page)).toContainText(made.shown);
  await expectAccessible(page);
  await openCase(page, made);
  await unfold(page, 'Extend the deadline');
  await press(page, 'Extend the deadline');
  await expect(page.getByRole('alert').getByRole('link'), 'both that are missing').toHaveText(['Choose 1 to 30 working days', 'Write an explanation']);
  await page.getByLabel('Working days').fill('0');
  await page.getByLabel('Reason for the applicant').fill('The archive is asked.');
  await press(page, 'Extend the deadline');
  await expect(page.getByRole('alert').getByRole('link')).toHaveText(['Choose 1 to 30 working days']);
  await expectAccessible(page);
  await page.getByLabel('Working days').fill('2');
  await press(page, 'Extend the deadline');
  await expect(main(page)).toContainText('Extended by 2 working days');

  const specialist = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(specialist, 'zarina');
  for (const address of [`cases/${made.number}`, 'cases?q=karim']) {
    const answer = await specialist.goto(`/en/sergeli/${address}`);
    expect([403, 404]).toContain(answer?.status());
    await expect(main(specialist)).not.toContainText('Karimova');
  }
});

test('a fee is taken with its receipt before the work begins', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'aziza');
  const made = await electricity(centre);
  await openCase(page, made);
  await press(page, 'Take the payment');
  await expect(page.getByRole('link', { name: 'Enter the number of the payment receipt' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Payment receipt number').fill('R-2026-17');
  await press(page, 'Take the payment');
  await expect(main(page)).toContainText('Payment receipt R-2026-17');
});

test('all of it without JavaScript, and none of it wider than 320 px', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } })).newPage());
  await centre.signIn(page, 'zarina');
  const made = await kindergarten(centre);
  await page.goto('/en/sergeli/worklist?view=unassigned');
  await page.getByLabel(`Take ${made.shown}`).check();
  await press(page, 'Take the chosen tasks');
  await press(page, 'Take the chosen tasks');
  await expect(page.getByRole('alert')).toContainText('1 task taken.');
  for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
    for (const path of ['worklist', `cases/${made.number}`]) {
      await page.goto(`/${language}/sergeli/${path}`);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      expect((await page.locator('html').boundingBox())?.width, `${language} ${path}`).toBeLessThanOrEqual(320);
      expect((await main(page).boundingBox())?.width, `${language} ${path}`).toBeLessThanOrEqual(320);
    }
  }
  await page.getByLabel('Explanation for the applicant').fill('It is not so.');
  await press(page, 'Refuse');
  await expect(page.getByRole('link', { name: 'Choose the ground on which it is refused' })).toBeVisible();
  await expect(page.getByLabel('Explanation for the applicant')).toHaveValue('It is not so.');
});

test('a view is kept under a name, and who looked at a document is told', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'zarina');
  const made = await kindergarten(centre, { 'birth-certificate': await uploaded(centre) });
  await page.goto('/en/sergeli/worklist?view=unassigned');
  await page.getByLabel('Order').selectOption('Newest first');
  await press(page, 'Show');
  await expect(page.locator('tbody tr').first()).toContainText(made.shown);
  await unfold(page, 'My lists');
  await page.getByLabel('Name').fill('The newest');
  await press(page, 'Save this list');
  await expect(page).toHaveURL(/view=unassigned&order=newest/);
  await page.goto('/en/sergeli/worklist');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'The newest' }).click();
  await expect(page).toHaveURL(/view=unassigned&order=newest/);
  await openCase(page, made);
  await page.getByRole('link', { name: /^Open\s*:/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the document' }).click();
  await download;
  await page.getByRole('link', { name: 'Back to the application' }).click();
  await unfold(page, 'Who looked at the documents');
  await expect(main(page)).toContainText("Child's birth certificate: Zarina Saidova");
  await expectAccessible(page);
  await page.goto('/en/sergeli/worklist');
  await page.getByRole('button', { name: 'Remove The newest' }).click();
  await expect(page.getByRole('link', { name: 'The newest' })).toHaveCount(0);
});

test('the pages of the workers in each language', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'aziza');
  const made = await certificate(centre);
  for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
    for (const path of ['worklist', 'worklist?view=overdue&service=nothing', 'cases', 'cases?q=nobody', `cases/${made.number}`]) {
      await page.goto(`/${language}/sergeli/${path}`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('h1')).toHaveCount(1);
      await expectAccessible(page);
    }
  }
});

// Last, as it fills the list.
test('a long list goes on', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'aziza');
  for (let i = 0; i < 51; ++i) await certificate(centre);
  const seen = new Set<string>();
  await page.goto('/en/sergeli/worklist?view=unassigned&service=pension-certificate');
  for (;;) {
    for (const number of await page.locator('tbody .b-nowrap').allTextContents()) seen.add(number);
    const more = page.getByRole('link', { name: 'More' });
    if (await more.count() === 0) break;
    await more.click();
    await expect(page).toHaveURL(/view=unassigned&service=pension-certificate&after=/);
  }
  expect(seen.size).toBeGreaterThan(50);
  await page.goto('/en/sergeli/cases?state=submitted');
  await page.getByRole('link', { name: 'More' }).click();
  await expect(page).toHaveURL(/state=submitted&after=/);
  await expect(main(page)).not.toContainText('Nothing matches');
  await expectAccessible(page);
});
