import { type Direction, directions, type WriteFault } from '../../model/drift.js';
import { type Json, sameJson } from '../../model/json.js';
import type { Finding, Report } from '../../model/report.js';
import type { Fact, Line } from '../layout.js';
import { type Extent, grouped, isWhole, shortened } from '../words.js';
import { jsonWords, listWords } from './json.js';
import { judgementFacts } from './judgements.js';
import { nextSteps } from './next.js';
import { valueWords } from './value.js';

/** What is known of a finding, in the order in which a tired person needs it. */
export function factsOf(finding: Finding, report: Report, extent: Extent): readonly Fact[] {
  const { concerned, changed } = judgementFacts(finding.judgements, extent);
  return [
    ...differenceFacts(finding, extent),
    ...concerned,
    ...fact('on write', onWriteWords(finding, extent)),
    ...changed,
    ...fact('proof', proofWords(finding, report, extent)),
    ...noteFacts(finding, extent),
    ...(extent.all ? fact('effect', effectWords(finding)) : []),
    ...(extent.all ? fact('id', finding.fingerprint) : []),
    ...fact('next', ...nextSteps(finding, report)),
  ];
}

/** One fact, or none where nothing is known. */
function fact(label: string, ...lines: readonly (Line | undefined)[]): readonly Fact[] {
  const known = lines.filter((line) => line !== undefined);
  return known.length === 0 ? [] : [{ label, lines: known }];
}

/** `was` and `now`. What one side alone has is said by the side that has it. */
function differenceFacts({ rule, before, after }: Finding, extent: Extent): readonly Fact[] {
  // The headline says both names.
  if (rule === 'field-renamed') return [];
  const gone = before !== undefined && after === undefined ? 'gone' : undefined;
  return [
    ...fact('was', before === undefined ? undefined : valueWords(before, extent)),
    ...fact('now', after === undefined ? gone : valueWords(after, extent)),
    ...listFacts(before, after, extent),
  ];
}

/** What came and went in two lists that are too long to be shown whole. */
function listFacts(before: Json | undefined, after: Json | undefined, extent: Extent): readonly Fact[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [];
  if (isWhole(before.length, extent) && isWhole(after.length, extent)) return [];
  const texts = (list: readonly Json[]) => new Set(list.map((value) => JSON.stringify(value)));
  const [was, now] = [texts(before), texts(after)];
  const added = after.filter((value) => !was.has(JSON.stringify(value)));
  const removed = before.filter((value) => !now.has(JSON.stringify(value)));
  if (added.length + removed.length === 0) {
    return fact(
      'order',
      sameJson(before, after) ? undefined : `the same ${grouped(after.length)} in another order`,
    );
  }
  return [
    ...fact('added', added.length === 0 ? undefined : listWords(added, extent)),
    ...fact('removed', removed.length === 0 ? undefined : listWords(removed, extent)),
  ];
}

/** What happens to a writer that goes on as before, by what it runs into. */
const altered: Readonly<Record<WriteFault, string>> = {
  'unknown-field': 'silently dropped: the write succeeds and the value is lost',
  'missing-value':
    'silently accepted: the record is saved without a value, or with one that the ERP makes up',
  'too-long': 'silently cut: the write succeeds and the end of the value is lost',
  'bad-value': 'silently altered: the write succeeds with another value',
  'bad-type': 'silently altered: the write succeeds with another value',
  'read-only-field': 'silently dropped: the write succeeds and the value is lost',
  'no-permission': 'silently dropped: the write succeeds and the value is lost',
};

function onWriteWords({ onWrite, writeFault }: Finding, { all }: Extent): string | undefined {
  const fault = all && writeFault !== undefined ? ` (${writeFault})` : '';
  if (onWrite === 'rejects') return `rejected: the write fails with an error${fault}`;
  if (onWrite === 'alters') return `${altered[writeFault ?? 'bad-value']}${fault}`;
  return fault === '' ? undefined : `not known whether the ERP rejects or alters it${fault}`;
}

const accepts: Readonly<Record<Direction, string>> = {
  read: 'can be returned now; the contract does not allow it',
  create: 'is allowed by the contract on create; the ERP no longer takes it',
  update: 'is allowed by the contract on update; the ERP no longer takes it',
};

function proofWords({ proof, rule }: Finding, { rules }: Report, extent: Extent): string {
  if (proof.kind === 'witness') return `${jsonWords(proof.document, extent)} ${accepts[proof.direction]}`;
  if (proof.kind === 'unproven') return `none: ${shortened(proof.why, extent)}`;
  const text = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  return text?.detects ?? 'by the rule alone';
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
