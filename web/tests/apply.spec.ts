// Applying from a phone, without JavaScript: one question a page, several services at once, what is asked back, how it stands.
import { expect, expectAccessible, test } from './support/centre.js';
import { answerAll, asksForDocument, fill, handIn, inDays, isoInDays, kindergarten, png, zuhra } from './support/form.js';
import { findAll } from './support/findings.js';

const birth = {
  ...zuhra,
  'child.family_name': 'Karimov', 'child.given_name': 'Anvar', 'child.birth_date': inDays(-20),
  child_relation: 'mother', birth_certificate_number: 'I-TV 123456',
  allowance_paid_before: 'false', payment_method: 'post', applies_for: 'child',
  'home_address.district': '1726283', 'home_address.mahalla': 'Navroʻz', 'home_address.street': 'Bogʻ koʻchasi, 5',
  polyclinic: '12', kindergarten: '12', kindergarten_group: 'full-day', wanted_from: inDays(60), child_benefit: 'none',
};

test('a child is born: three services, one submission', async ({ browser, centre, watched }) => {
  test.setTimeout(180_000);
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto('/en/sergeli/life-events/birth');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.locator('main')).toContainText('Choose at least one service');
  for (const service of ['birth-lump-sum', 'polyclinic-attachment', 'kindergarten-referral'])
    await page.locator(`[name=service][value=${service}]`).check();
  await page.getByRole('button', { name: 'Begin' }).click();
  const asked: string[] = [];
  await answerAll(page, birth, async () => { asked.push(new URL(page.url()).pathname.split('/').at(-1)!); });
  expect(asked.filter((one) => one.startsWith('document-')).sort()).toEqual(['document-birth-certificate', 'document-identity']);
  expect(asked.length, asked.join(' ')).toBe(new Set(asked).size);
  await expect(page.locator('main')).toContainText('Karimov Anvar');
  await expect(page.getByRole('link', { name: 'Change (What is your name?)', exact: true }), 'the question is read once').toBeVisible();
  await expect(page.locator('main')).toContainText('Tashkent city, Sergeli district, Navroʻz, Bogʻ koʻchasi, 5');
  await page.getByRole('button', { name: 'Send the application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The application is accepted');
  const links = page.locator('main .b-code[href]');
  await expect(links).toHaveCount(3);
  // What was sent cannot be sent again.
  await page.goto(page.url().replace('/sent', '/check'));
  await expect(links).toHaveCount(3);
  const numbers = await links.allInnerTexts();
  await links.first().click();
  await expect(page.locator('main')).toContainText('Submitted together with it');

  // Three departments, one thread: what a registry does not answer, a person does.
  for (const [login, steps] of [['shuhrat', 2], ['nodira', 1], ['zarina', 1]] as const) {
    const office = watched(await (await centre.context(browser, 'desktop')).newPage());
    await centre.signIn(office, login);
    await office.locator('main').getByRole('link', { name: new RegExp(numbers.join('|')) }).click();
    await expect(office.locator('main')).toContainText('Submitted together');
    // Money is decided on when somebody has seen who applies.
    if (login === 'shuhrat')
      await centre.post(`/api/v1/applications/${new URL(office.url()).pathname.split('/').pop()}/confirm-identity`, 'operator');
    await office.reload();
    for (let step = 0; step < steps; ++step) {
      await office.getByRole('button', { name: 'Take this task' }).click();
      await findAll(office);
      await office.getByRole('button', { name: 'Approve', exact: true }).click();
    }
    await office.getByRole('button', { name: 'Sign and issue' }).click();
    await expect(office.locator('main')).toContainText('the result is issued');
  }
  await page.goto('/en/sergeli/my');
  await expect(page.locator('main .govuk-tag', { hasText: 'issued' })).toHaveCount(3);
  await page.getByRole('link', { name: 'Referral to a state kindergarten' }).click();
  await expect(page.getByRole('button', { name: 'Download the document' })).toBeVisible();
});

test('without JavaScript a word that was typed is still there in another language', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto('/en/sergeli/services/kindergarten-referral');
  await page.getByRole('button', { name: 'Apply online' }).click();
  for (const word of ['Karimova', 'Rahimova']) {
    await page.locator('main [name=family_name]').fill(word);
    const russian = page.url().includes('/en/');
    await page.locator('main').getByRole('button', { name: russian ? 'Русский' : 'English' }).click();
    await expect(page).toHaveURL(russian ? /\/ru\// : /\/en\//);
    await expect(page.locator('main [name=family_name]')).toHaveValue(word);
  }
  await page.goto('/en/sign-in');
  await expect(page.locator('main noscript p')).toContainText('Choose the language before');
});

test('messages go to and fro', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto(`/en/sergeli/my?number=${made.number}`);
  await page.getByLabel('Secret code').fill(made.secret);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.locator('summary', { hasText: 'Write to the centre' }).click();
  await page.getByLabel('Your message').fill('When is it my turn?');
  await page.getByRole('button', { name: 'Send the message' }).click();
  await expect(page.locator('main')).toContainText('You wrote');

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.getByRole('link', { name: 'Message not answered' }).click();
  await expectAccessible(office);
  await office.getByRole('link', { name: made.shown }).click();
  await expect(office.locator('main')).toContainText('When is it my turn?');
  await office.locator('summary', { hasText: 'Write to the applicant' }).click();
  await office.getByLabel('Message', { exact: true }).fill('In May.');
  await office.getByRole('button', { name: 'Write to the applicant' }).click();
  await expectAccessible(office);
  await office.goto('/en/sergeli/worklist?view=unanswered');
  await expect(office.locator('main')).not.toContainText(made.shown);
  await page.reload();
  await expect(page.locator('main')).toContainText('In May.');
});

test('what an answer makes a question is asked as well', async ({ browser, centre, watched }) => {
  const made = await handIn(centre, 'reconstruction-permit', {
    property_address: { district: '1726283', mahalla: 'Navroʻz', street: 'Bogʻ koʻchasi, 5' }, cadastral_number: '10:07:03:02:01:0123',
    property_kind: 'house', area: 80, reconstruction_kind: 'layout', property_use: 'living', bearing_walls: false,
    work_from: isoInDays(30), work_to: isoInDays(120),
  });
  await centre.post(`/api/v1/applications/${made.number}/pay`, 'operator', { receipt: 'K-1' });
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'malika');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await office.getByRole('button', { name: 'Take this task' }).click();
  await office.locator('summary', { hasText: 'Ask the applicant' }).click();
  await office.getByLabel('What to correct or add').fill('The project shows another storey.');
  await office.locator('[name=marked][value="answers/reconstruction_kind"]').check();
  await office.getByLabel('Applicant: Phone').check();
  await office.getByRole('button', { name: 'Ask the applicant' }).click();

  // At a window, for the applicant who sits there.
  const desk = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(desk, 'aziza');
  await desk.goto(`/en/sergeli/cases/${made.number}`);
  await desk.getByRole('link', { name: 'Answer for the applicant' }).click();
  await expectAccessible(desk);
  await desk.locator('[name=reconstruction_kind][value=storey]').check();
  await desk.locator('[name=phone]').fill('12');
  await desk.getByLabel('Anything else you want to add? (optional)').fill('Here it is.');
  await desk.getByRole('button', { name: 'Send the answer' }).click();
  await expect(desk.locator('.govuk-error-summary')).toContainText('Fill in: ');
  await expectAccessible(desk);
  await desk.getByRole('link', { name: /^Phone/ }).click();
  await expect(desk.locator('[name=phone]')).toBeFocused();
  await desk.locator('[name=phone]').fill('93 765 43 21');
  await desk.locator('[name=area_after]').fill('120');
  await desk.getByRole('button', { name: 'Send the answer' }).click();
  await expect(desk.locator('main')).toContainText('Here it is.');
  await expect(desk.locator('main')).toContainText('+998 93 765 43 21');
  await desk.getByRole('link', { name: 'Manage representatives' }).click();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Add the representative' }).click();
  await expect(desk.locator('.govuk-error-summary')).toBeVisible();
  await expectAccessible(desk);
});

test('where people and organisations may apply, who applies is asked first', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/electricity-connection');
  await page.getByRole('button', { name: 'Apply online' }).click();
  await page.locator('main [name=kind][value=business]').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.locator('main [name=kind][value=business]')).toBeChecked();
});

test('an individual who says so goes on, where organisations may apply too', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/electricity-connection');
  await page.getByRole('button', { name: 'Apply online' }).click();
  await page.locator('main [name=kind][value=individual]').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Family name')).toBeVisible();
});

test('what is missing is said, what was typed stays', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/services/kindergarten-referral');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Apply online' }).click();
  await expectAccessible(page);
  await page.getByLabel('Family name').fill('Karimova');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveTitle(/^Error/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Enter your given name' }).click();
  await expect(page.getByLabel('Given name')).toBeFocused();
  await expect(page.getByLabel('Family name')).toHaveValue('Karimova');
  // Another day, the same address: what was answered is there.
  const address = page.url();
  const other = watched(await (await centre.context(browser, 'desktop')).newPage());
  await other.goto(address);
  await expect(other.getByLabel('Family name')).toHaveValue('Karimova');
  await other.goto(address.replace('/person', '/check'));
  await expectAccessible(other);
  await other.getByRole('button', { name: 'Send the application' }).click();
  await expect(other.getByRole('alert')).toContainText("Fill in: The child's details");
  await expectAccessible(other);
  await other.goto(address.replace('/person', '/document-identity'));
  await expectAccessible(other);
  await other.locator('input[type=file]').setInputFiles({ name: 'lies.png', mimeType: 'image/png', buffer: Buffer.from('PK no picture') });
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(other.locator('.govuk-error-message')).toBeVisible();
  await expectAccessible(other);
});

test('what is missing to find an application is said, and what was typed stays', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/my');
  await page.getByRole('button', { name: 'Open' }).click();
  const errors = page.locator('.govuk-error-summary').getByRole('link');
  await expect(errors).toHaveText(['Fill in the number of the application', 'Fill in the secret code']);
  await expectAccessible(page);
  await page.getByLabel('Secret code').fill(made.secret);
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(errors).toHaveText(['Fill in the number of the application']);
  await expect(page.getByLabel('Secret code')).toHaveValue(made.secret);
  await page.getByLabel('Application number').fill(made.number.toLowerCase());
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Referral to a state kindergarten');
});

test('an applicant reads a question in its lines, whose answer is awaited and which document is the newest', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await asksForDocument(centre, office, made, 'First line.\nSecond line.');
  await expect(office.getByRole('alert')).toContainText('The question was sent to the applicant.');
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await page.goto('/en/sergeli/my');
  await page.getByLabel('Application number').fill(made.number);
  await page.getByLabel('Secret code').fill(made.secret);
  await page.getByRole('button', { name: 'Open' }).click();
  const question = page.locator('.govuk-notification-banner__heading');
  expect(await question.evaluate((one) => getComputedStyle(one).whiteSpace)).toMatch(/^pre-(line|wrap)/);
  await expect(page.locator('.govuk-summary-list .govuk-tag').first()).toHaveText('waiting for your answer');
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'certificate.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.locator('main')).not.toContainText('the newest version');
  await asksForDocument(centre, office, made, 'It is blurred.', true);
  await page.reload();
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'again.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.locator('li', { hasText: 'again.png' })).toContainText('the newest version');
  await expect(page.locator('li', { hasText: 'certificate.png' })).toContainText('an earlier version');
});

test('an application is found by number and secret, answered and withdrawn', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre);
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto('/en/sergeli/my');
  await page.getByLabel('Application number').fill(made.number);
  await page.getByLabel('Secret code').fill('0000-0000-0000-0000');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.locator('.govuk-error-summary')).toContainText('no application with this number');
  await page.getByLabel('Secret code').fill(made.secret.toLowerCase());
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Referral to a state kindergarten');
  await expect(page.locator('.b-step--now')).toContainText('has until');

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.goto(`/en/sergeli/cases/${made.number}`);
  await office.getByRole('button', { name: 'Take this task' }).click();
  const step = await centre.get(`/api/v1/applications/${made.number}`, 'operator') as { steps: { id: string; state: string }[] };
  const task = step.steps.find((one) => one.state === 'claimed')!.id;
  await office.evaluate(async ([number, id]) => {
    const csrf = document.querySelector<HTMLInputElement>('input[name=csrf]')!.value;
    const answer = await fetch(`/api/v1/tasks/${number}:${id}/ask`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify({ text: 'The certificate cannot be read.', marked: ['answers/birth_certificate_number', 'documents/birth-certificate'] }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, [made.number, task]);

  await page.reload();
  await expect(page.locator('main')).toContainText('The certificate cannot be read.');
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.locator('.govuk-error-summary')).toContainText('Attach this document');
  await fill(page, { birth_certificate_number: 'I-TV 654321', text: 'Here it is.' });
  await page.locator('input[type=file]').setInputFiles({ name: 'certificate.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.locator('main')).toContainText('Here it is.');
  await expect(page.getByRole('link', { name: "Child's birth certificate" })).toBeVisible();
  await office.reload();
  await expect(office.locator('main')).toContainText('I-TV 654321');

  await page.getByRole('link', { name: 'Withdraw the application' }).click();
  await page.getByRole('button', { name: 'Yes, withdraw it' }).click();
  await expect(page.locator('main')).toContainText('withdrawn');
  await page.goto('/en/sergeli/my');
  await page.getByRole('button', { name: 'Remove from this device' }).click();
  await expect(page.locator('main')).not.toContainText('Referral to a state kindergarten');
});

test('a refusal is explained', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone', { javaScriptEnabled: false })).newPage());
  await page.goto('/en/sergeli/services/kindergarten-referral');
  await page.getByRole('button', { name: 'Apply online' }).click();
  await answerAll(page, birth, async () => {});
  await page.getByRole('button', { name: 'Send the application' }).click();
  const shown = await page.locator('main .b-code[href]').innerText();
  await page.locator('main .b-code[href]').click();

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'zarina');
  await office.getByRole('link', { name: shown }).click();
  await office.getByRole('button', { name: 'Take this task' }).click();
  await office.locator('summary', { hasText: 'Refuse' }).click();
  await office.locator('[name=ground]').first().check();
  await office.getByLabel('Explanation for the applicant').fill('There is no place before May.');
  await office.getByRole('button', { name: 'Refuse', exact: true }).click();
  await office.getByRole('button', { name: 'Sign and issue' }).click();

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Why it was refused' })).toBeVisible();
  await expect(page.locator('main')).toContainText('There is no place before May.');
  await expect(page.locator('main')).toContainText('You may complain to the higher body');
  const code = (await page.getByRole('link', { name: 'Check that it is genuine' }).getAttribute('href'))!.split('/').at(-1)!;
  expect((await page.request.get(`/api/v1/results/${code}/pdf`)).status()).toBe(200);
});
