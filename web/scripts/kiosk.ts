// The kiosk: back to the first page when nobody is there, and an honest word when the server is lost.
import { runClocks } from './shared/clock.js';
import { offline } from './shared/page.js';
import { sendOnce, start } from './shared/start.js';

const warnMs = 60_000, leaveMs = 90_000, lookMs = 3_000;
const home = document.body.dataset['home'];
const dialog = document.getElementById('idle') as HTMLDialogElement | null;

let timers: ReturnType<typeof setTimeout>[] = [];
function somebodyIsThere(): void {
  for (const timer of timers) clearTimeout(timer);
  if (!home) return;
  timers = [
    setTimeout(() => { dialog?.showModal(); }, warnMs),
    setTimeout(() => { location.assign(home); }, leaveMs),
  ];
}

// Previous, next and back for keypads without a pointer.
function move(step: number): void {
  const choices = [...document.querySelectorAll<HTMLElement>('.b-kchoice, .b-kbutton, .b-kmode')].filter((e) => e.offsetParent !== null);
  const at = choices.indexOf(document.activeElement as HTMLElement);
  choices[(at + step + choices.length) % choices.length]?.focus();
}

let failures = 0;
async function look(): Promise<void> {
  try {
    const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(lookMs) });
    failures = answer.ok ? 0 : failures + 1;
  } catch {
    ++failures;
  }
  offline(failures > 1);
  const main = document.getElementById('main');
  if (main) main.inert = failures > 1;
}

start();
sendOnce();
runClocks();
somebodyIsThere();
for (const kind of ['pointerdown', 'keydown', 'scroll']) {
  addEventListener(kind, () => { if (!dialog?.open) somebodyIsThere(); }, { passive: true });
}
dialog?.addEventListener('close', somebodyIsThere);
addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowRight') move(1);
  else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') move(-1);
  else if (event.key === 'Escape' && !dialog?.open) document.querySelector<HTMLElement>('.b-kback a')?.click();
  else return;
  event.preventDefault();
});
addEventListener('contextmenu', (event) => { event.preventDefault(); });
addEventListener('dragstart', (event) => { event.preventDefault(); });
setInterval(() => { void look(); }, lookMs);
