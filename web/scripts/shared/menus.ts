// On narrow screens the ways to other pages are behind a button.
function unfolds(): void {
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

// What is folded in the menu closes when one goes elsewhere, or by Escape.
function folds(): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('.b-more__fold')) {
    const leave = (event: Event): void => { if (!fold.contains(event.target as Node)) fold.open = false; };
    document.addEventListener('click', leave);
    document.addEventListener('focusin', leave);
    fold.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !fold.open) return;
      fold.open = false;
      fold.querySelector('summary')?.focus();
    });
  }
}

export function menus(): void {
  unfolds();
  folds();
}
