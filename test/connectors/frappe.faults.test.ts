import { describe, expect, test } from 'vitest';
import { faultOf } from '../../src/connectors/frappe/faults.ts';
import type { Json } from '../../src/model/json.ts';
import { recorded, recordedPaths, recordings } from '../erp/frappe.ts';

const shown = (message: string): string => JSON.stringify([JSON.stringify({ message, title: 'Message' })]);

describe('a fault in the words of Frappe', () => {
  test.each<[string, number, Json, ReturnType<typeof faultOf>]>([
    [
      'v1 names the exception, and quotes what people are shown without its tags',
      404,
      { exc_type: 'DoesNotExistError', _server_messages: shown('DocType <b>Plum</b> not found') },
      { kind: 'not-found', says: 'Frappe says: DocType Plum not found' },
    ],
    [
      'v2 does so in a list',
      404,
      { errors: [{ type: 'DoesNotExistError', message: 'DocType Plum not found', title: 'Message' }] },
      { kind: 'not-found', says: 'Frappe says: DocType Plum not found' },
    ],
    [
      '14 names it in `exception` alone',
      403,
      { exception: 'frappe.exceptions.PermissionError: select * from tabPlum' },
      { kind: 'forbidden', says: 'Frappe failed with PermissionError.' },
    ],
    [
      'Guest means that the key was not accepted',
      403,
      { exc_type: 'PermissionError', _server_messages: shown('User <strong>Guest</strong> has no access') },
      { kind: 'denied', says: 'Frappe says: User Guest has no access' },
    ],
    [
      'without any word the status tells the kind',
      404,
      {},
      { kind: 'no-route', says: 'Frappe answered with status 404.' },
    ],
    [
      'what is not known is a failure of the server',
      417,
      { exc_type: 'ValidationError' },
      { kind: 'server', says: 'Frappe failed with ValidationError.' },
    ],
  ])('%s', (_, status, body, fault) => {
    expect(faultOf(status, body)).toEqual(fault);
  });

  test.each<[string, Json]>([
    ['a list', []],
    ['null', null],
    ['text', 'Traceback'],
    ['messages that are no JSON', { _server_messages: '[canary' }],
    ['messages that are no list', { _server_messages: '{"a": 1}' }],
    ['a message that is no JSON', { _server_messages: '["canary"]' }],
    ['a name that is no name', { exc_type: 'canary; drop table' }],
    ['a trace', { exc: '["Traceback canary"]' }],
    ['no errors', { errors: [] }],
    ['errors that are none', { errors: ['canary'] }],
    ['the prototype', JSON.parse('{"__proto__": {"exc_type": "canary"}}')],
  ])('%s tells nothing but the status', (_, body) => {
    expect(faultOf(500, body)).toEqual({ kind: 'server', says: 'Frappe answered with status 500.' });
  });

  test('a message cannot break the line, turn it round, or go on for ever', () => {
    const { says } = faultOf(417, { errors: [{ message: `a\nb\u202e\u0007${'c'.repeat(500)}` }] });
    expect(says).toMatch(/^Frappe says: a b c+…$/);
    expect(says.length).toBeLessThan(220);
  });
});

describe.skipIf(recordings === undefined)('recorded refusals (SEAM_RECORDINGS)', () => {
  const kinds: Readonly<Record<string, string>> = {
    'bad-key': 'denied',
    'bad-secret': 'denied',
    'bad-token': 'denied',
    'bearer-garbage': 'denied',
    'malformed-authorization': 'denied',
    'getdoctype-no-token': 'forbidden',
    'missing-doctype-getdoctype': 'not-found',
    'missing-doctype-record': 'not-found',
    'missing-doctype-v1': 'not-found',
    'missing-doctype-v2-meta': 'not-found',
    'missing-doctype': 'not-found',
    'no-permission-custom-field': 'forbidden',
    'no-permission-doctype-v1': 'forbidden',
    'no-permission-list-v2': 'forbidden',
    'no-permission-property-setter': 'forbidden',
    'resource-doctype-customer-no-permission': 'forbidden',
    'v2-meta-does-not-exist': 'no-route',
    'v2-meta-no-token': 'forbidden',
    'unknown-field-in-list': 'server',
  };
  const paths = recordedPaths().filter((path) => /^(02|30)/.test(path));
  const nameOf = (path: string) => path.split('/').at(-1)?.replace('.json', '') ?? '';

  test.each(paths.filter((path) => Object.hasOwn(kinds, nameOf(path))))('%s', (path) => {
    const { status, body } = recorded(path);
    const { kind, says } = faultOf(status, body);
    expect(kind).toBe(kinds[nameOf(path)]);
    expect(says).not.toMatch(/Traceback|apps\/|line \d|<|select /i);
  });

  test('a Link that points nowhere is told in the words that Frappe shows', () => {
    const { status, body } = recorded('30-frappe-v14/getdoctype/sales_order.json');
    expect(faultOf(status, body)).toEqual({
      kind: 'server',
      says: 'Frappe says: Field sale_type is referring to non-existing doctype Sale Type.',
    });
  });
});
