// What the server sends is HTML by the standard, before a browser mends it.
import type { Page } from '@playwright/test';
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
});

export async function faultsOf(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`));
}

// Collects the pages that the server sends from now on; `faults` tells what is wrong with them.
export class SentPages {
  private readonly sent: Promise<[string, string]>[] = [];

  watch(page: Page): void {
    page.on('response', (response) => {
      const isPage = response.url().startsWith('http') && response.headers()['content-type']?.startsWith('text/html') && response.request().isNavigationRequest();
      if (isPage) this.sent.push(response.text().then((html): [string, string] => [response.url(), html], () => ['', '']));
    });
  }

  async faults(): Promise<string[]> {
    const found: string[] = [];
    for (const [url, html] of await Promise.all(this.sent)) {
      if (html) found.push(...(await faultsOf(html)).map((fault) => `${url} ${fault}`));
    }
    return [...new Set(found)];
  }
}
