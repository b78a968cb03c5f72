// The one Trusted Types policy of the pages: HTML that our own server sent, and the address of our own worker.

interface Policy {
  createHTML(html: string): string;
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const rules: Policy = {
  createHTML: (html) => html,
  createScriptURL: (address) => {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin || !url.pathname.startsWith('/assets/')) throw new TypeError('not a script of ours');
    return url.href;
  },
};
const policy = types?.createPolicy('biroyna', rules) ?? rules;

// A document without life of its own: nothing in it runs or loads before it is put into the page.
export const parsed = (html: string): Document => new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
export const scriptAddress = (address: string): string => policy.createScriptURL(address);
