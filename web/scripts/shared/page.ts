// Replacing what changed on a page, gently: focus stays, typed text stays, what matters is announced.
import { tick } from './clock.js';

const byId = (id: string): HTMLElement | null => document.getElementById(id);

export function say(text: string): void {
  const place = byId('say');
  if (place) place.textContent = text.trim().replace(/\s+/g, ' ');
}

export function offline(is: boolean): void {
  const banner = byId('offline');
  if (banner) banner.hidden = !is;
  document.body.classList.toggle('b-is-offline', is);
}

const announced = new Map<string, string>();
function announce(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-announce]')) {
    const text = element.dataset['announce'] ?? '';
    const key = element.id || element.tagName;
    if (text && announced.get(key) !== text) say(text);
    announced.set(key, text);
  }
}
export function rememberAnnounced(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-announce]')) {
    announced.set(element.id || element.tagName, element.dataset['announce'] ?? '');
  }
}

function exchange(old: Element, fresh: Element): void {
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  old.replaceWith(document.adoptNode(fresh));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

function takeOver(fresh: Document): void {
  if (document.title !== fresh.title) document.title = fresh.title;
  for (const name of ['state', 'seq', 'source', 'events', 'worker']) {
    const value = fresh.body.dataset[name];
    if (value === undefined) delete document.body.dataset[name];
    else document.body.dataset[name] = value;
  }
}

function isTyping(): boolean {
  const element = document.activeElement;
  const field = element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');
  return field && element.value !== '';
}

// The live parts that differ. When the state of the screen changed, all of main, unless somebody is typing there.
export function showLiveParts(fresh: Document): void {
  const main = byId('main'), freshMain = fresh.getElementById('main');
  if (document.body.dataset['state'] !== fresh.body.dataset['state'] && main && freshMain && !isTyping()) {
    exchange(main, freshMain);
  }
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const other = fresh.getElementById(part.id);
    if (other && !part.isEqualNode(other)) exchange(part, other);
  }
  takeOver(fresh);
  announce();
  tick();
}

// A whole other page of the same kind.
export function showPage(fresh: Document): boolean {
  const main = byId('main'), freshMain = fresh.getElementById('main');
  if (!main || !freshMain) return false;
  const focused = document.activeElement?.id ?? '';
  const bar = byId('bar'), freshBar = fresh.getElementById('bar');
  if (bar && !freshBar) bar.remove();
  if (freshBar) bar ? bar.replaceWith(document.adoptNode(freshBar)) : main.before(document.adoptNode(freshBar));
  main.replaceWith(document.adoptNode(freshMain));
  takeOver(fresh);
  tick();
  const next = (focused && byId(focused)) || document.querySelector<HTMLElement>('#main .b-action--main, #main input:checked, #main h1');
  if (next?.tagName === 'H1') next.tabIndex = -1;
  next?.focus({ preventScroll: true });
  say(byId('problem')?.textContent ?? document.querySelector('#main h1')?.textContent ?? '');
  return true;
}
