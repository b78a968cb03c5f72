// The window console: everything from the keyboard.
import { runClocks } from './shared/clock.js';
import { enhance } from './shared/enhance.js';
import { connect, live } from './shared/live.js';
import { start } from './shared/start.js';

// An operator's own keys: localStorage["biroyna.keys"] = {"call-next": "F10"}, by the button's id. docs/operators.md.
const own: Record<string, string> = JSON.parse(localStorage.getItem('biroyna.keys') ?? '{}') as Record<string, string>;

function nameOf(event: KeyboardEvent): string {
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.key}`;
}

function keyed(key: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('[data-key]')].find((element) => (own[element.id] ?? element.dataset['key']) === key);
}

start();
runClocks();
enhance(connect);
live();
addEventListener('keydown', (event) => {
  if (event.repeat) return;
  const element = keyed(nameOf(event));
  if (!element) return;
  event.preventDefault();
  element.focus();
  element.click();
});
