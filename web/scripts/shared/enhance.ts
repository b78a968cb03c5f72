// Links and forms marked data-enhance change the page in place. Without this script they are ordinary links and forms.
import { learnTime } from './clock.js';
import { offline, showPage } from './page.js';
import { parsed } from './policy.js';

let busy = false;
let shown: () => void = () => undefined;

async function show(request: () => Promise<Response>, otherwise: () => void): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    const answer = await request();
    learnTime(answer);
    const fresh = parsed(await answer.text());
    if (!showPage(fresh)) { otherwise(); return; }
    offline(false);
    shown();
    const address = new URL(answer.url);
    if (address.pathname + address.search !== location.pathname + location.search) history.pushState(null, '', address);
  } catch {
    // Nothing is lost: the form is still there, and its key makes sure that it is done once.
    offline(true);
  } finally {
    busy = false;
  }
}

const asPage = { Accept: 'text/html' };

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const address = submitter?.getAttribute('formaction') ?? form.action;
  const fields = new URLSearchParams([...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]));
  void show(() => fetch(address, { method: 'POST', headers: asPage, body: fields }), () => { form.submit(); });
}

function enhanced(element: Element | null): boolean { return element?.hasAttribute('data-enhance') ?? false; }

// `afterwards` is called when another page was shown.
export function enhance(afterwards: () => void): void {
  shown = afterwards;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!enhanced(form)) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-enhance]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void show(() => fetch(link.href, { headers: asPage, cache: 'no-store' }), () => { location.assign(link.href); });
  });
  addEventListener('popstate', () => {
    void show(() => fetch(location.href, { headers: asPage, cache: 'no-store' }), () => { location.reload(); });
  });
}
