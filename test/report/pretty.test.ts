import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model/report.js';
import { columns } from '../../src/report/columns.js';
import type { Paint } from '../../src/report/format.js';
import { prettyFormat } from '../../src/report/pretty.js';
import { anyReport } from './arbitrary.js';
import {
  clean,
  covered,
  drift,
  everything,
  finding,
  judged,
  mixed,
  odoo,
  options,
  report,
} from './reports.js';

const render = (value: Report, given = options) => prettyFormat.render(value, given);
/** The text without line breaks and alignment: what is said, wherever it was wrapped. */
const said = (value: Report, given = options) => render(value, given).replace(/\s+/g, '');
const withFinding = (members: Partial<Finding>) =>
  report({
    findings: [finding(members)],
    coverage: covered(1, { status: 'drifted' }),
    exit: { code: 1, all: [1] },
  });
const lines = (text: string) => text.split('\n');

describe('the lines of the pretty report', () => {
  test.each([40, 80, 120])('fit into %i columns, but for web addresses and commands', (width) => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (value, all) => {
        const wide = lines(render(value, { ...options, width, all })).filter((line) => columns(line) > width);
        expect(
          wide.filter(
            (line) => !/https?:\/\/|^ +(?:next +)?seam (?:accept|waive) /.test(line) && !isFrame(line, value),
          ),
        ).toEqual([]);
      }),
    );
  });

  test('have no spaces at their ends', () => {
    fc.assert(fc.property(anyReport, (value) => !/ \n/.test(render(value))));
  });
});

/** A frame is shown as it is: its carets must stay under their place. */
function isFrame(line: string, { sources }: Report): boolean {
  return line !== '' && sources.some(({ failure }) => failure?.frame !== undefined);
}

test('colour adds nothing but colour', () => {
  const tagged = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const names = ['bold', 'dim', 'red', 'yellow', 'green', 'cyan'] as const;
  const paint = Object.fromEntries(names.map((name) => [name, tagged(name)])) as unknown as Paint;
  for (const value of [drift, clean, mixed]) {
    const coloured = render(value, { ...options, paint });
    expect(coloured).toContain('</');
    expect(coloured.replace(/<\/?(?:bold|dim|red|yellow|green|cyan)>/g, '')).toBe(render(value));
  }
});

const at = (entity: string, members: Partial<Finding> = {}) =>
  finding({ path: { source: 'erp-prod', entity, field: 'f' }, ...members });

describe('the findings', () => {
  test('stand worst first, those that the ERP alters silently before the others, then by path', () => {
    const findings = [
      at('e', { verdict: 'warning' }),
      at('d', { verdict: 'warning', onWrite: 'alters' }),
      at('c'),
      at('b', { onWrite: 'rejects' }),
      at('z', { onWrite: 'alters' }),
    ];
    const heads = lines(render(report({ findings }))).filter((line) => /^[✖!] /.test(line));
    expect(heads.map((line) => line.slice(0, 3))).toEqual(['✖ z', '✖ b', '✖ c', '! d', '! e']);
  });

  test('that break nobody are a count, until --all', () => {
    const harmless = at('kumquat', { verdict: 'info', judgements: [judged({ verdict: 'info' })] });
    const value = report({ findings: [harmless, { ...harmless, silent: true }], coverage: covered(2) });
    expect(render(value)).toMatch(
      /^· 1 change that breaks nobody, 1 change of labels or layout +seam check --all$/m,
    );
    expect(render(value)).not.toContain('enum-value-added');
    expect(render(value, everything)).toContain('enum-value-added');
  });

  test('that break nobody are counted in as many lines as it takes, with the command behind the last', () => {
    const by = (kind: 'usage' | 'policy' | 'hidden') =>
      at('k', {
        verdict: 'info',
        judgements: [judged({ verdict: 'info', changedFrom: { verdict: 'breaking', by: kind, why: 'w' } })],
      });
    const findings = [by('usage'), by('policy'), by('hidden'), at('k', { verdict: 'info', silent: true })];
    expect(render(report({ findings, coverage: covered(2) }))).toContain(
      [
        '· 1 change that `rules` in seam.yaml tolerate, 1 change of what is hidden, 1',
        '  change that no seam uses, 1 change of labels or layout        seam check --all',
      ].join('\n'),
    );
  });

  test('that break nobody are shown where they fail the check', () => {
    const value = withFinding({ verdict: 'info', judgements: [judged({ verdict: 'info' })] });
    const text = render({ ...value, failOn: 'info' });
    expect(text).toContain('· kumquat.order  state');
    expect(text).toContain('1 info → exit 1');
  });

  test('of a source that the config does not have are told too', () => {
    const path = { source: 'erp-old', entity: 'kumquat.order' };
    const text = render(
      withFinding({ rule: 'contract-without-source', path, before: undefined, after: undefined }),
    );
    expect(text).toContain('erp-old · no source of seam.yaml');
    expect(text).not.toMatch(/seam (?:accept|waive)/);
  });
});

describe('whom a finding breaks', () => {
  test('is never cut, however many they are', () => {
    const judgements = Array.from({ length: 60 }, (_, index) => judged({ seam: `seam-${index}` }));
    const text = render(withFinding({ judgements }));
    expect(judgements.filter(({ seam }) => !text.includes(`${seam} (reads)`))).toEqual([]);
  });

  test('is one line for a seam with its directions', () => {
    const judgements = [judged({ direction: 'update' }), judged({ direction: 'read' })];
    expect(render(withFinding({ judgements }))).toContain(
      'breaks    webshop-orders (reads, updates) · team-commerce',
    );
  });

  test('is anyone, where no seam names the contract', () => {
    const judgements = [{ direction: 'read', verdict: 'breaking' }] as const;
    expect(render(withFinding({ judgements }))).toContain('whoever reads (no seam names this contract)');
  });

  test.each(['usage', 'policy', 'hidden'] as const)('says what %s changed, and why', (by) => {
    const changedFrom = { verdict: 'breaking', by, why: 'because of kumquats' } as const;
    const text = said(
      withFinding({ judgements: [judged(), judged({ seam: 'crm', verdict: 'info', changedFrom })] }),
    );
    expect(text).toContain(`crm(reads):breaking→infoby${by},becauseofkumquats`);
  });

  test('names three that do not use the field, and the others with --all', () => {
    const judgements = Array.from({ length: 30 }, (_, index) =>
      judged({
        seam: `seam-${index}`,
        verdict: 'info',
        changedFrom: { verdict: 'breaking', by: 'usage', why: `seam-${index} does not use it` },
      }),
    );
    const value = withFinding({ judgements: [judged(), ...judgements] });
    expect(render(value)).toContain('and 27 more seams that do not use it');
    expect(render(value)).not.toContain('seam-3 ');
    expect(said(value, everything)).toContain('seam-29doesnotuseit');
  });
});

describe('the difference', () => {
  test('of two long lists names what came and what went', () => {
    const before = Array.from({ length: 597 }, (_, index) => `zone-${index}`);
    const after = [...before.slice(0, 300), 'Kumquat/Island', ...before.slice(301)];
    const text = render(withFinding({ before, after }));
    expect(text).toMatch(/was +zone-0, .*and 577 more\n/s);
    expect(text).toMatch(/now +also Kumquat\/Island; without zone-300\n/);
  });

  test.each([
    ['what came', ['a', 'b'], ['a', 'x', 'b'], 'also x'],
    ['what went', ['a', 'b', 'c'], ['a', 'c'], 'without b'],
    ['both', ['a', 'b'], ['b', 'x'], 'also x; without a'],
    ['also that the others moved', ['a', 'b'], ['x', 'b', 'a'], 'also x; the others in another order'],
    ['the whole list where only its order is another', ['a', 'b'], ['b', 'a'], 'b, a'],
    ['the whole list where nothing stayed', ['a'], ['x', 'y'], 'x, y'],
    ['a text that looks like a number as one', [1], [1, '1'], 'also "1"'],
  ])('of two lists says %s', (_, before, after, now) => {
    expect(lines(render(withFinding({ before, after })))).toContain(`    now       ${now}`);
  });

  test('of what holds of a field or does not is yes and no; a default is a value', () => {
    const flags = { before: false, after: true };
    expect(render(withFinding({ ...flags, rule: 'read-only-set' }))).toMatch(/was +no\n +now +yes\n/);
    expect(render(withFinding({ ...flags, rule: 'default-changed' }))).toMatch(/was +false\n +now +true\n/);
  });

  test('of two long lists in another order says so', () => {
    const before = Array.from({ length: 40 }, (_, index) => `v${index}`);
    expect(render(withFinding({ before, after: [...before].reverse() }))).toMatch(
      /now +the same 40 in another order/,
    );
  });

  test('of what is gone says that it is gone', () => {
    expect(render(withFinding({ before: 64, after: undefined }))).toMatch(/was +64\n +now +gone\n/);
  });

  test('of what has come is what is now', () => {
    expect(render(withFinding({ before: undefined, after: 64 }))).not.toMatch(/ was /);
  });
});

describe('the next commands', () => {
  const next = (found: Partial<Finding>, contractsOf?: string) => {
    const value = withFinding({ fingerprint: '7f3a9c0d1e2f', ...found });
    const sources = [{ ...odoo, ...(contractsOf === undefined ? {} : { contractsOf }) }];
    return lines(render({ ...value, sources }))
      .filter((line) => /seam (?:accept|waive) /.test(line))
      .map((line) => line.trim().replace(/^next +/, ''));
  };
  const path = { source: 'erp-prod', entity: 'Sales Invoice' };
  const waive = "seam waive 7f3a9c --until YYYY-MM-DD --reason '…'";

  test('agree to the finding, or let it pass, by the beginning of its fingerprint', () => {
    expect(next({ path })).toEqual(["seam accept 7f3a9c --reason '…'", waive]);
  });

  test('are not told of what is let pass already', () => {
    expect(next({ path, waived: { reason: 'agreed', until: '2027-01-31' } })).toEqual([]);
  });

  test('do not agree to what may only be hidden', () => {
    expect(next({ path, rule: 'entity-removed-or-hidden' })).toEqual([waive]);
  });

  test.each([
    ['Sales Invoice', "'Sales Invoice'"],
    ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
    ['--all', '--all'],
    ['', "''"],
  ])(
    'are about the source whose contracts they are, with the entity "%s" as one word of a shell',
    (entity, word) => {
      const [first] = next({ path: { source: 'erp-prod', entity } }, 'erp-main');
      expect(first).toBe(`seam accept --source erp-main --reason '…' -- ${word}`);
    },
  );
});

test('the shown beginning of a fingerprint is that of no other finding', () => {
  const value = withFinding({ fingerprint: '7f3a9c0d1e2f' });
  const other = withFinding({ fingerprint: '7f3a9c0dffff' });
  const text = render({ ...value, findings: [...value.findings, ...other.findings] });
  expect(text).toContain('seam accept 7f3a9c0d1 ');
  expect(text).toContain('seam accept 7f3a9c0df ');
});

test('with --all every fact of a finding is told', () => {
  const whole: Finding = {
    rule: 'enum-value-added',
    path: { source: 'erp-prod', entity: 'kumquat.order', field: 'lines.state' },
    before: ['draft'],
    after: ['draft', 'waiting'],
    effect: { read: 'widens', create: 'narrows', update: 'crosses' },
    strictRead: 'unknown',
    proof: { kind: 'witness', direction: 'create', document: { state: 'gone' } },
    scope: 'document',
    silent: true,
    writeFault: 'bad-value',
    notes: [{ label: 'origin', text: 'module kumquat_loyalty' }],
    fingerprint: '7f3a9c0d1e2f',
    verdict: 'breaking',
    judgements: [
      judged({ seam: 'a', owner: 'team-a', runbook: 'https://a.example.com', direction: 'create' }),
      judged({
        seam: 'b',
        owner: 'team-b',
        verdict: 'warning',
        changedFrom: { verdict: 'info', by: 'policy', why: 'rules' },
      }),
      judged({ seam: 'c', owner: 'team-c', verdict: 'info' }),
    ],
    onWrite: 'alters',
  };
  const text = said(report({ findings: [whole], coverage: covered(1) }), everything);
  const facts = [
    'enum-value-added',
    'kumquat.order',
    'lines.state',
    'alsowaiting',
    'readwidens',
    'createnarrows',
    'updatecrosses',
    'strictreadunknown',
    '{"state":"gone"}',
    'wholedocument',
    'silent',
    'bad-value',
    'origin',
    'modulekumquat_loyalty',
    '7f3a9c0d1e2f',
    '✖',
    'breaksa(creates)·team-a·https://a.example.com',
    'concernsb(reads)·team-b',
    'info→warningbypolicy',
    'safeforc(reads)·team-c',
    'silentlyaltered',
  ];
  expect(facts.filter((fact) => !text.includes(fact))).toEqual([]);
});

describe('coverage', () => {
  const ends = (members: Partial<Report>) => render(report(members));

  test('tells each entity that could not be read, those with one reason together', () => {
    const unreadable = covered(60, {
      status: 'unreadable',
      why: 'The account may not.',
      fix: 'Give it the right.',
    });
    const text = ends({ coverage: [...covered(2), ...unreadable], exit: { code: 3, all: [3] } });
    expect(text).toMatch(
      /\? kumquat\.unreadable\.1, .*and 40 more\n +The account may not\.\n +→ Give it the right\.\n/s,
    );
    expect(text).toContain('2 of 62 contracts checked, no drift in them → exit 3');
  });

  test('tells twenty reasons, how many entities are left out, and all of them with --all', () => {
    const unreadable = covered(60, { status: 'unreadable' }).map((each) => ({
      ...each,
      why: `No ${each.entity}.`,
    }));
    const value = report({ coverage: unreadable, exit: { code: 3, all: [3] } });
    expect(render(value)).toContain('  ? and 40 more: seam check --all\n');
    expect(render(value, everything)).toContain('No kumquat.unreadable.60.');
  });

  test('says of a source without findings what could not be read', () => {
    const coverage = [...covered(2), ...covered(1, { status: 'unreadable' })];
    expect(ends({ coverage, exit: { code: 3, all: [3] } })).toMatch(
      /2 contracts clean, 1 could not be read\n/,
    );
  });

  test('tells facets that were not compared, by the reason', () => {
    const why = 'the contract does not record it yet';
    const notCompared = [{ facet: 'unit', why } as const, { facet: 'naming', why } as const];
    expect(ends({ coverage: covered(36, { notCompared }) })).toContain(
      'not compared in 36 contracts: naming, unit (the contract does',
    );
  });

  test('counts what nobody has contracted', () => {
    expect(ends({ coverage: [...covered(1), ...covered(30, { status: 'not-contracted' })] })).toMatch(
      /- 30 entities without a contract: kumquat.*and 10 more\n1 of 1 checked/s,
    );
  });
});

describe('the last line but one', () => {
  const lastButOne = (findings: readonly Finding[]) =>
    lines(render(report({ findings, coverage: covered(1), exit: { code: 1, all: [1] } })).trimEnd()).at(-2);

  test('says whom to wake: those with most findings first', () => {
    const crm = judged({ seam: 'crm-sync', owner: 'team-sales' });
    const { owner: _, ...orphan } = judged({ seam: 'night-export' });
    const findings = [
      finding({ judgements: [judged(), orphan] }),
      finding({ judgements: [crm] }),
      finding({ judgements: [crm] }),
    ];
    expect(lastButOne(findings)).toBe(
      'breaks crm-sync (team-sales), webshop-orders (team-commerce), night-export',
    );
  });

  test('says whom warnings concern where nothing breaks', () => {
    const judgements = [judged({ verdict: 'warning' })];
    expect(lastButOne([finding({ verdict: 'warning', judgements })])).toBe(
      'concerns webshop-orders (team-commerce)',
    );
  });

  test('is not there where no seam is named', () => {
    const judgements = [{ direction: 'read', verdict: 'breaking' }] as const;
    expect(lastButOne([finding({ judgements })])).toBe('');
  });
});

describe('a finding that is let pass', () => {
  const waived = { reason: 'the release follows', owner: 'team-erp', until: '2026-12-24' };

  test('is marked, says who lets it pass and until when, and stands after the others', () => {
    const later = at('a', { waived });
    const text = render(report({ findings: [later, at('z')], coverage: covered(2, { status: 'drifted' }) }));
    expect(text).toMatch(
      /✖ z .*○ a {2}f +enum-value-added\n {4}waived {4}until 2026-12-24 by team-erp: the release follows\n/s,
    );
    expect(text).toMatch(/1 breaking, 1 waived/);
  });

  test('does not count for the outcome', () => {
    const value = report({ findings: [at('a', { waived })], coverage: covered(1, { status: 'drifted' }) });
    expect(render(value)).toMatch(/\n1 waived; 1 of 1 checked, no other drift \(2\.1 s\) → exit 0\n$/);
    expect(render({ ...value, exit: { code: 1, all: [1] } })).not.toContain('breaks webshop-orders (team');
  });

  test('tells all there is with --all', () => {
    const value = report({ findings: [at('a', { waived })], coverage: covered(1) });
    expect(render(value)).not.toContain('next');
    expect(render(value, everything)).toContain('next');
  });
});

describe('the proof', () => {
  const proof = (members: Partial<Finding>) => said(withFinding(members));
  const witness = { kind: 'witness', direction: 'create', document: { name: 'é'.repeat(65) } } as const;

  test('of a reader is a document that can be returned now', () => {
    expect(proof({ proof: { ...witness, direction: 'read', document: { state: 'x' } } })).toContain(
      'proof{"state":"x"}canbereturnednow;thecontractdoesnotallowit',
    );
  });

  test.each([
    ['rejects', 'theERPrejectsitnow'],
    ['alters', 'theERPaltersitnow'],
    [undefined, 'theERPnolongertakesit'],
  ] as const)('of a writer says what the ERP does with the document: %s', (onWrite, words) => {
    const members = { proof: witness, ...(onWrite === undefined ? {} : { onWrite }) };
    expect(proof(members)).toContain(`isallowedbythecontractoncreate;${words}`);
  });

  test('shows how long a text is rather than what fills it', () => {
    expect(proof({ proof: witness })).toContain(`{"name":"${'é'.repeat(16)}…(65characters)"}`);
  });

  test('is not claimed where there is only a rule: then its sentence is told', () => {
    const value = withFinding({ rule: 'r' });
    const text = render({ ...value, rules: { r: { detects: 'It ripened.', advice: 'Eat it.' } } });
    expect(text).toMatch(/means +It ripened\./);
    expect(text).not.toContain('proof');
  });
});

describe('the last line', () => {
  const last = (members: Partial<Report>) => lines(render(report(members)).trimEnd()).at(-1);
  const warning = finding({ verdict: 'warning' });
  test.each([
    ['no drift', { coverage: covered(3) }, '3 of 3 checked, no drift (2.1 s)'],
    [
      'labels alone',
      { coverage: covered(3), findings: [finding({ verdict: 'info', silent: true })] },
      '3 of 3 checked, no drift (2.1 s)',
    ],
    [
      'drift below --fail-on',
      { coverage: covered(3), findings: [warning], failOn: 'breaking' },
      '1 warning; 3 of 3 checked, no drift at or above breaking (2.1 s) → exit 0',
    ],
    [
      'drift that earlier scans have seen',
      { coverage: covered(3), findings: [finding({ known: { standing: 'still', since: '2026-11-01' } })] },
      '1 breaking; 3 of 3 checked, no new drift at or above warning (2.1 s) → exit 0',
    ],
    [
      'drift that its own project lets pass',
      { coverage: covered(3), findings: [warning] },
      '1 warning; 3 of 3 checked, no drift that fails its project (2.1 s) → exit 0',
    ],
    [
      'drift',
      { coverage: covered(3), findings: [finding(), warning], exit: { code: 1, all: [1] } },
      '1 breaking, 1 warning → exit 1',
    ],
    [
      'several warnings',
      { coverage: covered(3), findings: [warning, warning], exit: { code: 1, all: [1] } },
      '2 warnings → exit 1',
    ],
    ['nothing to look at', { exit: { code: 3, all: [3] } }, 'nothing was checked → exit 3'],
  ] satisfies readonly (readonly [string, Partial<Report>, string])[])(
    'of a run with %s',
    (_, members, line) => {
      expect(last(members)).toBe(line);
    },
  );
});

test('a label of a million characters is shown shortened, and says so', () => {
  const text = render(withFinding({ before: 'k'.repeat(1_000_000) }));
  expect(text.length).toBeLessThan(2_000);
  expect(text).toContain('(and 999,600 more characters)');
});
