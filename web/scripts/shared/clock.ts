// Clocks and timers, by the server's time.

const worthCorrectingMs = 1_000;  // a Date header tells whole seconds

const made = document.body.dataset['now'];
let aheadMs = made ? Date.parse(made) - Date.now() : 0;  // the server's clock before ours

export function correct(measuredMs: number): void {
  if (Math.abs(measuredMs - aheadMs) > worthCorrectingMs) aheadMs = measuredMs;
}

const now = (): number => Date.now() + aheadMs;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tashkent', hour: '2-digit', minute: '2-digit' });

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function tick(): void {
  for (const element of document.querySelectorAll('[data-clock]')) setText(element, clock.format(now()));
  for (const element of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const seconds = Math.max(0, Math.floor((now() - Date.parse(element.dataset['since']!)) / 1000));
    setText(element, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
    const limit = Number(element.dataset['limit']);
    element.classList.toggle('b-over', limit > 0 && seconds > limit);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-until]')) {
    if (now() > Date.parse(element.dataset['until']!)) element.hidden = true;
  }
}

export function runClocks(): void {
  tick();
  setInterval(tick, 1000);
}
