import type { OutgoingAlert } from '../../src/model/alert.ts';
import type { Finding } from '../../src/model/report.ts';
import { channel, configOf, finding, type NightOf, play } from './nights.ts';

/** What an ERP can call a thing, to say something else to whoever reads of it. */
const hostile =
  '<!channel> <script>alert(1)</script> @here **b** [x](javascript:a) \u202e\u001b[31m\n::error::|`\n/close';

/** Findings as long and as bad as an ERP can make them. */
function hostileFinding(_: unknown, index: number): Finding {
  const long = hostile.repeat(20);
  return finding(`${index}`, {
    path: { source: 'erp', entity: `${long}${index}`, field: `${long}${index}` },
    before: long,
    after: index === 0 ? '' : `${long}.`,
    fingerprint: index.toString(16).padStart(12, '0'),
  });
}

const plainFinding = (_: unknown, index: number): Finding =>
  finding(`field_${index}`, { fingerprint: index.toString(16).padStart(12, '0') });

const many = (make: typeof plainFinding): readonly Finding[] => Array.from({ length: 5_000 }, make);

const code = finding('code', { onWrite: 'alters', writeFault: 'too-long' });
const odd = finding('code', {
  judgements: ['javascript:alert(1)', `https://wiki.example.com/${'a'.repeat(4_000)}`, hostile].map(
    (runbook, index) => ({
      seam: index === 2 ? hostile : `press-${index}`,
      owner: 'team-press',
      direction: 'read' as const,
      verdict: 'breaking' as const,
      runbook,
    }),
  ),
});

/** Nights after which something was told, by what was. */
const stories = {
  'one change': [{ findings: [code] }],
  'what is over': [{ findings: [code] }, {}],
  'a reminder': Array.from({ length: 8 }, () => ({ findings: [code] })),
  'a change of the change': [
    { findings: [code] },
    { findings: [{ ...code, after: 6, fingerprint: 'aaaaaaaaaaaa' }] },
    {},
  ],
  'a source that is down': [{ dark: 'source-unreachable' }, { dark: 'source-unreachable' }, {}],
  'an entity that cannot be read': [{ unreadable: 'kumquat.order' }, { unreadable: 'kumquat.order' }],
  'runbooks and seams that are none': [{ findings: [odd] }],
  '5,000 changes': [{ findings: many(plainFinding) }],
  '5,000 hostile changes': [{ findings: many(hostileFinding) }],
} as const satisfies Readonly<Record<string, readonly NightOf[]>>;

/** A story of `alertsOf`. */
export type Story = keyof typeof stories;

/** All there are. */
export const storyNames = Object.keys(stories) as readonly Story[];

const told = new Map<string, readonly OutgoingAlert[]>();

/** The alerts of a story for a type of channel, in the order in which they are sent. */
export function alertsIn(story: Story, type: string): readonly OutgoingAlert[] {
  const key = `${type}: ${story}`;
  const known = told.get(key);
  if (known !== undefined) return known;
  const alerts = play(stories[story], configOf({ channels: [channel('hook', type)] })).alerts.flat();
  if (alerts.length === 0) throw new Error(`nobody is told of ${story}`);
  told.set(key, alerts);
  return alerts;
}
