// Clocks and timers, by the server's time.

let offsetMs = 0;

export function learnTime(answer: Response): void {
  const date = answer.headers.get('Date');
  if (date) offsetMs = Date.parse(date) + 500 - Date.now();
}
const now = (): number => Date.now() + offsetMs;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tashkent', hour: '2-digit', minute: '2-digit' });

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function tick(): void {
  for (const element of document.querySelectorAll('[data-clock]')) setText(element, clock.format(now()));
  for (const element of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const seconds = Math.max(0, Math.floor((now() - Date.parse(element.dataset['since']!)) / 1000));
    setText(element, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
    const limit = Number(element.dataset['limit']);
    element.classList.toggle('b-over', limit > 0 && seconds > limit);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-until]')) {
    if (now() > Date.parse(element.dataset['until']!)) element.remove();
  }
}

export function runClocks(): void {
  tick();
  setInterval(tick, 1000);
}
export { tick };
