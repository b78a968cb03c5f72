// Keys of buttons and links: data-key="Shift+F9". An operator's own keys are kept in the browser, by the button's id:
//
//   localStorage["biroyna.keys"] = '{"call-next": "F10", "break": "Ctrl+B"}'
//
// A letter alone is never a key: it belongs to whoever types, and to those who speak to their computer (WCAG 2.1.4).

// What the browser would do with one of ours when its button is not there at present: a caret, the address bar.
const ours = /^(Shift\+)?F[246789]$/;
const letter = /^(Shift\+)?.$/;

function ownKeys(): Record<string, string> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem('biroyna.keys') ?? '{}');
    const pairs = Object.entries(read as object).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && !letter.test(pair[1]));
    return Object.fromEntries(pairs);
  } catch {
    return {};  // damaged, or the browser keeps nothing: the usual keys
  }
}
const own = ownKeys();

const keyOf = (element: HTMLElement): string => own[element.id] ?? element.dataset['key'] ?? '';

function nameOf(event: KeyboardEvent): string {
  // By its place: with Alt, some layouts write other signs.
  const key = /^(?:Digit|Key)(.)$/.exec(event.code)?.[1] ?? event.key;
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`;
}

// Buttons whose keys are the operator's own say so.
export function labelKeys(): void {
  for (const id of Object.keys(own)) {
    const element = document.getElementById(id);
    if (!element?.dataset['key']) continue;
    element.setAttribute('aria-keyshortcuts', keyOf(element));
    const hint = element.querySelector('kbd');
    if (hint) hint.textContent = keyOf(element);
  }
}

const isText = (element: Element | null): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');

// Escape empties what is being typed, else closes the question, else what was said.
function escape(): void {
  const field = document.activeElement;
  if (isText(field) && field.value !== '') field.value = '';
  else (document.querySelector<HTMLElement>('[data-key=Escape]') ?? { click: () => document.getElementById('problem')?.remove() }).click();
}

export function keys(): void {
  labelKeys();
  addEventListener('keydown', (event) => {
    const name = nameOf(event);
    if (name === 'Escape') {
      escape();
      return;
    }
    const element = [...document.querySelectorAll<HTMLElement>('[data-key]')].find((each) => keyOf(each) === name && !each.hidden);
    if (!element && !ours.test(name)) return;
    event.preventDefault();
    if (!element || event.repeat) return;
    if (element instanceof HTMLInputElement) element.focus();
    element.click();
  });
}
