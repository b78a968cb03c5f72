// The pages of those who look after the hall, host and head: read and filled in, and kept fresh.
import { runClocks } from './shared/clock.js';
import { live, pause } from './shared/live.js';
import { reading } from './shared/reading.js';

// The dashboard rests while it is read; its age is marked.
function pauses(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-pause-live]');
  if (!button) return;
  button.hidden = false;
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const paused = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(paused));
    for (const stamp of document.querySelectorAll('[data-stale]')) stamp.classList.toggle('b-stale', paused);
    pause(paused);
  });
}

live({ staff: true, renewMs: 30_000 });
reading();
runClocks();
pauses();
