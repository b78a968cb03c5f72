// Keeps a page's live parts fresh: an event in the centre leads to one fetch of the page that the body names.
import type { Message } from '../live-worker.js';
import { ask } from './ask.js';
import { correct } from './clock.js';
import { isOfThisKind, offline, remember, showLiveParts } from './page.js';
import { scriptAddress } from './policy.js';
import { silenceMs, Stream, type News } from './stream.js';

const gatherMs = 120;        // events of one change come together
const restMs = 300;          // between the beginnings of two fetches
const retryMs = 2_000;       // after a fetch that failed although the server speaks
const joinMs = 30_000;       // so often a page tells the worker that it is still there
const reconnectMs = 10_000;  // so often a page that hears nothing asks for another worker
const lookMs = 1_000;

export interface Following {
  staff?: boolean;                    // those who may know more of what happens
  renewMs?: number;                   // so often also when nothing happens: alarms begin with time, not with an event
  kept?: boolean;                     // the page is an old one, shown as the server is away
  pollMs?: number;                    // while nothing is heard, the page is fetched this often
  changed?: (fresh: Document) => void;  // after live parts were replaced
}
let following: Following = {};

let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<boolean> | undefined;
let again = false, paused = false;
let lastFetch = 0;
let wanted = 0;  // the last event that was told

const body = (): DOMStringMap => document.body.dataset;

// Whether the page shows what the server says now.
async function fetchParts(source: string): Promise<boolean> {
  lastFetch = Date.now();
  const { ok, status, address, page } = await ask(source);
  if (body()['source'] !== source || paused) return true;  // another page is shown meanwhile
  const elsewhere = address.pathname !== new URL(source, location.href).pathname;
  const gone = status >= 400 && status < 500 && status !== 408 && status !== 429;
  if (elsewhere || gone || (ok && !isOfThisKind(page))) {
    location.reload();  // signed out, no longer there, or a newer program: the server knows what to show
    return true;
  }
  if (!ok) return false;
  const seq = Number(page.body.dataset['seq']);
  if (seq < Number(body()['seq'])) return true;  // overtaken by a newer page
  const complete = showLiveParts(page, address.pathname === location.pathname);
  following.changed?.(page);
  return complete && !(seq < wanted);  // one of several servers may not know of the event yet
}

// True when the page is fresh.
export async function refresh(): Promise<boolean> {
  const source = body()['source'];
  if (!source || paused) return true;
  if (running) {
    again = true;
    return running;
  }
  running = fetchParts(source).catch(() => false);
  const fresh = await running;
  running = undefined;
  if (again) schedule();
  else if (!fresh && !silent) schedule(retryMs);
  again = false;
  return fresh;
}

function schedule(waitMs = gatherMs): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => { timer = undefined; void refresh(); }, Math.max(waitMs, lastFetch + restMs - Date.now()));
}

// Silence is found out here and not in the worker, as a worker may die, too.
let silent = false;
let lastHeard = Date.now(), lastLook = lastHeard, lastTry = 0;

function hear(news: News): void {
  lastHeard = Date.now();
  if (silent) {
    silent = false;
    offline('silence', false);
    schedule();
  }
  if (news.kind === 'open' && news.aheadMs !== undefined) correct(news.aheadMs);
  if (news.kind === 'changed') {
    wanted = Number(news.seq);
    if (document.querySelector('[data-live]')) schedule();
  }
  if (news.kind === 'reset' && !paused) location.reload();
}

// The server spoke just now, so that it may be expected to answer.
export const isHeard = (): boolean => line !== undefined && Date.now() - lastHeard < 2 * lookMs;

async function poll(): Promise<void> {
  const fresh = await refresh();
  if (silent) offline('silence', !fresh);
}

function look(): void {
  if (!line) return;
  const now = Date.now();
  // After a sleep there was nobody to hear.
  if (now - lastLook > 3 * lookMs) lastHeard = now;
  lastLook = now;
  if (now - lastHeard < silenceMs) return;
  const { pollMs } = following;
  if (!silent) {
    silent = true;
    lastTry = now;
    if (pollMs) void poll();
    else offline('silence', true);
  }
  if (pollMs && now - lastFetch >= pollMs) void poll();
  if (now - lastTry >= reconnectMs) {
    lastTry = now;
    disconnect();
    connect();
  }
}

interface Line {
  events: string;
  join: () => void;
  leave: () => void;
}
let line: Line | undefined;

function alone(events: string): Line {
  const stream = new Stream(events, body()['seq'] ?? '', hear);
  return { events, join: () => undefined, leave: () => { stream.stop(); } };
}

function together(events: string, address: string): Line {
  const worker = new SharedWorker(scriptAddress(address), { name: 'biroyna-live' });
  const tell = (message: Message): void => { worker.port.postMessage(message); };
  worker.port.onmessage = ({ data }: MessageEvent<News>): void => { hear(data); };
  worker.onerror = (): void => { if (line?.events === events) line = alone(events); };
  return {
    events,
    join: () => { tell({ address: events, after: body()['seq'] ?? '', staff: following.staff ?? false }); },
    leave: () => {
      worker.port.onmessage = null;
      tell('leave');
    },
  };
}

function disconnect(): void {
  line?.leave();
  line = undefined;
}

// Follows the events that the page names now; a page shown in place of another may name others, or none.
export function connect(): void {
  const { events, worker } = body();
  if (line?.events === events) return;
  disconnect();
  if (!events) return;
  lastHeard = Date.now();
  wanted = 0;
  line = worker && typeof SharedWorker !== 'undefined' ? together(events, worker) : alone(events);
  line.join();
}

export function pause(is: boolean): void {
  paused = is;
  if (!is) schedule();
}

export function live(how: Following = {}): void {
  following = how;
  remember();
  connect();
  if (how.kept) {
    silent = true;
    lastTry = Date.now();
    offline('silence', true);
  }
  if (how.renewMs) setInterval(() => { if (!silent && !document.hidden) schedule(); }, how.renewMs);
  setInterval(look, lookMs);
  setInterval(() => { line?.join(); }, joinMs);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    line?.join();
    schedule();
  });
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    connect();
    schedule();
  });
}
