// Fields that belong to a choice are shown while it is made: GOV.UK's conditional radios and checkboxes.
export function showConditionals(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-aria-controls]')) {
    const id = input.dataset['ariaControls']!;
    const part = document.getElementById(id);
    if (!part) continue;
    input.setAttribute('aria-controls', id);
    part.classList.toggle(`govuk-${input.type === 'radio' ? 'radios' : 'checkboxes'}__conditional--hidden`, !input.checked);
  }
}

export function conditionals(): void {
  showConditionals();
  document.addEventListener('change', showConditionals);
}
