// The pages that are read and filled in.
import { runClocks } from './shared/clock.js';
import { live, pause } from './shared/live.js';
import { sendOnce, start } from './shared/start.js';

function focusErrors(): void {
  const summary = document.querySelector<HTMLElement>('.govuk-error-summary');
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
}

// "Show" and "hide" beside a password.
function passwords(): void {
  for (const group of document.querySelectorAll<HTMLElement>('.govuk-password-input')) {
    const input = group.querySelector<HTMLInputElement>('input');
    const button = group.querySelector<HTMLButtonElement>('button');
    if (!input || !button) continue;
    const { i18nShowPassword: show, i18nHidePassword: hide, i18nShowPasswordAriaLabel: showLabel, i18nHidePasswordAriaLabel: hideLabel } =
      group.dataset;
    button.hidden = false;
    button.addEventListener('click', () => {
      const visible = input.type === 'text';
      input.type = visible ? 'password' : 'text';
      button.textContent = (visible ? show : hide) ?? '';
      button.setAttribute('aria-label', (visible ? showLabel : hideLabel) ?? '');
    });
    input.form?.addEventListener('submit', () => { input.type = 'password'; });
  }
}

// Fields that belong to a choice are shown while it is made.
function conditionals(): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>('input[data-aria-controls]')];
  const update = (): void => {
    for (const input of inputs) {
      const part = document.getElementById(input.dataset['ariaControls']!);
      part?.classList.toggle('govuk-radios__conditional--hidden', !input.checked);
    }
  };
  for (const input of inputs) input.setAttribute('aria-controls', input.dataset['ariaControls']!);
  document.addEventListener('change', update);
  if (inputs.length > 0) update();
}

function pauses(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-pause-live]');
  if (!button) return;
  button.hidden = false;
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const paused = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(paused));
    for (const stamp of document.querySelectorAll('[data-stale]')) stamp.classList.toggle('b-stale', paused);
    pause(paused);
  });
}

start();
sendOnce();
focusErrors();
passwords();
conditionals();
pauses();
if (document.querySelector('[data-clock], [data-since]')) runClocks();
if (document.body.dataset['source']) live();
