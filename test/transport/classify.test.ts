import { describe, expect, test } from 'vitest';
import { classify } from '../../src/transport/classify.ts';
import type { Asked } from '../../src/transport/seen.ts';

type Answer = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Uint8Array };

/** What an answer is worth to who asked for JSON by GET, in short: `usable`, `follow …`, or the code and what is next. */
function worth(status: number, { headers = {}, body = '' }: Answer = {}, asked: Partial<Asked> = {}) {
  const head = typeof body === 'string' ? Buffer.from(body) : body;
  const url = new URL('https://erp.example.com/kumquat/api?x=1');
  const found = classify(
    { status, headers, head },
    { method: 'GET', expect: 'json', accept: [], url, ...asked },
  );
  if (found === 'usable') return found;
  if ('follow' in found) return `follow ${found.follow}`;
  const { code, again } = found.refusal;
  if (again === undefined) return code;
  return typeof again === 'string' ? `${code}, ${again}` : `${code}, wait ${again.wait}`;
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const loginPage = '<!DOCTYPE html><html><form><input name="u"><input type="password"></form></html>';
const maintenance = '<!doctype HTML>\n<html><h1>We are back soon</h1></html>';

describe('a status of its own decides', () => {
  test.each([
    [400, 'source-unusable'],
    [401, 'source-unauthorised'],
    [403, 'source-forbidden'],
    [404, 'source-not-found'],
    [410, 'source-not-found'],
    [405, 'source-unusable'],
    [406, 'source-unusable, negotiate'],
    [415, 'source-unusable, negotiate'],
    [407, 'source-unreachable'],
    [408, 'source-timeout'],
    [417, 'source-unusable'],
    [422, 'source-unusable'],
    [429, 'source-throttled, wait undefined'],
    [500, 'source-server-error, retry'],
    [501, 'source-server-error'],
    [502, 'source-server-error, retry'],
    [503, 'source-server-error, retry'],
    [504, 'source-timeout'],
    [505, 'source-server-error'],
    [522, 'source-timeout'],
    [524, 'source-timeout'],
    [599, 'source-server-error, retry'],
    [304, 'source-unusable'],
    [300, 'source-unusable'],
    [100, 'source-unusable'],
    [999, 'source-server-error, retry'],
  ])('%i: %s', (status, expected) => {
    expect(worth(status)).toBe(expected);
    expect(worth(status, { headers: html, body: loginPage })).toBe(expected);
    expect(worth(status, { body: '{"an": "error"}' })).toBe(expected);
  });

  test('429 and 503 wait as long as they say', () => {
    expect(worth(429, { headers: { 'retry-after': '7' } })).toBe('source-throttled, wait 7000');
    expect(worth(503, { headers: { 'retry-after': '7' } })).toBe('source-throttled, wait 7000');
    expect(worth(503, { headers: { 'retry-after': 'soon' } })).toBe('source-server-error, retry');
    expect(worth(500, { headers: { 'retry-after': '7' } })).toBe('source-server-error, retry');
  });
});

describe('a body under 200 is', () => {
  test.each<[what: string, expected: string, answer: Answer, asked?: Partial<Asked>]>([
    ['JSON', 'usable', { body: '{"a": 1}' }],
    ['JSON behind a byte order mark and white space', 'usable', { body: '\uFEFF \r\n{"a": 1}' }],
    ['JSON in UTF-16', 'usable', { body: Buffer.from('\uFEFF{"a": 1}', 'utf16le') }],
    [
      'JSON that mentions a login page',
      'usable',
      { body: '{"html": "<!doctype html><input type=password>"}' },
    ],
    ['garbage, left to the parser', 'usable', { body: 'Traceback (most recent call last)' }],
    ['XML', 'usable', { body: '<?xml version="1.0"?>\n<edmx:Edmx/>' }, { expect: 'xml' }],
    [
      'XML in UTF-16 without a mark',
      'usable',
      { body: Buffer.from('<?xml?><a/>', 'utf16le') },
      { expect: 'xml' },
    ],
    [
      'XML in an encoding that nobody knows',
      'usable',
      { body: '<?xml version="1.0" encoding="kumquat"?><a/>' },
      { expect: 'xml' },
    ],
    ['XML instead of JSON', 'source-unusable', { body: '<error/>' }],
    ['JSON instead of XML', 'source-unusable', { body: '{}' }, { expect: 'xml' }],
    ['a login page', 'source-unauthorised', { headers: html, body: loginPage }],
    [
      'a login page that calls itself JSON',
      'source-unauthorised',
      { headers: { 'content-type': 'application/json' }, body: loginPage },
    ],
    ['a login page without a type', 'source-unauthorised', { body: `\uFEFF\n ${loginPage}` }],
    ['a login page where XML was asked for', 'source-unauthorised', { body: loginPage }, { expect: 'xml' }],
    [
      'a login page that is XHTML',
      'source-unauthorised',
      { body: `<?xml version="1.0"?><!-- SAP --><!DOCTYPE html PUBLIC "x"><html><title>Logon</title>` },
      { expect: 'xml' },
    ],
    [
      'a form that posts a SAML request',
      'source-unauthorised',
      { body: '<html><body onload="x"><input name="SAMLRequest">' },
    ],
    ['a Java login form', 'source-unauthorised', { body: '<html><form action="j_security_check">' }],
    [
      'a page that says "Sign in"',
      'source-unauthorised',
      { body: '<html><title>Sign in to your account</title>' },
    ],
    ['a maintenance page', 'source-html', { headers: html, body: maintenance }],
    ['a maintenance page without a type', 'source-html', { body: maintenance }],
    ['a page of plugins', 'source-html', { body: '<html><h1>Plugins, blogindex</h1></html>' }],
    ['a text that calls itself HTML', 'source-html', { headers: html, body: 'back soon' }],
    ['an empty page', 'source-html', { headers: html, body: '' }],
    ['white space, more than is looked at', 'usable', { body: ' '.repeat(4_096) }],
    ['white space, more than is looked at', 'usable', { body: ' '.repeat(4_096) }, { expect: 'xml' }],
    ['empty', 'source-empty', { body: '' }],
    ['empty but for white space', 'source-empty', { body: ' \r\n\t' }],
    ['empty where XML was asked for', 'source-empty', { body: '\uFEFF' }, { expect: 'xml' }],
    ['nothing but an XML declaration', 'source-empty', { body: '<?xml version="1.0"?>' }, { expect: 'xml' }],
  ])('%s: %s', (_what, expected, answer, asked) => {
    expect(worth(200, answer, asked)).toBe(expected);
  });

  test('judged under each other success too', () => {
    expect(worth(201, { body: '{}' })).toBe('usable');
    expect(worth(204)).toBe('source-empty');
    expect(worth(206, { body: '{}' })).toBe('source-truncated');
  });
});

describe('a status that the connector reads', () => {
  test.each<[what: string, expected: string, status: number, answer: Answer]>([
    ['is usable with JSON', 'usable', 417, { body: '{"exc_type": "ValidationError"}' }],
    ['is usable with whatever is no page', 'usable', 404, { body: 'no such table' }],
    ['is judged by itself with a page', 'source-not-found', 404, { headers: html, body: maintenance }],
    [
      'is judged by itself with a page, and sent again',
      'source-server-error, retry',
      500,
      { body: maintenance },
    ],
    ['is judged by itself when empty', 'source-forbidden', 403, {}],
    ['needs no body where it has none: 304', 'usable', 304, {}],
    ['needs no body where it has none: 204', 'usable', 204, {}],
    ['may be a redirect', 'usable', 302, { headers: { location: 'https://quince.example.com/' } }],
  ])('%s: %s', (_what, expected, status, answer) => {
    expect(worth(status, answer, { accept: [status] })).toBe(expected);
  });

  test('may answer in JSON although XML was asked for', () => {
    const body = '{"error": {"code": "/IWFND/MED/170"}}';
    expect(worth(403, { body }, { accept: [403], expect: 'xml' })).toBe('usable');
  });
});

describe('a redirect', () => {
  test.each<[what: string, expected: string, location: string | undefined, asked?: Partial<Asked>]>([
    ['to another path', 'follow https://erp.example.com/web/api', '/web/api'],
    ['relative to the request', 'follow https://erp.example.com/kumquat/other?y=2', 'other?y=2'],
    ['to the same host in full', 'follow https://erp.example.com/a', 'https://ERP.example.com:443/a'],
    [
      'with user and fragment, which are left out',
      'follow https://erp.example.com/a',
      'https://u:p@erp.example.com/a#b',
    ],
    ['of a POST', 'source-redirected', '/web/api', { method: 'POST' }],
    ['to another host', 'source-redirected', 'https://quince.example.com/api'],
    ['to another host, without scheme', 'source-redirected', '//quince.example.com/api'],
    ['to another host, with a backslash', 'source-redirected', '/\\quince.example.com/api'],
    ['to another port', 'source-redirected', 'https://erp.example.com:8443/api'],
    ['to plain http', 'source-redirected', 'http://erp.example.com/api'],
    ['to an identity provider', 'source-redirected', 'https://login.example.com/saml2/sso?SAMLRequest=x'],
    ['to a program', 'source-redirected', 'javascript:alert(1)'],
    ['to the login page of Odoo', 'source-unauthorised', '/web/login?redirect=x'],
    ['to the login page of Frappe', 'source-unauthorised', '/login'],
    ['to a login page by SAML', 'source-unauthorised', '/idp?SAMLRequest=x'],
    ['to a login page, of a POST', 'source-unauthorised', '/web/login', { method: 'POST' }],
    ['to a page of blogs', 'follow https://erp.example.com/blogs/loginx', '/blogs/loginx'],
    ['to nowhere', 'source-unusable', undefined],
    ['to no address', 'source-unusable', 'https://[kumquat'],
  ])('%s: %s', (_what, expected, location, asked) => {
    for (const status of [301, 302, 303, 307, 308]) {
      expect(worth(status, { headers: location === undefined ? {} : { location } }, asked)).toBe(expected);
    }
  });
});
