import { describe, expect, test } from 'vitest';
import { requestAddress, sourceAddress } from '../../src/transport/address.ts';
import { shownUrl } from '../../src/transport/shown-url.ts';

const base = (url: string) => sourceAddress(url, 'kumquat-prod', {});

/** Where a path leads, or the code of the refusal. */
function address(url: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const found = requestAddress(base(url), { path, query });
  return found instanceof URL ? found.href : found.code;
}

describe('a path', () => {
  test.each([
    ['https://erp.example.com', '/jsonrpc', 'https://erp.example.com/jsonrpc'],
    ['https://erp.example.com/', 'jsonrpc', 'https://erp.example.com/jsonrpc'],
    ['https://erp.example.com/odoo', '/jsonrpc', 'https://erp.example.com/odoo/jsonrpc'],
    ['https://erp.example.com/odoo/', '/jsonrpc', 'https://erp.example.com/odoo/jsonrpc'],
    ['https://erp.example.com/odoo/', 'jsonrpc', 'https://erp.example.com/odoo/jsonrpc'],
    ['https://erp.example.com:8443/a/b', '', 'https://erp.example.com:8443/a/b/'],
    ['https://erp.example.com/a', 'x?$skiptoken=1%202', 'https://erp.example.com/a/x?$skiptoken=1%202'],
    ['https://erp.example.com/a', "/Products('1')", "https://erp.example.com/a/Products('1')"],
    ['https://erp.example.com/a', '/k%2Fq', 'https://erp.example.com/a/k%2Fq'],
    ['https://erp.example.com/a', '/k#q', 'https://erp.example.com/a/k%23q'],
    [
      'https://erp.example.com/a',
      '//quince.example.com/x',
      'https://erp.example.com/a//quince.example.com/x',
    ],
    ['https://erp.example.com', '@quince.example.com/x', 'https://erp.example.com/@quince.example.com/x'],
    ['https://erp.example.com', '.quince.example.com/x', 'https://erp.example.com/.quince.example.com/x'],
    ['https://erp.example.com/a', '/x?b=..', 'https://erp.example.com/a/x?b=..'],
  ])('below %s: %s', (url, path, expected) => {
    expect(address(url, path)).toBe(expected);
  });

  test.each([
    '..',
    '/a/../../admin',
    '/./a',
    '/%2e%2E/a',
    '/.%2e/',
    '..\\admin',
    '/a\\..\\b',
    '/.\t./a',
    '/a\r\nb',
    '/a\u0000',
  ])('that leads elsewhere is refused: %j', (path) => {
    expect(address('https://erp.example.com/odoo', path)).toBe('source-unusable');
  });

  test.each([
    ['https://erp.example.com/next?page=2', 'https://erp.example.com/next?page=2'],
    ['HTTPS://ERP.example.com:443/next', 'https://erp.example.com/next'],
    ['https://user:pw@erp.example.com/next', 'https://erp.example.com/next'],
    ['https://quince.example.com/next', 'source-redirected'],
    ['https://erp.example.com:8443/next', 'source-redirected'],
    ['http://erp.example.com/next', 'source-redirected'],
    ['https://erp.example.com@quince.example.com/', 'source-redirected'],
    ['https://erp.example.com.quince.example/', 'source-redirected'],
    ['ftp://erp.example.com/', 'source-redirected'],
    ['https://[kumquat', 'source-redirected'],
  ])('that is a full URL has the same origin: %s', (path, expected) => {
    expect(address('https://erp.example.com/odoo', path)).toBe(expected);
  });

  test('and its query are joined, encoded as OData servers read it', () => {
    const query = { $select: 'A,B', q: 'a b+c&d=é#' };
    expect(address('https://erp.example.com', '/x?a=1', query)).toBe(
      'https://erp.example.com/x?a=1&$select=A,B&q=a%20b%2Bc%26d%3D%C3%A9%23',
    );
  });
});

describe('the address of a source', () => {
  const refusal = (url: string, transport = {}) => {
    try {
      return sourceAddress(url, 'kumquat-prod', transport).href;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    'https://erp.example.com',
    'http://localhost:8069',
    'http://erp.localhost',
    'http://127.0.0.1',
    'http://127.9.9.9',
    'http://[::1]:8069',
    'http://0x7f.1',
  ])('may be %s', (url) => {
    expect(refusal(url)).toBe(new URL(url).href);
  });

  test.each([
    'http://erp.example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[::2]',
  ])('is not %s, where all in between could read, unless that is allowed', (url) => {
    expect(refusal(url)).toMatch(/plain http/);
    expect(refusal(url, { allowHttp: true })).toBe(new URL(url).href);
  });

  test('is not loopback in plain http behind a proxy, whose loopback it would be', () => {
    expect(refusal('http://localhost', { proxy: 'http://proxy.example.com' })).toMatch(/plain http/);
  });

  test.each([
    '',
    'erp.example.com',
    'ftp://erp.example.com',
    'file:///etc/passwd',
    'https://',
    'https://reader:canary@erp.example.com',
  ])('is not %j, and is not quoted', (url) => {
    expect(refusal(url)).toMatch(/^The url of the source (is no address|holds a user or a password)\.$/);
  });
});

test('a URL is shown without user, fragment and what may be secret in its query', () => {
  const url = new URL('https://u:pw@erp.example.com/a?sap-client=100&access_token=abc&ApiKey=d&sid=e&x#f');
  expect(shownUrl(url)).toBe(
    'https://erp.example.com/a?sap-client=100&access_token=***&ApiKey=***&sid=***&x',
  );
});
