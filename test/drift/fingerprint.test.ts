import { expect, test } from 'vitest';
import { fingerprint } from '../../src/drift/fingerprint.js';
import type { Change } from '../../src/model/drift.js';

const change: Change = {
  rule: 'max-length-lowered',
  path: { source: 'erp', entity: 'kumquat.line', field: 'k' },
  before: { a: 1, b: [null, 2] },
  after: 5,
  effect: { read: 'narrows', create: 'narrows', update: 'narrows' },
  proof: { kind: 'rule' },
  scope: 'value',
};

test('a fingerprint is twelve hex digits and stays what it was in earlier versions', () => {
  expect(fingerprint(change)).toBe('a3ae1a3e0625');
});

test('the order of keys, the effect and the notes do not matter', () => {
  const said: Change = {
    ...change,
    before: { b: [null, 2], a: 1 },
    notes: [{ label: 'origin', text: 'sale' }],
    scope: 'document',
  };
  expect(fingerprint(said)).toBe(fingerprint(change));
});

test.each<[string, Partial<Change>]>([
  ['the rule', { rule: 'max-length-raised' }],
  ['the entity', { path: { ...change.path, entity: 'kumquat' } }],
  ['the field', { path: { source: 'erp', entity: 'kumquat.line' } }],
  ['before', { before: { a: 1, b: [2, null] } }],
  ['after', { after: undefined }],
  ['after that is null', { after: null }],
  ['after that is an empty list', { after: [] }],
  ['after that is text', { after: '5' }],
])('%s matters', (_, other) => {
  expect(fingerprint({ ...change, ...other })).not.toBe(fingerprint(change));
});
