// Links and forms marked data-enhance change the page in place. Without this script they are ordinary links and forms.
import { ask, type Answer } from './ask.js';
import { failed, isOfThisKind, offline, say, showPage } from './page.js';

let busy = false;
let shown: () => void = () => undefined;

// What was refused last is said once and not again when the page is loaded anew.
function remembered(address: URL): string {
  const lasting = new URL(address);
  for (const name of ['problem', 'subject']) lasting.searchParams.delete(name);
  return lasting.pathname + lasting.search;
}

function take({ ok, status, address, page }: Answer, sent?: HTMLFormElement): void {
  if (status >= 500) {
    // It may work later: the form stays.
    failed();
    say(page.querySelector('h1')?.textContent ?? '');
    return;
  }
  if (ok && !isOfThisKind(page)) {
    location.assign(address);  // signed out, or a newer program
    return;
  }
  if (!showPage(page, sent)) return;
  offline('failure', false);
  if (ok) {
    const next = remembered(address);
    const here = location.pathname + location.search;
    history[next === here ? 'replaceState' : 'pushState'](null, '', next);
  }
  shown();
}

async function show(request: () => Promise<Answer>, sent?: HTMLFormElement): Promise<void> {
  if (busy) return;
  busy = true;
  document.body.setAttribute('aria-busy', 'true');
  try {
    take(await request(), sent);
  } catch {
    // Nothing is lost: the form is still there, and its key makes sure that it is done once.
    failed();
  } finally {
    busy = false;
    document.body.removeAttribute('aria-busy');
  }
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name) fields.append(submitter.name, submitter.value);
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
  void show(() => ask(address, { method: 'POST', body: fields }), form);
}

// `afterwards` is called when another page was shown.
export function enhance(afterwards: () => void): void {
  shown = afterwards;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute('data-enhance')) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-enhance]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void show(() => ask(link.href));
  });
  addEventListener('popstate', () => {
    if (busy) location.reload();
    else void show(() => ask(location.href));
  });
}
