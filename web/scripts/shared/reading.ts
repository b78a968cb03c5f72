// What pages that are read and filled in have in common.
import { conditionals } from './conditionals.js';
import { sendOnce, start } from './start.js';

function focusErrors(): void {
  const summary = document.querySelector<HTMLElement>('.govuk-error-summary:not([data-disable-auto-focus=true])');
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener('blur', () => { summary.removeAttribute('tabindex'); }, { once: true });
}

// "Show" and "hide" beside a password.
function passwords(): void {
  for (const group of document.querySelectorAll<HTMLElement>('.govuk-password-input')) {
    const input = group.querySelector<HTMLInputElement>('.govuk-js-password-input-input');
    const button = group.querySelector<HTMLButtonElement>('.govuk-js-password-input-toggle');
    if (!input || !button) continue;
    const word = (name: string): string => group.getAttribute(`data-i18n.${name}`) ?? '';
    const status = document.createElement('span');
    status.className = 'govuk-visually-hidden';
    status.setAttribute('role', 'status');
    button.after(status);
    const set = (visible: boolean): void => {
      input.type = visible ? 'text' : 'password';
      button.textContent = word(visible ? 'hide-password' : 'show-password');
      button.setAttribute('aria-label', word(visible ? 'hide-password-aria-label' : 'show-password-aria-label'));
      status.textContent = word(visible ? 'password-shown-announcement' : 'password-hidden-announcement');
    };
    button.hidden = false;
    button.addEventListener('click', () => { set(input.type === 'password'); });
    // So that browsers do not keep it among the texts that were typed once.
    input.form?.addEventListener('submit', () => { if (input.type === 'text') set(false); });
  }
}

// On narrow screens the ways to other pages are behind a button.
function menus(): void {
  const wide = matchMedia('(min-width: 40.0625em)');
  for (const button of document.querySelectorAll<HTMLButtonElement>('.govuk-js-service-navigation-toggle')) {
    const menu = document.getElementById(button.getAttribute('aria-controls') ?? '');
    if (!menu) continue;
    let open = false;
    const update = (): void => {
      button.hidden = wide.matches;
      button.setAttribute('aria-hidden', String(wide.matches));
      button.setAttribute('aria-expanded', String(open));
      menu.hidden = !wide.matches && !open;
    };
    wide.addEventListener('change', update);
    button.addEventListener('click', () => { open = !open; update(); });
    update();
  }
}

export function reading(): void {
  start();
  sendOnce();
  focusErrors();
  passwords();
  menus();
  conditionals();
}
