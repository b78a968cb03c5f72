// What somebody typed is still there when they chose another language.
const store = 'typed', sent = 'typed-sent';
const languages = 'nav.govuk-language-navigation a';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Kept { readonly key: string; readonly value: string; readonly checked: boolean }

const isKept = (field: Element): field is Field =>
  field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement ||
  (field instanceof HTMLInputElement && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type));

const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

// Every field by its form's address without the language, its name, and for a choice its value.
function* fields(): Generator<[string, Field]> {
  for (const form of document.forms) {
    const action = new URL(form.getAttribute('action') ?? '', location.href).pathname.replace(/^\/[^/]+/, '');
    for (const field of form.elements) {
      if (isKept(field) && field.name) yield [`${action} ${field.name} ${isChoice(field) ? field.value : ''}`, field];
    }
  }
}

function keep(): void {
  const kept: Kept[] = [...fields()].map(([key, field]) =>
    ({ key, value: field.value, checked: isChoice(field) && field.checked }));
  sessionStorage.setItem(store, JSON.stringify(kept));
}

function putBack(): void {
  const text = sessionStorage.getItem(store);
  if (text === null) return;
  sessionStorage.removeItem(store);
  const kept = new Map((JSON.parse(text) as Kept[]).map((one) => [one.key, one]));
  for (const [key, field] of fields()) {
    const one = kept.get(key);
    if (!one) continue;
    if (isChoice(field)) field.checked = one.checked;
    else if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === one.value)) continue;
    else field.value = one.value;
  }
}

// A form with a file that was too large comes back without what else was written.
const cameBack = 'problem=document_too_large';

const largestFile = 20_000_000;

const withFile = (form: EventTarget | null): form is HTMLFormElement =>
  form instanceof HTMLFormElement && form.enctype === 'multipart/form-data';

const isTooLarge = (form: HTMLFormElement): boolean =>
  [...new FormData(form).values()].some((value) => value instanceof File && value.size > largestFile);

export function keepTyped(): void {
  try {
    if (sessionStorage.getItem(sent) === null || location.search.includes(cameBack)) putBack();
    else sessionStorage.removeItem(store);
    sessionStorage.removeItem(sent);
    document.addEventListener('submit', (event) => {
      if (!withFile(event.target)) return;
      keep();
      sessionStorage.setItem(sent, 'yes');
      if (!isTooLarge(event.target)) return;
      // It would be sent for minutes, only to be refused.
      event.preventDefault();
      location.assign(`${new URL(event.target.action).pathname}?${cameBack}`);
    });
    document.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest(languages)) keep();
    });
  } catch {
    // Without storage the link is a link.
  }
}
