// A centre for the tests of pages: the program itself on a data folder of its own, its people and devices.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SentPages } from './html.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = process.env.BIROYNA_PROGRAM ?? join(root, 'build/release/src/app/biroyna');

export const sizes = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1366, height: 768 },
  kiosk: { width: 1080, height: 1920 },
  board: { width: 1920, height: 1080 },
};
const password = 'a password of the tests';

// The reference catalogue as a centre has it that asks only the registries of its services' own steps, so that papers are handed in.
function withPapers(copy: string): string {
  cpSync(join(root, 'catalogue'), copy, { recursive: true });
  const rewrite = (path: string, change: (text: string) => string): void => { writeFileSync(path, change(readFileSync(path, 'utf8'))); };
  for (const name of readdirSync(join(copy, 'services')))
    rewrite(join(copy, 'services', name), (text) => text.replace(/, registry: [a-z-]+(?:, tells: \[[^\]]*\])?/g, ''));
  rewrite(join(copy, 'centre.yaml'), (text) => text.replace(/^ {2}- (?!(?:civil|tax|cadastre)-registry).*\n/gm, ''));
  return copy;
}

export interface Registry { id: string; url: string }

// The environment of a program for which it is later by so much, as "+40d". The clock that only measures stays as it is.
const later = (ahead: string): Record<string, string> => ahead === '' ? {} : {
  LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1', FAKETIME: ahead, FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1',
};

export class Centre {
  readonly data = mkdtempSync(join(tmpdir(), 'biroyna-browser-'));
  url = '';
  private server?: ChildProcess;
  private ahead = '';
  private readonly tokens: Record<string, string> = {};

  // `connected`: to all registries, as the reference centre is.
  constructor(private readonly connected = false) {
    const copy = join(this.data, 'catalogue');
    this.run('import', connected ? join(root, 'catalogue') : withPapers(copy));
    rmSync(copy, { recursive: true, force: true });
    for (const role of ['kiosk', 'board', 'host', 'operator']) {
      this.tokens[role] = this.run('token', 'add', '--centre', 'sergeli', '--role', role).trim();
    }
    this.run('token', 'add', '--centre', 'sergeli', '--role', 'board', '--name', 'The old screen');
    this.tokens['specialist'] = this.run('token', 'add', '--centre', 'sergeli', '--role', 'specialist', '--department', 'preschool').trim();
    this.run('signing', 'make', '--kind', 'p256', '--name', 'Sergeli');
    for (const [name, department, role] of [['Zarina Saidova', 'preschool'], ['Kamola Ergasheva', 'preschool'], ['Oybek Xolmatov', 'architecture', 'department_head'],
      ['Malika Nazarova', 'land-cadastre'], ['Rustam Qodirov', 'utilities'], ['Nodira Yunusova', 'health'], ['Shuhrat Umarov', 'pension']]) {
      this.run('staff', 'add', '--centre', 'sergeli', '--login', name!.split(' ')[0]!.toLowerCase(), '--name', name!, '--role', role ?? 'specialist', '--department', department!, '--chose-password');
    }
    for (const [name, role] of [['Aziza Karimova', 'operator'], ['Bobur Rahimov', 'operator'], ['Dilnoza Yusupova', 'host'], ['Feruza Tosheva', 'host'],
      ['Sardor Aliyev', 'head'], ['Jasur Tursunov', 'administrator']] as const) {
      const login = name.split(' ')[0]!.toLowerCase();
      this.run('staff', 'add', '--centre', 'sergeli', '--login', login, '--name', name, '--role', role, '--chose-password');
    }
  }

  private run(...words: string[]): string {
    return execFileSync(program, [...words, '--data', this.data],
      { encoding: 'utf8', input: `${password}\n`, env: { ...process.env, ...later(this.ahead) } });
  }
  // Somebody says that the computer's clock is right, though it is much later than when anything was last done.
  confirmClock(): void { this.run('clock', 'confirm'); }

  // `registries` are called at their addresses; `ahead`: that much later, as "+40d".
  async start(port = 0, { registries = [], ahead = '' }: { registries?: Registry[]; ahead?: string } = {}): Promise<void> {
    this.ahead = ahead;
    const called = registries.map(({ id, url }) => `{id: ${id}, url: '${url}'}`);
    const server = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`, '--data', this.data], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...later(ahead), BIROYNA_OPEN_ALL_HOURS: 'true', BIROYNA_LOG_LEVEL: 'error',
        BIROYNA_REGISTRIES: `[${['{id: cadastre, mode: poll}', ...called].join(', ')}]` },
    });
    this.server = server;
    this.url = await new Promise((resolve, reject) => {
      server.once('exit', () => { reject(new Error('the server did not start')); });
      let said = '';
      server.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        const address = /http:\/\/\S+:\d+/.exec(said);
        if (address) resolve(address[0]);
      });
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const server = this.server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    await new Promise((resolve) => { server.removeAllListeners('exit').once('exit', resolve); server.kill(signal); });
  }
  remove(): void { rmSync(this.data, { recursive: true, force: true }); }

  token(role: string): string { return this.tokens[role]!; }

  // A browser of its own that this device or person uses.
  async context(browser: Browser, size: keyof typeof sizes, more: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    return browser.newContext({ baseURL: this.url, viewport: sizes[size], ...more });
  }
  async pair(page: Page, role: 'kiosk' | 'board', language = 'en'): Promise<void> {
    await page.goto(`/${language}/device`);
    await page.locator('[name=token]').fill(this.tokens[role]!);
    await page.locator('main form button').click();
    await page.locator('main form input[name=confirmed]').waitFor({ state: 'attached' });
    await page.locator('main form button').click();
    await page.waitForURL(`**/${language}/sergeli/${role}`);
  }
  async signIn(page: Page, login: string, language = 'en'): Promise<void> {
    await page.goto(`/${language}/sign-in`);
    await page.locator('[name=login]').fill(login);
    await page.locator('[name=password]').fill(password);
    await page.locator('main form button[type=submit], main form button:not([type])').last().click();
    await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  }
  // `role` "" is whoever has the `more` headers.
  async post(path: string, role: string, body: unknown = {}, more: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { ...(role ? { Authorization: `Bearer ${this.tokens[role]!}` } : {}), 'Content-Type': 'application/json', ...more },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : (await answer.json()) as Record<string, unknown>;
  }
  async get(path: string, role: string): Promise<Record<string, unknown>> {
    const answer = await fetch(this.url + path, { headers: { Authorization: `Bearer ${this.tokens[role]!}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }
  // At the entrance: a kiosk gives only some in a minute.
  async take(service = 'kindergarten-referral', more: object = {}): Promise<{ id: string; number: string }> {
    return await this.post('/api/v1/centres/sergeli/tickets', 'host', { services: [service], ...more }) as { id: string; number: string };
  }
  // The one that is called next: whom another test left waiting goes home.
  async takeNext(service?: string): Promise<{ id: string; number: string }> {
    await this.sendHome();
    return this.take(service);
  }
  // Whoever waits.
  async sendHome(): Promise<void> {
    const { items } = await this.get('/api/v1/centres/sergeli/tickets?state=waiting', 'host') as { items: { id: string }[] };
    if (items.length > 0) await this.post('/api/v1/centres/sergeli/tickets/cancel', 'host', { tickets: items.map(({ id }) => id) });
  }
}

// One centre a worker; a watched page that breaks the Content-Security-Policy, throws or is not valid HTML fails its test.
// What a test opened is closed after it: pages that nobody looks at go on listening and cost the next tests time.
export const test = base.extend<{ watched: (page: Page) => Page; closed: void }, { centre: Centre }>({
  centre: [async ({}, use) => {
    const centre = new Centre();
    await centre.start();
    await use(centre);
    await centre.stop();
    centre.remove();
  }, { scope: 'worker' }],
  watched: async ({}, use) => {
    const faults: string[] = [];
    const sent = new SentPages();
    await use((page) => {
      sent.watch(page);
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => { if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) faults.push(message.text()); });
      return page;
    });
    expect(faults.concat(await sent.faults())).toEqual([]);
  },
  closed: [async ({ browser }, use) => {
    await use();
    await Promise.all(browser.contexts().map((context) => context.close()));
  }, { auto: true }],
});

// axe finds nothing, by WCAG 2.2 AA.
export async function expectAccessible(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), page.url()).toEqual([]);
}

export { expect };
