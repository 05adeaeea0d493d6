import { directions, type WriteFault } from '../../model/drift.js';
import type { ContractPlace, Finding, Report, Waived } from '../../model/report.js';
import { type Extent, shortened } from '../words.js';
import { differenceOf } from './difference.js';
import type { Fact, Line } from './fact.js';
import { judgementFacts } from './judgements.js';
import { nextSteps } from './next.js';
import { proofWords } from './proof.js';

/** What is known of a finding, in the order in which a tired person needs it. */
export function factsOf(finding: Finding, report: Report, extent: Extent): readonly Fact[] {
  const { concerned, changed } = judgementFacts(finding.judgements, extent);
  const { was, now } = differenceOf(finding, extent);
  const { waived, at } = finding;
  const told = [
    ...fact('waived', waived === undefined ? undefined : waivedWords(waived, extent)),
    ...fact('was', was),
    ...fact('now', now),
  ];
  // Who lets it pass has read the rest; all of it is there with `all`.
  if (waived !== undefined && !extent.all) return [...told, ...concerned];
  return [
    ...told,
    ...concerned,
    ...fact('on write', onWriteWords(finding, extent)),
    ...changed,
    ...fact('means', meaningWords(finding, report)),
    ...fact('proof', proofWords(finding, extent)),
    ...noteFacts(finding, extent),
    ...fact('seen', finding.known === undefined ? undefined : knownWords(finding.known, extent)),
    ...fact('agreed', finding.agreed === undefined ? undefined : agreedWords(finding.agreed, extent)),
    ...(extent.all ? fact('effect', effectWords(finding)) : []),
    ...(extent.all ? fact('file', at === undefined ? undefined : placeWords(at)) : []),
    ...(extent.all ? fact('id', finding.fingerprint) : []),
    ...fact('next', ...nextSteps(finding, report)),
  ];
}

/** One fact, or none where nothing is known. */
function fact(label: string, ...lines: readonly (Line | undefined)[]): readonly Fact[] {
  const known = lines.filter((line) => line !== undefined);
  return known.length === 0 ? [] : [{ label, lines: known }];
}

/** `until 2026-12-24 by team-erp: the release follows`. */
export function waivedWords({ reason, owner, until }: Waived, extent: Extent): string {
  const who = owner === undefined ? '' : ` by ${shortened(owner, extent)}`;
  return `until ${shortened(until, extent)}${who}: ${shortened(reason, extent)}`;
}

const standings = {
  new: 'for the first time',
  changed: 'in place of another change',
  returned: 'again after it had gone',
  worse: 'worse than before',
  still: 'before',
} as const;

/** `before, since 2026-11-29 (Odoo 17.0)`. */
function knownWords({ standing, since, version }: Finding['known'] & object, extent: Extent): string {
  const then = version === undefined ? '' : ` (${shortened(version, extent)})`;
  return `${standings[standing]}, since ${since.slice(0, 10)}${then}`;
}

/** `2026-03-14 · Ada · 1a2b3c4d`. */
function agreedWords({ date, author, commit }: Finding['agreed'] & object, extent: Extent): string {
  return [date.slice(0, 10), shortened(author, extent), commit.slice(0, 8)].join(' · ');
}

/** `contracts/erp-prod/sale.order.json:12:5`, as editors and terminals follow it. */
export function placeWords({ file, line, column }: ContractPlace): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** What happens to a writer that goes on as before, by what it runs into. */
const altered: Readonly<Record<WriteFault, string>> = {
  'unknown-field': 'silently dropped: the write succeeds and the value is lost',
  'missing-value':
    'silently accepted: the record is saved without a value, or with one that the ERP makes up',
  'too-long': 'silently cut: the write succeeds and the end of the value is lost',
  'too-precise': 'silently rounded: the write succeeds with fewer digits',
  'other-target': 'silently misread: the write succeeds and the id means another record',
  'bad-value': 'silently altered: the write succeeds with another value',
  'bad-type': 'silently altered: the write succeeds with another value',
  'read-only-field': 'silently dropped: the write succeeds and the value is lost',
  'immutable-field': 'silently dropped: the write succeeds and the old value stays',
  'no-permission': 'silently dropped: the write succeeds and the value is lost',
};

/** What the ERP does with a write that no longer fits; nothing where nothing is known. */
export function onWriteWords({ onWrite, writeFault }: Finding, { all }: Extent): string | undefined {
  const fault = all && writeFault !== undefined ? ` (${writeFault})` : '';
  if (onWrite === 'rejects') return `rejected: the write fails with an error${fault}`;
  if (onWrite === 'alters') return `${altered[writeFault ?? 'bad-value']}${fault}`;
  return fault === '' ? undefined : `not known whether the ERP rejects or alters it${fault}`;
}

/** The sentence of the rule, for those who do not know its name. A witness says more. */
function meaningWords({ rule, proof }: Finding, { rules }: Report): string | undefined {
  const text = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  return proof.kind === 'witness' ? undefined : text?.detects;
}

/** Notes of one label stand together, in the order of the first. */
function noteFacts({ notes = [] }: Finding, extent: Extent): readonly Fact[] {
  const labels = [...new Set(notes.map(({ label }) => label))];
  return labels.map((label) => ({
    label: shortened(label, { all: false }),
    lines: notes.filter((note) => note.label === label).map(({ text }) => shortened(text, extent)),
  }));
}

function effectWords({ effect, strictRead, scope, silent }: Finding): string {
  return [
    ...directions.map((direction) => `${direction} ${effect[direction]}`),
    ...(strictRead === undefined ? [] : [`strict read ${strictRead}`]),
    scope === 'document' ? 'about the whole document' : 'about the value',
    ...(silent ? ['silent by default'] : []),
  ].join(', ');
}
