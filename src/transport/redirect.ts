import type { Asked, Class, Seen } from './seen.js';

/** Statuses that send elsewhere; 300 offers a choice, 304 means "not changed". RFC 9110, 15.4 */
export const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const login =
  /(?:^|[/._-])(?:log-?[io]n|sign-?in|sso|saml2?|adfs|oauth2?|openid|j_security_check)(?:$|[/._-])/i;

/** Where a redirect leads: followed for a GET within the origin, never to a login page or another host. */
export function classifyRedirect({ status, headers }: Seen, { url, method }: Asked): Class {
  const location = headers['location'] ?? '';
  if (location === '' || !URL.canParse(location, url.href)) {
    return {
      refusal: { code: 'source-unusable', why: `The source answered ${status}, a redirect to no address.` },
    };
  }
  const target = new URL(location, url);
  const toLogin = login.test(target.pathname) || /SAMLRequest=/i.test(target.search);
  if (target.origin !== url.origin) {
    return {
      refusal: {
        code: 'source-redirected',
        why: `The source answered ${status}, a redirect to ${toLogin ? 'a login page on ' : ''}${target.origin}; credentials are never sent there.`,
        fix: toLogin
          ? 'Use credentials that the API accepts without single sign-on, and check url.'
          : 'If this is where the ERP lives now, set url to it.',
      },
    };
  }
  if (toLogin) {
    return {
      refusal: {
        code: 'source-unauthorised',
        why: `The source answered ${status}, a redirect to its login page (${target.pathname}).`,
      },
    };
  }
  if (method === 'GET') {
    target.username = '';
    target.password = '';
    target.hash = '';
    return { follow: target };
  }
  return {
    refusal: {
      code: 'source-redirected',
      why: `The source answered ${status}, a redirect to ${target.pathname}; only a GET is sent again.`,
      fix: 'Set url to the address that answers without a redirect.',
    },
  };
}
