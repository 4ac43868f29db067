// The page's one Trusted Types policy: the only ways in which a string becomes markup or
// the address of a program.

interface Policy {
  createHTML(html: string): string;
  createScriptURL(address: string): string;
}

const rules: Policy = {
  // What comes here is the cleaner's HTML, safe by its allowlist.
  createHTML: (html) => html,
  createScriptURL: (address) => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) throw new TypeError(`${url.href} is not a file of this page`);
    return url.href;
  },
};

const { trustedTypes } = window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };

/** The policy, where the browser has them; else its rules by themselves. */
export const trusted: Policy = trustedTypes?.createPolicy("cleancopy", rules) ?? rules;
