import type { OutgoingAlert } from '../../src/model/alert.ts';
import type { ChannelConfig, Config } from '../../src/model/config.ts';
import type { Verdict } from '../../src/model/drift.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import type { Seen } from '../../src/model/scan.ts';
import { darkKey, emptyState, type ScanState } from '../../src/model/scan-state.ts';
import { alertsOf } from '../../src/notify/alerts.ts';
import { keyOf, remember, withRun } from '../../src/scan/remember.ts';

/** What a night finds of the source `erp`: findings by the field, and whether it could be looked at. */
export type NightOf = {
  readonly findings?: readonly Partial<Finding>[];
  readonly dark?: string;
  /** Entity that could not be read. */
  readonly unreadable?: string;
  readonly version?: string;
};

/** A finding about `kumquat.order` that breaks the seam `juice-press`. */
export function finding(field: string, more: Partial<Finding> = {}): Finding {
  const verdict: Verdict = more.verdict ?? 'breaking';
  const judgement = { seam: 'juice-press', owner: 'team-press', direction: 'read' as const, verdict };
  return {
    rule: 'max-length-lowered',
    path: { source: 'erp', entity: 'kumquat.order', field },
    before: 12,
    after: 8,
    effect: { read: 'widens', create: 'same', update: 'same' },
    proof: { kind: 'rule' },
    scope: 'value',
    fingerprint: Buffer.from(field.padEnd(6, '-')).toString('hex').slice(0, 12),
    verdict,
    judgements: [{ ...judgement, runbook: 'https://wiki.example.com/press' }],
    ...more,
  };
}

export const channel = (
  name: string,
  type = 'webhook',
  more: Partial<ChannelConfig> = {},
): ChannelConfig => ({
  name,
  type,
  atLeast: 'warning',
  transport: {},
  options: { url: `https://${name}.example.com` },
  ...more,
});

/** A config with the seam `juice-press`, told through the channel `hook`. */
export function configOf(
  notify: Partial<Config['notify']> = {},
  seam: Partial<Config['seams'][number]> = {},
): Pick<Config, 'seams' | 'notify' | 'sources'> {
  const use = { source: 'erp', entity: 'kumquat.order', directions: ['read' as const], strict: false };
  return {
    sources: [{ name: 'erp', connector: 'odoo', entities: [], transport: {}, options: {} }],
    seams: [{ name: 'juice-press', owner: 'team-press', uses: [use], ...seam }],
    notify: {
      channels: [channel('hook')],
      default: ['hook'],
      remindAfterDays: 7,
      unreadableAfter: 2,
      ...notify,
    },
  };
}

/** Plays nights one after the other, a day apart, and gives the alerts of each. */
export function play(
  nights: readonly NightOf[],
  config = configOf(),
): { readonly alerts: readonly (readonly OutgoingAlert[])[]; readonly state: ScanState } {
  let state = emptyState;
  const alerts = nights.map((night, index) => {
    const seen = seenOf(night, index);
    const remembered = remember(state, seen);
    const told = alertsOf(state.told, {
      run: seen.run,
      configs: new Map([['seam.yaml', config]]),
      drift: remembered.sightings.map((each) => ({ ...each, key: keyOf(each.known) })),
      known: new Map(remembered.state.drift.map((each) => [keyOf(each), each])),
      dark: new Map(remembered.dark.map((each) => [darkKey(each), each])),
      kindOf: (type) => (['pagerduty', 'github', 'gitlab'].includes(type) ? 'seam' : 'owner'),
    });
    state = withRun({ ...remembered.state, told: told.told }, seen, 0, new Map([['seam.yaml', config]]));
    return told.alerts;
  });
  return { alerts, state };
}

/** What a night's alerts tell, in short: `hook team-press: new code`. */
export function shortly(alerts: readonly OutgoingAlert[]): readonly string[] {
  return alerts.map(({ channel: name, audience, what, news, over, open }) => {
    const items = [...news, ...over, ...(what === 'reminder' ? open : [])];
    const told = items.map(({ mark, field, entity, source }) => `${mark} ${field ?? entity ?? source}`);
    return `${name} ${audience.name}: ${told.sort().join(', ')}`;
  });
}

function seenOf({ findings = [], dark, unreadable, version = '17.0' }: NightOf, index: number): Seen {
  const at = new Date(Date.UTC(2026, 10, 1 + index, 2)).toISOString();
  const failure = dark === undefined ? {} : { failure: { code: dark, why: 'It is away.' } };
  const entity = (name: string) => ({
    source: 'erp',
    entity: name,
    status: dark !== undefined || name === unreadable ? ('unreadable' as const) : ('clean' as const),
  });
  const report: Report = {
    format: 1,
    seamVersion: '0.0.0',
    command: 'check',
    failOn: 'warning',
    duration: 1,
    sources: [{ name: 'erp', connector: 'odoo', product: 'Odoo', version, ...failure }],
    findings: findings as readonly Finding[],
    coverage: [entity('kumquat.order'), entity('kumquat.crate')],
    rules: {},
    exit: { code: 0, all: [0] },
  };
  return {
    format: 1,
    seamVersion: '0.0.0',
    command: 'scan',
    run: { id: `run-${index}`, at, trace: '0af7651916cd43dd8448eb211c80319c' },
    duration: 1,
    projects: [{ project: 'seam.yaml', sources: ['erp'], report }],
  };
}
