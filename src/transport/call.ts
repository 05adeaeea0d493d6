import { requestAddress } from './address.js';
import { acceptEncoding } from './body.js';
import type { Call } from './exchange.js';
import type { HttpRequest } from './http.js';
import type { Refusal } from './refusal.js';

/** What is the same for all calls of a source. */
export type CallDefaults = {
  readonly base: URL;
  readonly userAgent: string;
  readonly maxBytes: number;
};

/** Asked for where a server does not know the first one, and where any document will do. */
export const anyFormat = '*/*';

/** What is asked for where the connector names nothing else. */
export const formats = { json: 'application/json', xml: 'application/xml', text: anyFormat } as const;

/** The call for a request, or why it cannot be sent. */
export function callOf(request: HttpRequest, defaults: CallDefaults): Call | { readonly refusal: Refusal } {
  const { method = 'GET', json, expect, accept = [], maxBytes = defaults.maxBytes } = request;
  const url = requestAddress(defaults.base, request);
  if (!(url instanceof URL)) return { refusal: url };
  const headers = {
    accept: formats[expect],
    'accept-encoding': acceptEncoding,
    'user-agent': defaults.userAgent,
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
  const wrong = Object.entries(headers).find(([, value]) => !isHeaderValue(value));
  if (wrong !== undefined) return { refusal: notSendable(wrong[0]) };
  const body = json === undefined ? null : JSON.stringify(json);
  return { method, url, headers, body, expect, accept, maxBytes };
}

/** RFC 9110, 5.5 */
function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function notSendable(name: string): Refusal {
  return {
    code: 'config-invalid',
    why: `The header "${name}" would hold a character that HTTP does not allow.`,
    fix: 'Look for line ends, quotes and dashes in the credentials that a text editor has changed.',
  };
}
