import { describe, expect, test } from 'vitest';
import { compare } from '../../src/drift/compare.js';
import type { Use } from '../../src/model/config.js';
import type { Direction, Proof } from '../../src/model/drift.js';
import type { FieldSchema } from '../../src/model/schema.js';
import { judge } from '../../src/verdict/judge.js';
import type { OwnedUse } from '../../src/verdict/usage.js';
import { calm, entity } from '../drift/entities.js';

const seam = {
  name: 'kumquat-sync',
  owner: 'team-citrus',
  runbook: 'https://wiki.example.com/kumquat',
  uses: [],
};

function use(directions: readonly Direction[], more: Partial<Use> = {}): OwnedUse {
  return { source: 'erp', entity: 'kumquat.line', directions, strict: false, seam, ...more };
}

function judged(was: FieldSchema, now: FieldSchema, ...uses: readonly OwnedUse[]) {
  return findings(entity({ k: was }), entity({ k: now }), ...uses);
}

function findings(
  was: ReturnType<typeof entity>,
  now: ReturnType<typeof entity>,
  ...uses: readonly OwnedUse[]
) {
  return compare(was, now, calm).map((change) => judge(change, 'f', { uses, policy: [] }));
}

const verdictsOf = (was: FieldSchema, now: FieldSchema) =>
  Object.fromEntries(
    judged(was, now)[0]?.judgements.map(({ direction, verdict }) => [direction, verdict]) ?? [],
  );

describe('the verdict of a change, for each direction', () => {
  test.each<[string, FieldSchema, FieldSchema, string]>([
    [
      'a longer maxLength breaks readers only',
      { type: 'string', maxLength: 64 },
      { type: 'string', maxLength: 128 },
      'breaking info info',
    ],
    [
      'a shorter maxLength breaks writers only',
      { type: 'string', maxLength: 64 },
      { type: 'string', maxLength: 32 },
      'info breaking breaking',
    ],
    ['a new enum value breaks readers only', { enum: ['a'] }, { enum: ['a', 'b'] }, 'breaking info info'],
    [
      'a removed enum value breaks writers only',
      { enum: ['a', 'b'] },
      { enum: ['a'] },
      'info breaking breaking',
    ],
    [
      'string to enum breaks writers only',
      { type: 'string' },
      { type: 'string', enum: ['a'] },
      'info breaking breaking',
    ],
    [
      'became read-only breaks writers only',
      { type: 'string' },
      { type: 'string', readOnly: true },
      'info breaking breaking',
    ],
    [
      'became immutable breaks updaters only',
      { type: 'string' },
      { type: 'string', 'x-seam': { immutable: true } },
      'info info breaking',
    ],
    [
      'another target breaks all',
      { 'x-seam': { target: 'a' } },
      { 'x-seam': { target: 'b' } },
      'breaking breaking breaking',
    ],
    ['another default warns creators only', { default: 1 }, { default: 2 }, 'info warning info'],
    [
      'another unit warns all',
      { 'x-seam': { unit: 'a' } },
      { 'x-seam': { unit: 'b' } },
      'warning warning warning',
    ],
    ['a higher permission level', {}, { 'x-seam': { permissionLevel: 1 } }, 'warning breaking breaking'],
  ])('%s', (_, was, now, expected) => {
    expect(Object.values(verdictsOf(was, now)).join(' ')).toBe(expected);
  });

  test('a removed field breaks all', () => {
    const [finding] = findings(entity({ k: { type: 'string' } }), entity({}));
    expect(finding?.judgements.map(({ verdict }) => verdict)).toEqual(['breaking', 'breaking', 'breaking']);
  });

  test('a field that is returned now, as a new one, breaks nobody but strict readers', () => {
    const [was, now]: readonly FieldSchema[] = [{ type: 'string', writeOnly: true }, { type: 'string' }];
    const verdicts = (strict: boolean) => judged(was ?? {}, now ?? {}, use(['read'], { strict }))[0]?.verdict;
    expect([verdicts(false), verdicts(true)]).toEqual(['info', 'breaking']);
  });

  test('a new optional field breaks nobody but strict readers', () => {
    const [was, now] = [entity({}), entity({ k: { type: 'string' } })];
    expect(findings(was, now)[0]?.verdict).toBe('info');
    expect(findings(was, now, use(['read'], { strict: true, fields: ['other'] }))[0]?.verdict).toBe(
      'breaking',
    );
  });
});

describe('usage', () => {
  const shorter = [
    { type: 'string', maxLength: 64 },
    { type: 'string', maxLength: 32 },
  ] as const;

  test('a change to a field that no seam uses is info, and says what it would have been', () => {
    const [finding] = judged(...shorter, use(['create'], { fields: ['other'] }));
    expect(finding).toMatchObject({
      verdict: 'info',
      judgements: [
        { seam: 'kumquat-sync', verdict: 'info', changedFrom: { verdict: 'breaking', by: 'usage' } },
      ],
    });
  });

  test('a change to a field that a seam uses names the seam, its owner and its runbook', () => {
    const [finding] = judged(...shorter, use(['create'], { fields: ['k'] }));
    expect(finding?.judgements[0]).toEqual({
      seam: 'kumquat-sync',
      owner: 'team-citrus',
      runbook: 'https://wiki.example.com/kumquat',
      direction: 'create',
      verdict: 'breaking',
    });
  });

  test('a new mandatory field concerns every creator, whatever its fields', () => {
    const [finding] = findings(
      entity({}),
      entity({ k: { type: 'string' } }, ['k']),
      use(['create'], { fields: ['other'] }),
    );
    expect(finding?.verdict).toBe('breaking');
  });

  test('a new mandatory column of rows concerns those who use the rows', () => {
    const rows = (
      columns: Readonly<Record<string, FieldSchema>>,
      required: readonly string[],
    ): FieldSchema => ({
      type: 'array',
      items: { type: 'object', properties: columns, required },
    });
    const [was, now] = [entity({ items: rows({}, []) }), entity({ items: rows({ uom: {} }, ['uom']) })];
    for (const fields of [['items'], ['items.*'], ['items.qty'], ['*']]) {
      expect(findings(was, now, use(['create'], { fields }))[0]?.verdict, fields.join()).toBe('breaking');
    }
    expect(findings(was, now, use(['create'], { fields: ['customer'] }))[0]?.verdict).toBe('info');
  });

  test('a seam that only reads does not suffer from what breaks writers', () => {
    expect(judged(...shorter, use(['read']))[0]?.verdict).toBe('info');
  });

  test('a contract that no seam names is judged in all directions, all fields', () => {
    expect(judged(...shorter)[0]?.judgements).toHaveLength(3);
  });
});

describe('the document that is shown is one of a direction that suffers', () => {
  const other = { ...use(['create'], { fields: ['other'] }) };
  const text: FieldSchema = { type: ['string', 'null'] };
  const gone = [entity({ k: text }), entity({})] as const;
  const changed = [
    entity({ k: { type: 'string', maxLength: 64 } }),
    entity({ k: { type: 'integer' } }),
  ] as const;

  test.each<
    [
      who: string,
      pair: readonly [(typeof gone)[0], (typeof gone)[1]],
      uses: readonly OwnedUse[],
      shown: Proof,
    ]
  >([
    [
      'a removal breaks whoever writes: a document that is written',
      gone,
      [use(['create'])],
      { kind: 'witness', direction: 'create', document: { k: expect.anything() } },
    ],
    ['a removal breaks one who reads: no answer shows it', gone, [use(['read'])], { kind: 'rule' }],
    [
      'a removal that a creator does not notice breaks one who reads',
      gone,
      [use(['read']), other],
      { kind: 'rule' },
    ],
    [
      'no seam names the contract, so that writers are among those who suffer',
      gone,
      [],
      { kind: 'witness', direction: 'create', document: { k: expect.anything() } },
    ],
    [
      'a retype breaks one who reads',
      changed,
      [use(['read']), other],
      { kind: 'witness', direction: 'read', document: { k: expect.any(Number) } },
    ],
    [
      'a retype breaks one who updates',
      changed,
      [use(['update']), other],
      { kind: 'witness', direction: 'update', document: { k: expect.any(String) } },
    ],
  ])('%s', (_who, [was, now], uses, shown) => {
    expect(findings(was, now, ...uses)).toMatchObject([{ verdict: 'breaking', proof: shown }]);
  });

  test('also where the policy has lowered the others', () => {
    const [change] = compare(...changed, calm);
    if (change === undefined) throw new Error('no change to judge');
    const lowered = { rule: change.rule, verdict: 'warning' } as const;
    const finding = judge(change, 'f', {
      uses: [],
      policy: [{ ...lowered, directions: ['read', 'create'] }],
    });
    expect(finding).toMatchObject({ verdict: 'breaking', proof: { kind: 'witness', direction: 'update' } });
  });
});

describe('policy', () => {
  const [change] = compare(entity({ k: { maxLength: 1 } }), entity({ k: { maxLength: 2 } }), calm);
  const line = { rule: 'max-length-raised', verdict: 'info', directions: ['read'] } as const;

  test.each([
    { name: 'lowers a rule in a direction', policy: [line], verdict: 'info' },
    {
      name: 'reaches only the paths it names',
      policy: [{ ...line, path: 'erp/other/*' }],
      verdict: 'breaking',
    },
    { name: 'takes globs', policy: [{ ...line, path: 'erp/kumquat.*/k' }], verdict: 'info' },
    {
      name: 'raises as well',
      policy: [{ ...line, verdict: 'breaking' as const, directions: ['update' as const] }],
      verdict: 'breaking',
    },
    {
      name: 'decides by its last line that fits',
      policy: [line, { ...line, verdict: 'warning' as const }],
      verdict: 'warning',
    },
  ])('$name', ({ policy, verdict }) => {
    if (change === undefined) throw new Error('no change to judge');
    const finding = judge(change, 'f', { uses: [], policy });
    expect(finding.verdict).toBe(verdict);
    for (const { changedFrom } of finding.judgements) expect(changedFrom?.by ?? 'policy').toBe('policy');
  });
});

test('a finding for writers says what the ERP does with a write that no longer fits', () => {
  const [change] = compare(entity({ k: { maxLength: 2 } }), entity({ k: { maxLength: 1 } }), calm);
  if (change === undefined) throw new Error('no change to judge');
  expect(judge(change, 'f', { uses: [], policy: [], onWrite: { 'too-long': 'alters' } }).onWrite).toBe(
    'alters',
  );
  expect(
    judge(change, 'f', { uses: [use(['read'])], policy: [], onWrite: { 'too-long': 'alters' } }).onWrite,
  ).toBeUndefined();
});
