import type {
  ContractPlace,
  Coverage,
  Finding,
  GateReport,
  Judgement,
  Report,
  SnapshotReport,
  SourceReport,
} from '../../src/model/report.js';
import { plain, type RenderOptions } from '../../src/report/format.js';

/** 80 columns without colour, what breaks nobody collapsed. */
export const options: RenderOptions = { paint: plain, width: 80, all: false };
/** The same with `--all`. */
export const everything: RenderOptions = { ...options, all: true };

const runbook = 'https://wiki.example.com/webshop-orders';

/** A judgement of the seam `webshop-orders`. */
export function judged(members: Partial<Judgement> = {}): Judgement {
  return {
    seam: 'webshop-orders',
    owner: 'team-commerce',
    runbook,
    direction: 'read',
    verdict: 'breaking',
    ...members,
  };
}

/** A finding that breaks a reader of `kumquat.order`, but for what is given. */
export function finding(members: Partial<Finding> = {}): Finding {
  return {
    rule: 'enum-value-added',
    path: { source: 'erp-prod', entity: 'kumquat.order', field: 'state' },
    before: ['draft', 'done'],
    after: ['draft', 'done', 'waiting'],
    effect: { read: 'widens', create: 'widens', update: 'widens' },
    proof: { kind: 'rule' },
    scope: 'value',
    fingerprint: '7f3a9c0d1e2f',
    verdict: 'breaking',
    judgements: [judged()],
    ...members,
  };
}

export const odoo: SourceReport = {
  name: 'erp-prod',
  connector: 'odoo',
  product: 'Odoo',
  version: '17.0',
  account: 'seam-reader',
  company: '1',
  language: 'en_US',
};
const crm: SourceReport = { name: 'crm', connector: 'dataverse', product: 'Dataverse', version: '9.2' };

/** A report of `erp-prod`, but for what is given. */
export function report(members: Partial<Report> = {}): Report {
  return {
    format: 1,
    seamVersion: '1.2.3',
    command: 'check',
    failOn: 'warning',
    duration: 2_100,
    sources: [odoo],
    findings: [],
    coverage: [],
    rules: {},
    exit: { code: 0, all: [0] },
    ...members,
  };
}

/** What a change does to the check itself, against `main`. */
export const gate: GateReport = {
  ref: 'main',
  commit: '1234567890123456789012345678901234567890',
  weakened: [
    {
      kind: 'contract-removed',
      what: 'erp-prod/kumquat.crate',
      at: { file: 'seam.yaml', line: 3, column: 5 },
    },
    {
      kind: 'use-narrowed',
      what: 'erp-prod/kumquat.order',
      seam: 'webshop-orders',
      before: ['name', 'state'],
      after: ['name'],
    },
    {
      kind: 'contract-loosened',
      what: 'erp-prod/kumquat.order/state',
      rule: 'enum-value-added',
      verdict: 'breaking',
      before: ['draft', 'done'],
      after: ['draft', 'done', 'waiting'],
    },
  ],
  unheeded: [
    { kind: 'changed', key: 'sources.erp-prod.url', at: { file: 'seam.yaml', line: 4, column: 10 } },
    { kind: 'new', key: 'sources.crm' },
  ],
  protects: true,
};

/** That many entities of one status. */
export function covered(count: number, members: Partial<Coverage> = {}): readonly Coverage[] {
  const status = members.status ?? 'clean';
  return Array.from({ length: count }, (_, index) => ({
    source: 'erp-prod',
    entity: `kumquat.${status}.${index + 1}`,
    status,
    ...members,
  }));
}

const rules = {
  'enum-value-added': {
    detects: 'The ERP can now hold a value that the contract does not list.',
    advice: 'Map the new value, or let the reader keep what it does not know; then accept it.',
  },
  'max-length-lowered': {
    detects: 'Longer values are no longer taken.',
    advice: 'Shorten what is sent; then accept it.',
  },
  'maybe-mandatory-field-added': {
    detects:
      'The ERP has a new field and calls it required; its metadata cannot tell whether create demands it.',
    advice: 'Try a create without the field on a test system, or send a value; then accept it.',
  },
  'field-removed': {
    detects: 'The field is gone.',
    advice: 'Take the field out of the integration, or bring it back in the ERP; then accept it.',
  },
  'field-renamed': {
    detects: 'The field is gone, and one that is most probably the same has another name.',
    advice: 'Use the new name in the integration; then accept it.',
  },
};

const labelChange = finding({
  rule: 'label-changed',
  path: { source: 'erp-prod', entity: 'kumquat.order', field: 'note' },
  fingerprint: 'a1b2c3d4e5f6',
  before: 'Terms',
  after: 'Conditions',
  effect: { read: 'same', create: 'same', update: 'same' },
  silent: true,
  verdict: 'info',
  judgements: [judged({ verdict: 'info' })],
});
const unused = finding({
  path: { source: 'erp-prod', entity: 'kumquat.order', field: 'priority' },
  fingerprint: 'b2c3d4e5f6a7',
  verdict: 'info',
  judgements: [
    judged({
      verdict: 'info',
      changedFrom: { verdict: 'breaking', by: 'usage', why: 'webshop-orders does not use priority' },
    }),
  ],
});

/** A place in the contract of an entity of `erp-prod`. */
const placed = (entity: string, line: number): ContractPlace => ({
  file: `contracts/erp-prod/${entity}.json`,
  line,
  column: 5,
});
const letPass = finding({
  rule: 'field-removed',
  path: { source: 'erp-prod', entity: 'kumquat.order', field: 'legacy_code' },
  before: { type: ['string', 'null'], maxLength: 8, 'x-seam': { nativeType: 'char' } },
  after: undefined,
  at: placed('kumquat.order', 31),
  writeFault: 'unknown-field',
  onWrite: 'rejects',
  fingerprint: 'c0ffee123456',
  waived: {
    reason: 'The shop stops sending it with release 4.2.',
    owner: 'team-commerce',
    until: '2026-12-24',
  },
});

const notCompared: Coverage['notCompared'] = [
  { facet: 'naming', why: 'the contract does not record it yet' },
];

const crmSync = { seam: 'crm-sync', owner: 'team-sales', runbook: 'https://wiki.example.com/crm-sync' };

/** What DESIGN.md's reader at 2 am sees: three that break, one warning, one let pass, the rest collapsed. */
export const drift = report({
  findings: [
    labelChange,
    unused,
    letPass,
    finding({
      at: placed('kumquat.order', 64),
      before: ['draft', 'sent', 'sale', 'done', 'cancel'],
      after: ['draft', 'sent', 'sale', 'done', 'cancel', 'waiting'],
      proof: { kind: 'witness', direction: 'read', document: { state: 'waiting' } },
      notes: [{ label: 'origin', text: 'module kumquat_loyalty' }],
    }),
    finding({
      rule: 'max-length-lowered',
      path: { source: 'erp-prod', entity: 'kumquat.order.line', field: 'name' },
      at: placed('kumquat.order.line', 22),
      fingerprint: '19bb02a4c6d8',
      before: 64,
      after: 16,
      effect: { read: 'narrows', create: 'narrows', update: 'narrows' },
      writeFault: 'too-long',
      onWrite: 'alters',
      judgements: [
        judged({ direction: 'create' }),
        judged({ direction: 'update' }),
        judged({ ...crmSync, direction: 'read', verdict: 'info' }),
      ],
    }),
    finding({
      rule: 'maybe-mandatory-field-added',
      path: { source: 'erp-prod', entity: 'kumquat.order', field: 'x_cost_center' },
      at: placed('kumquat.order', 10),
      fingerprint: '5e0d41f2b7a9',
      before: undefined,
      after: {
        type: ['string', 'null'],
        maxLength: 16,
        'x-seam': { nativeType: 'char', required: 'unknown', requiredBy: ['user-interface'] },
      },
      effect: { read: 'same', create: 'unknown', update: 'same' },
      scope: 'document',
      writeFault: 'missing-value',
      onWrite: 'rejects',
      proof: { kind: 'unproven', why: 'Odoo enforces a manual field only if no row was empty' },
      verdict: 'warning',
      judgements: [
        judged({ direction: 'create', verdict: 'warning' }),
        judged({
          ...crmSync,
          direction: 'create',
          verdict: 'info',
          changedFrom: { verdict: 'warning', by: 'policy', why: '`rules` in seam.yaml' },
        }),
      ],
      notes: [{ label: 'origin', text: 'custom' }],
    }),
    finding({
      rule: 'field-renamed',
      path: { source: 'erp-prod', entity: 'kumquat.partner', field: 'ref' },
      at: placed('kumquat.partner', 48),
      fingerprint: '83ad90cb1e52',
      before: 'ref',
      after: 'reference',
      judgements: [judged(crmSync)],
      notes: [
        { label: 'why', text: 'same label "Reference", same type char; `ref` is gone' },
        { label: 'confidence', text: '0.93' },
      ],
    }),
  ],
  coverage: [
    ...covered(34).map((each, index) => (index < 2 ? { ...each, notCompared } : each)),
    ...['kumquat.order', 'kumquat.order.line', 'kumquat.partner'].map((entity) => ({
      source: 'erp-prod',
      entity,
      status: 'drifted' as const,
    })),
    {
      source: 'erp-prod',
      entity: 'hr.employee',
      status: 'unreadable',
      why: 'The account lacks the group "Employees / Officer".',
      fix: 'Add the account to the group, or exclude the entity with "!hr.employee".',
      at: { file: 'contracts/erp-prod/hr.employee.json', line: 1 },
    },
  ],
  rules,
  exit: { code: 1, all: [1, 3] },
});

/** Nothing to say. */
export const clean = report({
  sources: [odoo, crm],
  coverage: [...covered(38), ...covered(12, { source: 'crm' })],
});

const failure = {
  code: 'source-unauthorised',
  why: 'Odoo answered 200 with its login page instead of JSON.',
  where: { source: 'erp-prod', method: 'POST', url: 'https://erp.example.com/jsonrpc' },
  fix: 'Check ODOO_API_KEY: keys end when their user is archived, and after 3 months on Odoo 19.',
};

/** No source answered. */
export const dark = report({
  sources: [{ name: 'erp-prod', connector: 'odoo', failure }],
  coverage: covered(38, { status: 'unreadable', why: failure.why }),
  exit: { code: 3, all: [3] },
});

/** One source drifted, one is dark, one is judged from a pull file against the contracts of another and clean. */
export const mixed = report({
  sources: [
    { ...crm, pulledAt: '2026-11-02T03:00:00Z', contractsOf: 'erp-prod' },
    { name: 'erp-prod', connector: 'odoo', failure },
    {
      name: 'erp-uat',
      connector: 'odoo',
      product: 'Odoo',
      version: '18.0',
      contractVersion: '17.0',
      contractsOf: 'erp-prod',
    },
  ],
  findings: [
    finding({
      rule: 'field-removed',
      path: { source: 'erp-uat', entity: 'Kumquat Invoice', field: 'items.qty' },
      before: { type: 'number', 'x-seam': { nativeType: 'Float' } },
      after: undefined,
      judgements: [
        { direction: 'read', verdict: 'breaking' },
        { direction: 'create', verdict: 'breaking' },
        { direction: 'update', verdict: 'breaking' },
      ],
      writeFault: 'unknown-field',
      onWrite: 'alters',
    }),
  ],
  coverage: [
    ...covered(12, { source: 'crm' }),
    ...covered(38, { status: 'unreadable', why: failure.why }),
    { source: 'erp-uat', entity: 'Kumquat Invoice', status: 'drifted' },
    { source: 'erp-uat', entity: 'kumquat.wizard', status: 'skipped', why: 'It keeps no records.' },
    {
      source: 'erp-uat',
      entity: 'kumquat.new',
      status: 'not-contracted',
      fix: 'seam snapshot erp-prod kumquat.new',
    },
  ],
  rules: { 'field-removed': rules['field-removed'] },
  exit: { code: 1, all: [1, 3] },
});

/** One of each outcome. */
export const snapshot: SnapshotReport = {
  format: 1,
  seamVersion: '1.2.3',
  command: 'snapshot',
  dryRun: false,
  duration: 1_234,
  folder: 'contracts',
  sources: [odoo],
  entities: [
    { source: 'erp-prod', entity: 'kumquat.order.line', outcome: 'new', fields: 64 },
    {
      source: 'erp-prod',
      entity: 'kumquat.order',
      outcome: 'changed',
      fields: 80,
      changedFields: ['state', 'x_cost_center'],
    },
    ...Array.from({ length: 36 }, (_, index) => ({
      source: 'erp-prod',
      entity: `kumquat.${index}`,
      outcome: 'unchanged' as const,
    })),
    { source: 'erp-prod', entity: 'kumquat.report', outcome: 'gone' },
    {
      source: 'erp-prod',
      entity: 'hr.employee',
      outcome: 'unreadable',
      why: 'The account lacks the group "Employees / Officer".',
      fix: 'Add the account to the group.',
    },
  ],
  exit: { code: 3, all: [3] },
};
