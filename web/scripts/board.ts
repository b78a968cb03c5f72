// The hall's board: new calls stand out for a while; the last calls stay while the server is silent, also when the board is
// loaded anew meanwhile.
import { runClocks } from './shared/clock.js';
import { live } from './shared/live.js';
import { scriptAddress } from './shared/policy.js';
import { start } from './shared/start.js';

const newForMs = 9_000;
const calls = new Map<string, number>();  // until when a call is new

function rows(): NodeListOf<HTMLElement> { return document.querySelectorAll<HTMLElement>('[data-call]'); }

function mark(): void {
  const now = Date.now();
  const shown = new Set<string>();
  for (const row of rows()) {
    const call = row.dataset['call']!;
    shown.add(call);
    if (!calls.has(call)) {
      calls.set(call, now + newForMs);
      setTimeout(mark, newForMs + 50);
    }
    row.classList.toggle('b-brow--new', calls.get(call)! > now);
  }
  for (const call of calls.keys()) if (!shown.has(call)) calls.delete(call);
}

// Browsers have service workers only where nobody can change the page on its way: over TLS, or on this computer.
function keepOnScreen(): void {
  const { keeper } = document.body.dataset;
  if (!keeper || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(scriptAddress(keeper), { scope: location.pathname }).catch(() => undefined);
}

start();
for (const row of rows()) calls.set(row.dataset['call']!, 0);
live({ changed: mark, kept: document.body.dataset['kept'] !== undefined });
keepOnScreen();
runClocks();
