// What every page begins with.
export function start(): void {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported');
}

const answeredMs = 10_000;  // a page that did not come by then was not sent, or was stopped

// A form is sent once, however often its button is pressed.
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method === 'dialog') return;
    if (form.dataset['sent']) event.preventDefault();
    else setTimeout(() => { delete form.dataset['sent']; }, answeredMs);
    form.dataset['sent'] = 'yes';
  });
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset['sent'];
  });
}
