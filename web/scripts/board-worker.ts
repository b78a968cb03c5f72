// A service worker that keeps the board as it was last, for the moment when it is loaded anew and the server is away: a power
// cut in the hall, a restart of the screen. It answers for the board's address alone, and for what the board is made of.
//
// While the server answers, its answer is shown. The kept page is marked (data-kept), says that there is no connection, and
// goes on by itself when there is one.

interface Lasting extends Event { waitUntil(done: Promise<unknown>): void }
interface Asked extends Lasting { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}
const own = globalThis as unknown as Worker;

const patienceMs = 8_000;
const board = own.registration.scope;
const shelves = `board ${board} `;
const shelf = shelves + location.pathname;  // the address of this script is another one in each version of the program

async function keep(page: Response): Promise<void> {
  await (await caches.open(shelf)).put(board, page);
}

// The page and what it names, so that it is whole from the first day on.
async function keepAll(): Promise<void> {
  const page = await fetch(board, { cache: 'no-store', headers: { Accept: 'text/html' } });
  if (!page.ok) return;
  const html = await page.clone().text();
  const parts = new Set([...html.matchAll(/"(\/assets\/[^"]+)"/g)].map((found) => found[1]!));
  await (await caches.open(shelf)).addAll([...parts]);
  await keep(page);
}

async function dropOlder(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(shelves) && name !== shelf) await caches.delete(name);
}

async function kept(): Promise<Response> {
  const page = await (await caches.open(shelf)).match(board);
  if (!page) return Response.error();
  const html = (await page.text()).replace('<body ', '<body data-kept="yes" ');
  return new Response(html, { headers: page.headers });
}

// A proxy that does not reach the server says 502, 503 or 504.
async function page(asked: Asked): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => { patience.abort(); }, patienceMs);
  try {
    const answer = await fetch(asked.request, { signal: patience.signal });
    if (answer.ok) asked.waitUntil(keep(answer.clone()));
    return answer.status < 500 ? answer : await kept();
  } catch {
    return kept();
  } finally {
    clearTimeout(timer);
  }
}

// An update of what is shown, which is kept as well: what is shown later is not older than what was seen.
async function update(asked: Asked): Promise<Response> {
  const answer = await fetch(asked.request);
  if (answer.ok) asked.waitUntil(keep(answer.clone()));
  return answer;
}

// Its address has the version, so it never changes.
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

addEventListener('install', (event) => { (event as Lasting).waitUntil(keepAll().then(() => own.skipWaiting())); });
addEventListener('activate', (event) => { (event as Lasting).waitUntil(dropOlder().then(() => own.clients.claim())); });
addEventListener('fetch', (event) => {
  const asked = event as Asked;
  const { request } = asked;
  if (request.method !== 'GET') return;
  if (request.url === board) asked.respondWith(request.mode === 'navigate' ? page(asked) : update(asked));
  else if (new URL(request.url).pathname.startsWith('/assets/')) asked.respondWith(part(request));
});
