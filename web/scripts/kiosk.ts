// The kiosk: back to the first page when nobody is there, and an honest word when the server is lost.
import { runClocks } from './shared/clock.js';
import { isHeard, live, refresh } from './shared/live.js';
import { failed, offline, whenOffline } from './shared/page.js';
import { start } from './shared/start.js';

const warnMs = 60_000, leaveMs = 90_000, ticketMs = 15_000, againMs = 5_000, patienceMs = 3_000, arriveMs = 10_000;
const { home, step } = document.body.dataset;
// Nobody is there: the page waits for somebody, or for the centre to open. The first page has a home to return to once
// somebody has chosen a mode on it.
const resting = (step === 'language' && !home) || step === 'closed';
const taken = step === 'ticket';
const dialog = document.getElementById('idle') as HTMLDialogElement | null;

// A browser's own error page would leave nothing to touch: the kiosk goes only where the server answers.
async function reachable(): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => { patience.abort(); }, patienceMs);
  try {
    await fetch('/healthz', { cache: 'no-store', signal: patience.signal });
    offline('failure', false);
    return true;
  } catch {
    failed();
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// One way is gone at a time, however often it is touched.
let leaving = false;
function depart(): void {
  leaving = true;
  setTimeout(() => { leaving = false; }, arriveMs);  // it did not lead anywhere
}
async function leave(go: () => void): Promise<boolean> {
  if (leaving) return true;
  leaving = true;
  leaving = await reachable();
  if (!leaving) return false;
  depart();
  go();
  return true;
}
// What was touched goes its own way at once where the server is known to be there, else after it was asked.
function guard(event: Event, go: () => void): void {
  if (!leaving && isHeard()) {
    depart();
    return;
  }
  event.preventDefault();
  void leave(go);
}

let sending = false;
document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  if (link) guard(event, () => { location.assign(link.href); });
});
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (form.closest('dialog') || sending) return;
  guard(event, () => {
    sending = true;
    form.requestSubmit(event.submitter);
    sending = false;
  });
});

let timers: ReturnType<typeof setTimeout>[] = [];
async function goHome(): Promise<void> {
  if (home && !await leave(() => { location.replace(home); })) timers.push(setTimeout(() => { void goHome(); }, againMs));
}
function somebodyIsThere(): void {
  for (const timer of timers) clearTimeout(timer);
  timers = [];
  if (resting || !home) return;
  // A ticket is taken along, and the next visitor waits.
  timers = taken ? [setTimeout(() => { void goHome(); }, ticketMs)] : [
    setTimeout(() => { dialog?.showModal(); }, warnMs),
    setTimeout(() => { void goHome(); }, leaveMs),
  ];
}

// On paper at once, without a question where the browser was started with --kiosk-printing. Once: a ticket that is
// shown again, or in another mode, is not printed again.
function printOnce(): void {
  const printed = 'biroyna.printed';
  if (sessionStorage.getItem(printed) === location.pathname) return;
  sessionStorage.setItem(printed, location.pathname);
  print();
}

// Previous, next and back for keypads without a pointer.
function move(by: number): void {
  const among = dialog?.open ? '#idle button' : '.b-kchoice, .b-kbutton, .b-kmode';
  const choices = [...document.querySelectorAll<HTMLElement>(among)].filter((choice) => choice.getClientRects().length > 0);
  const at = choices.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 && by < 0 ? choices.length - 1 : (at + by + choices.length) % choices.length;
  choices[next]?.focus();
}
function keyed(event: KeyboardEvent): void {
  const back = document.querySelector<HTMLElement>('.b-kback a, a.b-kdone');
  if (event.key === 'ArrowDown' || event.key === 'ArrowRight') move(1);
  else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') move(-1);
  else if (event.key === 'Escape' && !dialog?.open) back?.click();
  else return;
  event.preventDefault();
}

start();
live({
  changed: (fresh) => {
    if (resting && fresh.body.dataset['step'] !== step) location.reload();  // opened or closed meanwhile
  },
});
runClocks();
somebodyIsThere();
if (taken) addEventListener('load', printOnce);
whenOffline((is) => {
  const main = document.getElementById('main');
  if (main) main.inert = is;
});
// Hours begin and end without an event.
if (resting) setInterval(() => { void refresh(); }, warnMs);

for (const kind of ['pointerdown', 'keydown', 'scroll']) {
  addEventListener(kind, () => { if (!dialog?.open) somebodyIsThere(); }, { passive: true });
}
dialog?.addEventListener('close', somebodyIsThere);
addEventListener('keydown', keyed);
// What a finger would do by mistake: a menu, a picture dragged along, another size.
for (const kind of ['contextmenu', 'dragstart']) addEventListener(kind, (event) => { event.preventDefault(); });
addEventListener('wheel', (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
addEventListener('touchmove', (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
addEventListener('pageshow', () => { leaving = false; });
