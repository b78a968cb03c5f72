// What applicants have a right to: their place in line, to be heard before a refusal, a lower fee, and to know until when they may complain.
import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, test, type Centre } from './support/centre.js';
import { findAll } from './support/findings.js';
import { handIn, isoInDays, kindergarten, type HandedIn } from './support/form.js';

const main = (page: Page) => page.locator('main');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const narrow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

// The applicant's own page, on a phone without scripts; the same in each language.
async function opens(browser: Browser, centre: Centre, made: HandedIn, watched: (page: Page) => Page): Promise<Page> {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto(`/en/sergeli/my?number=${made.number}`);
  await page.getByLabel('Secret code').fill(made.secret);
  await press(page, 'Open');
  return page;
}

// The width, in the four languages.
async function holds(page: Page): Promise<void> {
  const here = page.url();
  for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en']) {
    await page.goto(here.replace(/\/en\//, `/${language}/`));
    expect(await narrow(page), page.url()).toBe(true);
  }
}

test('a place in line, a turn, and a referral that holds for fifteen days', async ({ browser, centre, watched }) => {
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.goto('/en/sergeli/worklist');
  await office.getByRole('link', { name: 'Waiting lists' }).click();
  await expectAccessible(office);
  await office.getByLabel('Number of the kindergarten').fill('x');
  await press(office, 'There are no places here');
  await expect(office.getByRole('alert')).toContainText('There is no such line.');
  await office.getByLabel('Number of the kindergarten').fill('77');
  await press(office, 'There are no places here');
  await expect(main(office)).toContainText('no places');

  const first = await kindergarten(centre, {}, { kindergarten: 77 });
  const second = await kindergarten(centre, {}, { kindergarten: 77 });
  const entitled = await kindergarten(centre, {}, { kindergarten: 77, child_benefit: 'disability' });
  const phone = await opens(browser, centre, first, watched);
  await expect(main(phone)).toContainText('You are number 2 in line');
  await expect(main(phone)).toContainText('Children of families with a benefit');
  await holds(phone);
  const other = await opens(browser, centre, second, watched);
  await expect(main(other)).toContainText('You are number 3 in line');

  await office.reload();
  await expect(main(office)).toContainText('3 wait');
  await expectAccessible(office);
  await office.getByRole('button', { name: /^A place is free: call the next/ }).click();
  await expect(main(office)).toContainText(entitled.shown);
  await office.getByRole('button', { name: /^A place is free: call the next/ }).click();
  await expect(main(office)).toContainText(first.shown);
  await holds(office);
  await phone.reload();
  await expect(main(phone)).not.toContainText('in line');
  await expect(main(phone)).toContainText('The turn came');
  await other.reload();
  await expect(main(other)).toContainText('You are number 1 in line');

  await office.goto(`/en/sergeli/cases/${first.number}`);
  await press(office, 'Take this task');
  await findAll(office);
  await press(office, 'Approve');
  await press(office, 'Sign and issue');
  await phone.reload();
  await main(phone).locator('a[href*="/verify/"]').first().click();
  const until = new Date(Date.now() + 15 * 86_400_000 + 5 * 3_600_000).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  await expect(main(phone)).toContainText(until);
});

const facade = (centre: Centre, more: object = {}): Promise<HandedIn> => handIn(centre, 'facade-change-approval', {
  property_address: { district: '1726283', mahalla: 'Navroʻz', street: 'Bogʻ koʻchasi, 5' },
  property_kind: 'house',
  heritage_building: false,
  facade_change: 'colour',
  facade_description: 'White instead of grey.',
  work_from: isoInDays(40),
  work_to: isoInDays(90),
  ...more,
});

// The architects have said what they think; the head of the department decides.
async function reviewed(centre: Centre, made: HandedIn, office: Page): Promise<void> {
  await centre.post(`/api/v1/applications/${made.number}/pay`, 'operator', { receipt: 'K-1' });
  await centre.signIn(office, 'oybek');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await press(office, 'Take this task');
  await findAll(office);
}

test('a refusal is announced, answered, and granted after all', async ({ browser, centre, watched }) => {
  const made = await facade(centre);
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await reviewed(centre, made, office);
  await press(office, 'Approve');
  await press(office, 'Take this task');
  await expect(office.locator('summary', { hasText: /^\s*Refuse/ })).toHaveCount(0);
  await office.locator('summary', { hasText: 'Warn of a refusal' }).click();
  await expectAccessible(office);
  await press(office, 'Warn of a refusal');
  await expect(office.getByRole('alert')).toBeVisible();
  await office.locator('form[action$="/intend-refusal"] input[name=ground]').first().check();
  await office.locator('form[action$="/intend-refusal"] [name=point]').fill('paragraph 12');
  await office.locator('form[action$="/intend-refusal"] [name=text]').fill('The street has to stay grey.');
  await press(office, 'Warn of a refusal');
  await expect(main(office)).toContainText('The applicant was told, and may answer.');
  await holds(office);

  const phone = await opens(browser, centre, made, watched);
  await expect(main(phone)).toContainText('It may be refused');
  await expect(main(phone)).toContainText('paragraph 12');
  await expect(main(phone)).toContainText('The street has to stay grey.');
  await holds(phone);
  await phone.getByRole('button', { name: 'Answer' }).click();
  await expect(main(phone)).toContainText('We may have to refuse your application');
  await phone.locator('main [name=text]').fill('The council allowed white last month.');
  await press(phone, 'Send the answer');

  await office.goto(`/en/sergeli/cases/${made.number}`);
  await expect(main(office)).toContainText('The council allowed white last month.');
  await expect(office.locator('form[action$="/refuse"]')).toHaveCount(1);
  await expect(office.locator('form[action$="/refuse"] [name=text]')).toHaveValue('The street has to stay grey.');
  await findAll(office);
  await press(office, 'Approve');
  await press(office, 'Sign and issue');
  await phone.goto(`/en/sergeli/my/${made.number}`);
  await expect(main(phone)).toContainText('Download');
});

test('whoever reads a refusal knows until when they may complain, and the head sees why it was refused', async ({ browser, centre, watched }) => {
  const made = await facade(centre);
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await reviewed(centre, made, office);
  await press(office, 'Approve');
  await press(office, 'Take this task');
  const warn = 'form[action$="/intend-refusal"]';
  await office.locator('summary', { hasText: 'Warn of a refusal' }).click();
  await office.locator(`${warn} input[name=ground]`).first().check();
  await office.locator(`${warn} [name=text]`).fill('The plan lacks the heights.');
  await press(office, 'Warn of a refusal');
  const phone = await opens(browser, centre, made, watched);
  await phone.getByRole('button', { name: 'Answer' }).click();
  await phone.locator('main [name=text]').fill('I have no other plan.');
  await press(phone, 'Send the answer');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await office.locator('summary', { hasText: /^\s*Refuse/ }).click();
  await office.locator('form[action$="/refuse"] button').click();
  await press(office, 'Sign and issue');
  await phone.goto(`/en/sergeli/my/${made.number}`);
  await expect(main(phone)).toContainText('a complaint to the higher body is in time until');
  await holds(phone);

  const head = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(head, 'sardor');
  await head.goto('/en/sergeli/terms');
  await head.getByRole('link', { name: 'Refusals', exact: true }).click();
  await expect(main(head)).toContainText('The plan lacks the heights.');
  await expect(main(head)).toContainText('Oybek Xolmatov');
  await expectAccessible(head);
  await holds(head);
});

test('a concession that the register does not know is paid for, one that it knows is given', async ({ browser, centre, watched }) => {
  const made = await facade(centre, { concession_claimed: 'social-registry' });
  const phone = await opens(browser, centre, made, watched);
  await expect(main(phone)).toContainText('61 800');
  await expect(main(phone)).toContainText('Families in the social register');
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await reviewed(centre, made, office);
  await office.locator('form[action$="/approve"] input[name$="concession"][value="none"]').check();
  await press(office, 'Save what was found');
  await expect(main(office)).toContainText('waiting for payment');
  await phone.reload();
  await expect(main(phone)).toContainText('123 600');
  await expect(main(phone)).not.toContainText('Families in the social register');
  await holds(phone);
  await centre.post(`/api/v1/applications/${made.number}/pay`, 'operator', { receipt: 'K-2' });
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await office.locator('form[action$="/approve"] input[name$="concession"][value="social-registry"]').check();
  await press(office, 'Save what was found');
  await phone.reload();
  await expect(main(phone)).toContainText('To be given back to you');
  const desk = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(desk, 'aziza');
  await desk.goto(`/en/sergeli/cases/${made.number}`);
  await desk.locator('form[action$="/return-fee"] [name=receipt]').fill('K-3');
  await press(desk, 'Give the fee back');
  await expect(main(desk)).toContainText('The fee was given back.');
  await phone.reload();
  await expect(main(phone)).not.toContainText('To be given back to you');
});

test('money is decided on when its applicant was seen once', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/birth-lump-sum');
  await expect(main(page)).toContainText('online, and one visit with your passport');
  await expectAccessible(page);
  await page.goto('/en/sergeli/services/first-grade-admission');
  await expect(main(page)).toContainText(/Applications are taken (again )?from 20 June/);
  await page.goto('/en/sergeli/services/facade-change-approval');
  await expect(main(page)).toContainText('If it is not decided in term, it counts as granted.');
});
