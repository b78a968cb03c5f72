// Keeps a page's live parts fresh: an event in the centre leads to one fetch of the same page.
import { learnTime } from './clock.js';
import { offline, rememberAnnounced, showLiveParts } from './page.js';
import { parsed, scriptAddress } from './policy.js';
import { Stream, type News } from './stream.js';

const gatherMs = 60;    // events of one change come together
const restMs = 250;     // between two fetches

let timer: ReturnType<typeof setTimeout> | undefined;
let running = false, again = false, paused = false;
let lastFetch = 0;
let listener: (() => void) | undefined;

async function refresh(): Promise<void> {
  const source = document.body.dataset['source'];
  if (!source || paused) return;
  if (running) { again = true; return; }
  running = true;
  try {
    const answer = await fetch(source, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    learnTime(answer);
    if (answer.redirected && !answer.url.endsWith(source)) location.reload();
    else if (answer.ok && document.body.dataset['source'] === source) {
      showLiveParts(parsed(await answer.text()));
      listener?.();
    }
  } catch {
    // The stream will say when the server is back.
  }
  lastFetch = Date.now();
  running = false;
  if (again) { again = false; schedule(); }
}

function schedule(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => { timer = undefined; void refresh(); }, Math.max(gatherMs, lastFetch + restMs - Date.now()));
}

function hear(news: News): void {
  if (news === 'reset') { location.reload(); return; }
  if (news === 'offline') { offline(true); return; }
  if (news === 'online') offline(false);
  schedule();
}

export function pause(is: boolean): void {
  paused = is;
  if (!is) schedule();
}

let connected = false;

// Follows the events that the page names, once.
export function connect(): void {
  const { events, seq = '', worker: address } = document.body.dataset;
  if (!events || connected) return;
  connected = true;
  if (typeof SharedWorker === 'undefined' || !address) {
    const stream = new Stream(events, seq, hear);
    addEventListener('pagehide', () => { stream.stop(); }, { once: true });
    return;
  }
  const worker = new SharedWorker(scriptAddress(address), { name: 'biroyna-live' });
  worker.port.onmessage = ({ data }: MessageEvent<News>): void => { hear(data); };
  const join = (): void => { worker.port.postMessage({ join: events, after: document.body.dataset['seq'] ?? seq }); };
  join();
  addEventListener('pagehide', () => { worker.port.postMessage({ leave: true }); });
  addEventListener('pageshow', (event) => { if (event.persisted) join(); });
}

// `changed` is called after the parts were replaced.
export function live(changed?: () => void): void {
  listener = changed;
  rememberAnnounced();
  addEventListener('pageshow', (event) => { if (event.persisted) schedule(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) schedule(); });
  connect();
}
