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
    if (!address.startsWith('/assets/')) throw new Error('not a script of ours');
    return address;
  },
};
const policy = types?.createPolicy('biroyna', rules) ?? rules;

export const parsed = (html: string): Document => new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
export const scriptAddress = (address: string): string => policy.createScriptURL(address);
