import { describe, expect, test } from 'vitest';
import type { NightOf } from './nights.ts';
import { channel, configOf, finding, play, shortly } from './nights.ts';

const code = finding('code');
const nobody = { judgements: [{ direction: 'read' as const, verdict: 'breaking' as const }] };
const waived = { ...code, waived: { reason: 'agreed', until: '2026-12-24' } };

describe('over the nights', () => {
  test.each<[what: string, nights: readonly NightOf[], told: readonly (readonly string[])[]]>([
    ['what stays is told once', [{ findings: [code] }, { findings: [code] }], [['new code'], []]],
    ['what goes is told as over', [{ findings: [code] }, {}, {}], [['new code'], ['resolved code'], []]],
    [
      'what changes is told as changed, not as over',
      [{ findings: [code] }, { findings: [{ ...code, after: 6, fingerprint: 'aaaaaaaaaaaa' }] }],
      [['new code'], ['changed code']],
    ],
    [
      'what is waived is told as over',
      [{ findings: [code] }, { findings: [waived] }],
      [['new code'], ['waived code']],
    ],
    ['whose waiver ends is told again', [{ findings: [waived] }, { findings: [code] }], [[], ['new code']]],
    [
      'what gets worse is told',
      [{ findings: [finding('code', { verdict: 'warning' })] }, { findings: [code] }],
      [['new code'], ['worse code']],
    ],
    ['what is info is never told', [{ findings: [finding('code', { verdict: 'info' })] }], [[]]],
    [
      'what cannot be looked at is neither over nor new',
      [{ findings: [code] }, { unreadable: 'kumquat.order' }, { findings: [code] }],
      [['new code'], [], []],
    ],
    [
      'what comes back is told, and from the second time on only that it comes and goes',
      [
        { findings: [code] },
        {},
        { findings: [code] },
        {},
        { findings: [code] },
        {},
        { findings: [code] },
        {},
        {},
        {},
      ],
      [
        ['new code'],
        ['resolved code'],
        ['returned code'],
        ['resolved code'],
        ['flapping code'],
        [],
        [],
        [],
        [],
        ['resolved code'],
      ],
    ],
    [
      'a source that is down is told from the second night on, and when it is back',
      [{ dark: 'source-unreachable' }, { dark: 'source-unreachable' }, { dark: 'source-unreachable' }, {}],
      [[], ['dark erp'], [], ['readable erp']],
    ],
    [
      'drift of a source that is down stays open',
      [{ findings: [code] }, { dark: 'source-timeout' }, {}],
      [['new code'], [], ['resolved code']],
    ],
    [
      'what stays for a week is told again',
      Array.from({ length: 9 }, () => ({ findings: [code] })),
      [['new code'], [], [], [], [], [], [], ['open code'], []],
    ],
  ])('%s', (_, nights, told) => {
    expect(play(nights).alerts.map(shortly)).toEqual(
      told.map((items) => (items.length === 0 ? [] : [`hook team-press: ${items.join(', ')}`])),
    );
  });

  test('firstSeen and the version that brought it stay, whatever comes later', () => {
    const { alerts, state } = play([
      { version: '17.0' },
      { findings: [code], version: '17.1' },
      { findings: [code] },
    ]);
    const since = '2026-11-02T02:00:00.000Z';
    expect(alerts[1]?.[0]?.news).toMatchObject([{ since, version: 'Odoo 17.1' }]);
    expect(state.drift).toMatchObject([
      { firstSeen: since, lastSeen: '2026-11-03T02:00:00.000Z', run: 'run-1' },
    ]);
  });
});

describe('an alert goes', () => {
  const told = (config: Parameters<typeof play>[1], ...findings: Parameters<typeof finding>[]) =>
    play([{ findings: findings.map((each) => finding(...each)) }], config).alerts.flatMap(shortly);

  test('to the channels of the seam instead of the default ones', () => {
    const channels = [channel('hook'), channel('press')];
    expect(told(configOf({ channels }, { notify: ['press'] }), ['code'])).toEqual([
      'press team-press: new code',
    ]);
  });

  test('to the default ones for a contract that no seam names', () => {
    expect(told(undefined, ['code', nobody])).toEqual(['hook contracts that no seam names: new code']);
  });

  test('not through a channel for worse things', () => {
    const channels = [channel('hook', 'webhook', { atLeast: 'breaking' })];
    expect(told(configOf({ channels }), ['code', { verdict: 'warning' }], ['grade'])).toEqual([
      'hook team-press: new grade',
    ]);
  });

  test('once to the owner of several seams, and for each seam where a channel has a thing for each', () => {
    const both = (field: string) =>
      [
        field,
        {
          judgements: ['juice-press', 'peel-works'].map((seam) => ({
            seam,
            owner: 'team-press',
            direction: 'read' as const,
            verdict: 'breaking' as const,
          })),
        },
      ] as const;
    const channels = [channel('hook'), channel('pager', 'pagerduty')];
    const config = configOf({ channels, default: ['hook', 'pager'] });
    expect(told(config, [...both('code')], [...both('grade')]).toSorted()).toEqual([
      'hook team-press: new code, new grade',
      'pager juice-press: new code, new grade',
      'pager peel-works: new code, new grade',
    ]);
  });

  test('to nobody where seam.yaml names no channel', () => {
    expect(told(configOf({ channels: [], default: [] }), ['code'])).toEqual([]);
  });
});
