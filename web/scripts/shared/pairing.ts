// A device's camera has opened a pairing code: the token goes from the address into the form.
const leastToken = 20;

export function pairing(): void {
  const field = document.querySelector<HTMLInputElement>('main input[name=token][type=text]');
  const token = location.hash.slice(1);
  if (!field || token.length < leastToken) return;
  field.value = token;
  history.replaceState(null, '', location.pathname + location.search);
  field.form?.querySelector('button')?.focus();
}
