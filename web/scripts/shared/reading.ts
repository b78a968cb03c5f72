// What pages that are read and filled in have in common.
import { conditionals } from './conditionals.js';
import { menus } from './menus.js';
import { sendOnce, start } from './start.js';
import { keepTyped } from './typed.js';

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

// A page that a browser kept whole for "back" does not say again what was done.
function saidOnce(): void {
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const said of document.querySelectorAll('.govuk-notification-banner--success')) said.remove();
  });
}

export function reading(): void {
  start();
  sendOnce();
  focusErrors();
  passwords();
  menus();
  saidOnce();
  keepTyped();
  conditionals();
}
