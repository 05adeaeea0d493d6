import { headText } from './charset.js';
import { classifyRedirect, redirects } from './redirect.js';
import type { Refusal } from './refusal.js';
import type { Asked, Class, Seen } from './seen.js';
import { statusRefusal } from './status.js';

/** Bytes of a body that are enough to tell what it is. */
export const headSize = 4096;

/** Statuses that never have a body. RFC 9110, 15.3.5, 15.3.6, 15.4.5 */
export const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * What an answer is worth, before any parser sees it: a web page, an empty body, or a redirect to a login is never what
 * was asked for, whatever its status. Pure.
 */
export function classify(seen: Seen, asked: Asked): Class {
  const { status, headers } = seen;
  if (isRead(status, asked)) {
    const refusal = bodyRefusal(seen, asked);
    return refusal === undefined ? 'usable' : { refusal };
  }
  return redirects.has(status) ? classifyRedirect(seen, asked) : { refusal: statusRefusal(status, headers) };
}

/** True where the body decides too; false where the status alone says that there is nothing to read. */
export function isRead(status: number, { accept }: Pick<Asked, 'accept'>): boolean {
  return (status >= 200 && status <= 299) || accept.includes(status);
}

function bodyRefusal({ status, headers, head }: Seen, { expect, accept }: Asked): Refusal | undefined {
  if (accept.includes(status) && (bodyless.has(status) || redirects.has(status))) return undefined;
  const contentType = headers['content-type'];
  const text = beginning(headText(head, contentType));
  const html = isHtml(text, contentType);
  const empty = text === '' && head.length < headSize;
  if (status >= 300) {
    // The connector reads the API's own error, JSON or XML; a page or nothing comes from something before the API.
    return html || empty ? statusRefusal(status, headers) : undefined;
  }
  // We never ask for a range.
  if (status === 206) return { code: 'source-truncated', why: 'The source answered 206, with a part of it.' };
  if (html) return looksLikeLogin(text) ? loginPage(status, expect) : webPage(status, expect);
  if (empty) return { code: 'source-empty', why: `The source answered ${status} with an empty body.` };
  if (text === '' || text.startsWith('<') === (expect === 'xml')) return undefined;
  return {
    code: 'source-unusable',
    why: `The source answered ${status} with ${kindOf(text)}${instead(expect)}.`,
  };
}

/** The text behind what may stand before any content: white space, XML declaration, comments. */
function beginning(text: string): string {
  return text.replace(/^(?:\s+|<\?xml[^>]*>|<!--[\s\S]*?-->)*/, '');
}

function isHtml(text: string, contentType = ''): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType) ||
    /^<(?:!doctype\s+html|html)[\s>]/i.test(text)
  );
}

/** What login pages of ERPs and identity providers have in their first bytes, and other pages do not. */
function looksLikeLogin(html: string): boolean {
  return /type\s*=\s*["']?password|SAMLRequest|saml2|j_security_check|(?<![a-z])log-?[io]n(?![a-z])|(?<![a-z])sign[ -]?in(?![a-z])/i.test(
    html,
  );
}

function loginPage(status: number, expect: Asked['expect']): Refusal {
  return {
    code: 'source-unauthorised',
    why: `The source answered ${status} with its login page${instead(expect)}.`,
    fix: 'Check the credentials; if they are right, a single sign-on page stands in between.',
  };
}

function webPage(status: number, expect: Asked['expect']): Refusal {
  return {
    code: 'source-html',
    why: `The source answered ${status} with a web page${instead(expect)}.`,
    fix: 'Check url; if it is right, the ERP is in maintenance, or a gateway stands in between.',
  };
}

const expected = { json: 'JSON', xml: 'XML', text: 'a document' } as const satisfies Record<
  Asked['expect'],
  string
>;

function instead(expect: Asked['expect']): string {
  return ` instead of ${expected[expect]}`;
}

function kindOf(text: string): string {
  if (text.startsWith('<')) return 'XML';
  return /^[{[]/.test(text) ? 'JSON' : 'something else';
}
