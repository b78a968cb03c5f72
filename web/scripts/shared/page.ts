// Replacing what changed on a page, gently: focus stays, typed text stays, what matters is announced.
import { tick } from './clock.js';

const byId = (id: string): HTMLElement | null => document.getElementById(id);
export function say(text: string): void {
  const place = byId('say');
  if (!place) return;
  const words = text.trim().replace(/\s+/g, ' ');
  // The same words twice are not read out unless there was something else between.
  if (place.textContent !== words) place.textContent = words;
  else {
    place.textContent = '';
    setTimeout(() => { place.textContent = words; }, 100);
  }
}

// Why the banner is shown: nothing is heard from the server, or what was just asked for did not reach it.
export type Trouble = 'silence' | 'failure';
const troubles = new Set<Trouble>();
let onTrouble: (offline: boolean) => void = () => undefined;

export function offline(trouble: Trouble, is: boolean): void {
  if (is) troubles.add(trouble);
  else troubles.delete(trouble);
  const any = troubles.size > 0;
  const banner = byId('offline');
  if (banner) banner.hidden = !any;
  document.body.classList.toggle('b-is-offline', any);
  onTrouble(any);
}

const readMs = 8_000;
let failureShown: ReturnType<typeof setTimeout> | undefined;
export function failed(): void {
  offline('failure', true);
  clearTimeout(failureShown);
  failureShown = setTimeout(() => { offline('failure', false); }, readMs);
}

export function whenOffline(then: (offline: boolean) => void): void { onTrouble = then; }

// Each live part as the server wrote it, without what clocks make of it, as the part on the page has changed since,
// and without the session's token, which each page writes in another way.
const written = new Map<string, string>();
function outline(part: Element): string {
  const copy = part.cloneNode(true) as Element;
  for (const timer of copy.querySelectorAll('[data-since], [data-clock]')) timer.textContent = '';
  for (const token of copy.querySelectorAll('input[name=csrf]')) token.removeAttribute('value');
  return copy.outerHTML;
}

const announced = new Map<string, string>();
function announcements(root: ParentNode, then: (text: string, before: string | undefined) => void): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-announce]')) {
    const text = element.dataset['announce'] ?? '';
    const key = element.id || element.tagName;
    then(text, announced.get(key));
    announced.set(key, text);
  }
}

function rememberParts(root: ParentNode): void {
  for (const part of root.querySelectorAll('[data-live][id]')) written.set(part.id, outline(part));
}

// The page as it is, before anything changes it.
export function remember(root: ParentNode = document): void {
  rememberParts(root);
  announcements(root, () => undefined);
}

function exchange(old: Element, fresh: Element): void {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const next = document.adoptNode(fresh) as HTMLElement;
  old.replaceWith(next);
  if (!focused) return;
  if (focused.id) byId(focused.id)?.focus({ preventScroll: true });
  if (next.contains(document.activeElement)) return;
  // Where it was is gone: the keyboard goes on from the part around it, not from the top of the page.
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

const isField = (element: Element | null): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
  element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && element.type !== 'hidden');

// Somebody fills in something there.
function isFilledIn(part: Element): boolean {
  const element = document.activeElement;
  if (!part.contains(element) || !isField(element)) return false;
  if (element instanceof HTMLSelectElement) return true;
  return element.value !== element.defaultValue || (element instanceof HTMLInputElement && element.checked !== element.defaultChecked);
}

const formOf = (field: HTMLInputElement | HTMLTextAreaElement): string => field.form?.getAttribute('action') ?? '';

// What is typed, but was not sent with `sent`, is put back into the same field of the same form.
function keepTyped(sent?: HTMLFormElement): () => void {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    '#main input[type=text][id], #main input:not([type])[id], #main textarea[id]');
  const typed = [...fields].filter((field) => field.value !== field.defaultValue && field.form !== sent);
  const forms = typed.map(formOf);
  return () => {
    typed.forEach((field, i) => {
      const same = byId(field.id);
      if (isField(same) && !(same instanceof HTMLSelectElement) && formOf(same) === forms[i]) same.value = field.value;
    });
  };
}

function takeOver(fresh: Document, names: readonly string[]): void {
  for (const name of names) {
    const value = fresh.body.dataset[name];
    if (value === undefined) delete document.body.dataset[name];
    else document.body.dataset[name] = value;
  }
}

// Shows the live parts that differ. When the state of the screen changed, all of main. `whole` tells that `fresh` is
// the page shown, and not another one that only has the same parts. False when somebody fills in what should be
// replaced: it is to be tried again.
export function showLiveParts(fresh: Document, whole: boolean): boolean {
  let complete = true;
  const main = byId('main'), freshMain = fresh.getElementById('main');
  if (whole && main && freshMain && document.body.dataset['state'] !== fresh.body.dataset['state']) {
    if (isFilledIn(main)) complete = false;
    else {
      const putBack = keepTyped();
      rememberParts(freshMain);
      exchange(main, freshMain);
      putBack();
      takeOver(fresh, ['state']);
    }
  }
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const other = fresh.getElementById(part.id);
    if (!other) continue;
    const text = outline(other);
    if (written.get(part.id) === text) continue;
    if (isFilledIn(part)) complete = false;
    else {
      written.set(part.id, text);
      exchange(part, other);
    }
  }
  takeOver(fresh, ['seq']);
  if (whole && document.title !== fresh.title) document.title = fresh.title;
  announcements(document, (text, before) => { if (text && text !== before) say(text); });
  tick();
  return complete;
}

// Shows a whole other page of the same kind. False when `fresh` has nothing to show.
export function showPage(fresh: Document, sent?: HTMLFormElement): boolean {
  const main = byId('main'), freshMain = fresh.getElementById('main');
  if (!main || !freshMain) return false;
  const focused = document.activeElement?.id ?? '';
  const putBack = keepTyped(sent);
  const bar = byId('bar'), freshBar = fresh.getElementById('bar');
  remember(fresh);
  if (bar && !freshBar && isOfThisKind(fresh)) bar.remove();
  if (freshBar) bar ? bar.replaceWith(document.adoptNode(freshBar)) : main.before(document.adoptNode(freshBar));
  main.replaceWith(document.adoptNode(freshMain));
  putBack();
  takeOver(fresh, ['state', 'seq', 'source', 'events', 'worker']);
  document.title = fresh.title;
  tick();
  const problem = byId('problem') ?? document.querySelector('#main .govuk-error-summary__list');
  say((problem?.querySelector('.govuk-notification-banner__heading') ?? problem ?? document.querySelector('#main h1'))?.textContent ?? '');
  focusSensibly(focused);
  return true;
}

// On what is wrong, else on what had the focus before, else on the answer that is chosen or the first to choose, else on
// the main action.
function focusSensibly(id: string): void {
  const wrong = document.querySelector<HTMLElement>('#main .govuk-error-summary');
  if (wrong) {
    wrong.tabIndex = -1;
    wrong.focus();
    return;
  }
  const same = id ? byId(id) : null;
  same?.focus({ preventScroll: true });
  if (same && document.activeElement === same) return;
  const inMain = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(`#main ${selector}`);
  const next = inMain('input:checked') ?? inMain('input[type=radio]:enabled') ?? inMain('.b-action--main') ?? inMain('h1');
  if (next?.tagName === 'H1') next.tabIndex = -1;
  next?.focus({ preventScroll: true });
}

const scriptOf = (page: Document): string => page.querySelector('script[type=module]')?.getAttribute('src') ?? '';
// Made by the same version of the program, for the same kind of screen.
export const isOfThisKind = (fresh: Document): boolean => scriptOf(fresh) === scriptOf(document);
