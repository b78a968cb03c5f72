// A small server in place of the program: pages made by the test, the real scripts, one event stream that the test drives.
import { test as base, expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../..', import.meta.url));

// The policy that the program really sends.
function policy(): string {
  const source = readFileSync(join(web, '../src/app/edge.cpp'), 'utf8');
  const literals = /"Content-Security-Policy",\s*((?:"[^"]*"\s*)+)/.exec(source)?.[1];
  if (!literals) throw new Error('no policy in edge.cpp');
  return [...literals.matchAll(/"([^"]*)"/g)].map((match) => match[1]).join('');
}

export interface Shown {
  script: 'board' | 'citizen' | 'console' | 'hall' | 'kiosk' | 'ticket';
  main: string;
  title?: string;
  around?: string;  // before main
  data?: Record<string, string>;
  live?: boolean;   // with data-source and data-events
}
export interface Posted { path: string; fields: URLSearchParams }
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export class Screens {
  url = '';
  seq = 1;
  readonly pages = new Map<string, () => Shown>();       // by path
  readonly handlers = new Map<string, Handler>();        // by "METHOD path", before pages
  readonly posted: Posted[] = [];
  readonly asked: string[] = [];                         // paths of GETs
  readonly resumed: string[] = [];                       // the Last-Event-ID of each stream that was opened
  readonly streams = new Set<ServerResponse>();
  pinging = true;
  dead = false;  // every connection is cut
  private readonly server: Server;
  private readonly policy = policy();
  private readonly pings: NodeJS.Timeout;

  constructor(private readonly scripts: string) {
    this.server = createServer((request, response) => { this.answer(request, response); });
    this.pings = setInterval(() => { if (this.pinging) this.send('event: ping\ndata: {}\n\n'); }, 250);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    clearInterval(this.pings);
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  send(text: string): void { for (const stream of this.streams) stream.write(text); }
  // Something happened: the pages made from now on show it.
  happen(): void {
    ++this.seq;
    this.send(this.event());
  }
  private event(): string { return `id: ${this.seq}\nevent: ticket_called\ndata: {}\n\n`; }
  cut(): void { for (const stream of this.streams) stream.destroy(); }

  seeOther(response: ServerResponse, address: string): void { response.writeHead(303, { Location: address }).end(); }

  html(path: string, shown: Shown, status = 200): [number, string] {
    const live = shown.live ? { source: path, seq: String(this.seq), events: '/events', worker: '/assets/1/live-worker.js' } : {};
    const data = Object.entries({ ...live, ...shown.data }).map(([name, value]) => ` data-${name}="${value}"`).join('');
    return [status, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${shown.title ?? 'Test'}</title>
      <script type="module" src="/assets/1/${shown.script}.js"></script></head><body${data}>
      <p id="offline" hidden role="alert">No connection</p>${shown.around ?? ''}<main id="main">${shown.main}</main>
      <p id="say" role="status"></p></body></html>`];
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.dead) { request.socket.destroy(); return; }
    const { pathname } = new URL(request.url!, this.url);
    response.setHeader('Content-Security-Policy', this.policy);
    const handler = this.handlers.get(`${request.method} ${pathname}`);
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (text: Buffer) => { body += text.toString(); });
      request.on('end', () => {
        this.posted.push({ path: request.url!, fields: new URLSearchParams(body) });
        if (handler) handler(request, response);
        else response.writeHead(404).end();
      });
      return;
    }
    this.asked.push(request.url!);
    if (handler) handler(request, response);
    else if (pathname === '/events') this.stream(request, response);
    else if (pathname === '/healthz') response.end('ok');
    else if (pathname.startsWith('/assets/1/')) {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(readFileSync(join(this.scripts, pathname.slice('/assets/1/'.length))));
    } else {
      const page = this.pages.get(pathname);
      const [status, html] = page ? this.html(pathname, page()) : [404, '<h1>Not found</h1>'];
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(html);
    }
  }

  private stream(request: IncomingMessage, response: ServerResponse): void {
    const last = String(request.headers['last-event-id'] ?? '');
    this.resumed.push(last);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    if (last && Number(last) < this.seq) response.write(this.event());
    this.streams.add(response);
    response.on('close', () => { this.streams.delete(response); });
  }
}

// A server for each test; a page that breaks the policy or throws fails its test.
export const test = base.extend<{ screens: Screens; faults: string[] }, { scripts: string }>({
  scripts: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'biroyna-scripts-'));
    execFileSync(process.execPath, [join(web, 'build.mjs'), folder, 'scripts']);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker' }],
  screens: async ({ scripts }, use) => {
    const screens = new Screens(scripts);
    await screens.start();
    await use(screens);
    await screens.stop();
  },
  faults: [async ({ context }, use) => {
    const faults: string[] = [];
    await context.exposeBinding('violated', (_, text: string) => { faults.push(text); });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        (globalThis as unknown as { violated: (text: string) => void }).violated(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    context.on('weberror', (error) => { faults.push(error.error().message); });
    await use(faults);
    expect(faults).toEqual([]);
  }, { auto: true }],
  baseURL: async ({ screens }, use) => { await use(screens.url); },
});

export const posts = (screens: Screens, path: string): Posted[] => screens.posted.filter((each) => each.path === path);
export const said = (page: Page) => page.locator('#say');

export { expect };
