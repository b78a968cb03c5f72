// What applicants hand in: pictures as the staff look at them, and documents that are used again.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, type Centre } from './support/centre.js';
import { answerAll, fill, kindergarten, zuhra } from './support/form.js';

// 64 by 48 dots: white above, below it red on the left and blue on the right.
const heic = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQ' +
  'AAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAARQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAA' +
  'ALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADAC' +
  'EiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGlt' +
  'ZwACAAEAAQAAAE1tZGF0AAAAQSgBrxmA+wHjkcB8WwIr/ecPO0/A9494++txqeMxUjeyR+wftxsEyQMxudfuCy4HueostcldLc+juZ3K8OyRFzBA', 'base64');

async function handedIn(centre: Centre, name: string, content: Buffer): Promise<string> {
  const form = new FormData();
  form.set('centre', 'sergeli');
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const answer = await fetch(`${centre.url}/api/v1/documents`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${centre.token('operator')}` } });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

// Width, height and the colours of the four corners, clockwise from the upper left one, as the browser shows them.
const shown = (page: Page): Promise<string> => page.locator('.b-picture img').evaluate(async (element) => {
  const image = element as HTMLImageElement;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const colour = (x: number, y: number): string => {
    const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
    return green > 128 ? 'white' : red > blue ? 'red' : 'blue';
  };
  const right = canvas.width - 4, below = canvas.height - 4;
  return [canvas.width, canvas.height, colour(3, 3), colour(right, 3), colour(right, below), colour(3, below)].join(' ');
});

for (const size of ['phone', 'desktop'] as const) {
  test(`a HEIC was only a download that browsers cannot show, on a ${size}`, async ({ browser, centre, watched }) => {
    const made = await kindergarten(centre, { 'birth-certificate': await handedIn(centre, 'IMG_1.HEIC', heic) });
    const page = watched(await (await centre.context(browser, size)).newPage());
    await centre.signIn(page, 'zarina');
    await page.goto(`/en/sergeli/cases/${made.number}`);
    await page.getByRole('link', { name: /^Open\s*:/ }).click();
    expect(await shown(page)).toBe('64 48 white white blue red');
    await expectAccessible(page);

    await page.getByRole('link', { name: 'Turn right' }).click();
    expect(await shown(page)).toBe('48 64 red white white blue');
    await page.getByRole('link', { name: 'Turn left' }).click();
    expect(await shown(page)).toBe('64 48 white white blue red');

    // What is kept is what was handed in, under a name that fits it.
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the document' }).click();
    expect((await download).suggestedFilename()).toBe('IMG_1.HEIC');
    await page.getByRole('link', { name: 'Back to the application' }).click();
    await expect(page).toHaveURL(new RegExp(`/cases/${made.number}$`));
  });
}

const pension = { ...zuhra, whole_period: 'true', certificate_purpose: 'bank' };

async function begins(page: Page): Promise<void> {
  await page.goto('/en/sergeli/services/pension-certificate');
  await page.getByRole('button', { name: 'Apply online' }).click();
}

test('the document of an earlier application had to be sent again', async ({ browser, centre, watched }) => {
  const page = watched(await (await centre.context(browser, 'phone')).newPage());
  await begins(page);
  await answerAll(page, pension, async () => {});
  await page.getByRole('button', { name: 'Send the application' }).click();
  const first = await page.locator('main .b-code[href]').innerText();

  await begins(page);
  while (!page.url().includes('/document-')) {
    await fill(page, pension);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await expect(page.locator('main')).toContainText(new RegExp(`Submitted on .* with application ${first}: document.png`));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use this document' }).click();
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.locator('main')).toContainText('document.png');
  await page.getByRole('button', { name: 'Send the application' }).click();
  const second = await page.locator('main .b-code[href]').innerText();
  expect(second).not.toBe(first);

  const office = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(office, 'aziza');
  await office.goto(`/en/sergeli/cases/${second.replace('-', '')}`);
  await expect(office.locator('main')).toContainText(new RegExp(`Submitted on .* with application ${first}`));
  await expectAccessible(office);

  // A shared computer that was told to forget offers nothing to the next person.
  await page.goto('/en/sergeli/my');
  await page.getByRole('button', { name: 'Remove from this device' }).click();
  await begins(page);
  while (!page.url().includes('/document-')) {
    await fill(page, pension);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await expect(page.getByRole('button', { name: 'Use this document' })).toHaveCount(0);
});

test('at a window the documents of who was here before need no new scan', async ({ browser, centre, watched }) => {
  const made = await kindergarten(centre, { 'birth-certificate': await handedIn(centre, 'scan.heic', heic) });
  const page = watched(await (await centre.context(browser, 'desktop')).newPage());
  await centre.signIn(page, 'aziza');
  await page.goto(`/en/sergeli/intake?service=kindergarten-referral&from=${made.number}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.goto(page.url().replace(/\/form$/, '/documents'));
  await expect(page.locator('main')).toContainText(`with application ${made.shown}: scan.heic`);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Use this document\s*: / }).click();
  await expect(page.locator('main')).toContainText('scan.heic');
  await expect(page.getByRole('button', { name: 'Use this document' })).toHaveCount(0);
  await expectAccessible(page);
});
