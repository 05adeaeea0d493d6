import fc from 'fast-check';
import { directions, verdicts, writeFaults } from '../../src/model/drift.js';
import type { Json } from '../../src/model/json.js';
import {
  type Coverage,
  coverageStatuses,
  type Failure,
  type Finding,
  type Judgement,
  type Report,
  type SourceReport,
  type WaiverNote,
  weakeningKinds,
} from '../../src/model/report.js';

/** Parts of texts that are made to do harm: to a terminal, to its reader, to what parses the output. */
const hostileParts = [
  '\u001b[2J',
  '\u001b]8;;https://evil.example.com\u0007',
  '\u009b31m',
  '\r',
  '\n✖ erp-prod  all is well',
  '\t',
  '\u0000',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u00ad',
  '\ufeff',
  '\u2028',
  '\u3164',
  '\u{e0041}',
  '\ud800',
  '::error::',
  '%0A',
  '<script>alert(1)</script>',
  '</style>',
  '<!--',
  '-->',
  ']]>',
  '&lt;',
  '"',
  "'",
  '|',
  '`',
  '``',
  '\\',
  '*',
  '_',
  '[a](https://evil.example.com)',
  'https://evil.example.com',
  'www.evil.example.com',
  'somebody@evil.example.com',
  '@everyone',
  '#12',
  '# SKIP',
  '{0}',
  '...',
  '---',
  'Bail out!',
  "##teamcity[buildStatus status='SUCCESS']",
  '\uffff',
  '日本語',
  'e\u0301',
  '🧾',
  'kumquat',
  ' ',
  'x'.repeat(90),
];

/** Names and texts as an ERP may give them. */
const hostileText = fc
  .array(fc.constantFrom(...hostileParts), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'state', '--prune', "it's", ''),
  hostileText,
);
const verdict = fc.constantFrom(...verdicts);
const direction = fc.constantFrom(...directions);
const effect = fc.constantFrom('same', 'narrows', 'widens', 'crosses', 'unknown', 'meaning');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Any JSON, with schemas of fields and long lists among it. */
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  hostileText,
  fc.array(name, { maxLength: 60 }),
  fc.dictionary(name, name),
  fc.record({
    type: fc.constantFrom<Json>('string', ['integer', 'null'], 'array'),
    title: name,
    enum: fc.array(name, { maxLength: 40 }),
    'x-seam': fc.dictionary(fc.constantFrom('target', 'scale', 'unit', 'stored', 'kumquat'), name),
  }),
);

/** The record without its members that are `undefined`: optional members are absent in a report. */
function defined<T>(record: fc.Arbitrary<unknown>): fc.Arbitrary<T> {
  return record.map((value) => JSON.parse(JSON.stringify(value)) as T);
}

const judgement = fc.record({
  seam: optional(name),
  owner: optional(name),
  runbook: optional(fc.constant('https://wiki.example.com/runbook')),
  direction,
  verdict,
  changedFrom: optional(
    fc.record({ verdict, by: fc.constantFrom('usage', 'policy', 'hidden'), why: hostileText }),
  ),
}) satisfies fc.Arbitrary<{ [K in keyof Judgement]: unknown }>;

const proof = fc.oneof(
  fc.constant({ kind: 'rule' }),
  fc.record({ kind: fc.constant('witness'), direction, document: json }),
  fc.record({ kind: fc.constant('unproven'), why: hostileText }),
);

const sourceName = fc.oneof(fc.constantFrom('erp-prod', 'crm'), name);

const place = fc.record({
  file: name,
  line: fc.integer({ min: 1 }),
  column: optional(fc.integer({ min: 1 })),
});
const waived = fc.record({ reason: hostileText, owner: optional(name), until: name });

const finding = fc.record({
  rule: fc.constantFrom(
    'enum-value-added',
    'field-renamed',
    'entity-removed',
    'contract-without-source',
    'constructor',
  ),
  path: fc.record({ source: sourceName, entity: name, field: optional(name) }),
  before: optional(json),
  after: optional(json),
  effect: fc.record({ read: effect, create: effect, update: effect }),
  strictRead: optional(effect),
  proof,
  scope: fc.constantFrom('value', 'document'),
  silent: optional(fc.constant(true)),
  writeFault: optional(fc.constantFrom(...writeFaults)),
  notes: optional(fc.array(fc.record({ label: name, text: hostileText }), { maxLength: 3 })),
  fingerprint: fc.stringMatching(/^[0-9a-f]{12}$/),
  verdict,
  judgements: fc.array(judgement, { maxLength: 5 }),
  onWrite: optional(fc.constantFrom('rejects', 'alters')),
  at: optional(place),
  waived: optional(waived),
}) satisfies fc.Arbitrary<{ [K in keyof Finding]: unknown }>;

const failure = fc.record({
  code: fc.constantFrom('source-html', 'source-timeout'),
  why: hostileText,
  where: optional(fc.record({ source: name, url: name, status: fc.integer() })),
  fix: optional(hostileText),
  frame: optional(hostileText),
  also: optional(fc.constant([{ code: 'config-invalid', why: 'Another thing.' }])),
}) satisfies fc.Arbitrary<{ [K in keyof Failure]: unknown }>;

const source = fc.record({
  name: sourceName,
  connector: name,
  product: optional(name),
  version: optional(name),
  contractVersion: optional(name),
  account: optional(name),
  company: optional(name),
  language: optional(name),
  contractsOf: optional(sourceName),
  notObservable: optional(
    fc.array(fc.record({ facet: fc.constantFrom('unit', 'hidden'), why: name }), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  failure: optional(failure),
  pulledAt: optional(name),
}) satisfies fc.Arbitrary<{ [K in keyof SourceReport]: unknown }>;

const gate = fc.record({
  ref: hostileText,
  commit: name,
  weakened: fc.array(
    fc.record({
      kind: fc.constantFrom(...weakeningKinds),
      what: hostileText,
      seam: optional(hostileText),
      rule: optional(hostileText),
      verdict: optional(verdict),
      before: optional(json),
      after: optional(json),
      at: optional(place),
    }),
    { maxLength: 4 },
  ),
  unheeded: fc.array(
    fc.record({ kind: fc.constantFrom('changed', 'new'), key: hostileText, at: optional(place) }),
    { maxLength: 3 },
  ),
  protects: fc.boolean(),
});

const coverage = fc.record({
  source: sourceName,
  entity: name,
  status: fc.constantFrom(...coverageStatuses),
  why: optional(hostileText),
  fix: optional(hostileText),
  at: optional(place),
  notCompared: optional(
    fc.array(fc.record({ facet: fc.constantFrom('unit', 'naming'), why: hostileText }), { maxLength: 2 }),
  ),
}) satisfies fc.Arbitrary<{ [K in keyof Coverage]: unknown }>;

const waiverNote = fc.record({
  problem: fc.constantFrom('invalid', 'expired', 'too-long', 'unused'),
  why: hostileText,
  at: place,
}) satisfies fc.Arbitrary<{ [K in keyof WaiverNote]: unknown }>;

/** Any report, made of hostile texts. */
export const anyReport: fc.Arbitrary<Report> = defined(
  fc.record({
    format: fc.constant(1),
    seamVersion: fc.constant('1.2.3'),
    command: fc.constant('check'),
    failOn: verdict,
    duration: fc.nat(),
    sources: fc.array(source, { maxLength: 3 }),
    findings: fc.array(finding, { maxLength: 5 }),
    coverage: fc.array(coverage, { maxLength: 8 }),
    gate: optional(gate),
    waivers: optional(fc.array(waiverNote, { maxLength: 3 })),
    rules: fc.constant({
      'enum-value-added': { detects: 'A value was added.', advice: 'Map the new value.' },
    }),
    exit: fc.constantFrom({ code: 0, all: [0] }, { code: 1, all: [1, 3] }, { code: 3, all: [3] }),
  }) satisfies fc.Arbitrary<{ [K in keyof Report]: unknown }>,
);
