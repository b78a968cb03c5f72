// The ticket on a visitor's phone.
import { runClocks } from './shared/clock.js';
import { live } from './shared/live.js';
import { sendOnce, start } from './shared/start.js';

const pollMs = 15_000;
let state = document.body.dataset['state'];

start();
sendOnce();
live({
  pollMs,
  changed: () => {
    const now = document.body.dataset['state'];
    if (now === 'called' && state !== 'called') navigator.vibrate?.([400, 200, 400, 200, 400]);
    state = now;
  },
});
runClocks();
