import type { Json } from '../../model/json.js';
import { isJsonObject } from '../../model/json.js';
import type { ContractPlace, GateReport, Report, Weakening } from '../../model/report.js';
import { counted, type Extent, grouped, isWhole, listed, mostListed, shortened } from '../words.js';

/** A group of what a change does to the check itself: the first that every report says. */
export type GateNotice = {
  readonly kind: 'weakened' | 'unheeded' | 'new';
  /** `This change stops checking 3 things`. */
  readonly title: string;
  readonly items: readonly GateItem[];
  /** How many items are not shown. */
  readonly missing: number;
  /** It makes the check fail. */
  readonly failing: boolean;
};

export type GateItem = {
  /** One line. */
  readonly text: string;
  /** Of all items alike: `contract-removed`. */
  readonly rule: string;
  readonly what: string;
  readonly at?: ContractPlace;
};

/** What the change under check does to the check itself; nothing where it does nothing, or was not held against a base. */
export function gateNotices({ gate }: Report, extent: Extent): readonly GateNotice[] {
  if (gate === undefined) return [];
  const { weakened, unheeded, ref } = gate;
  const base = shortened(ref, extent);
  const [changed, fresh] = (['changed', 'new'] as const).map((each) =>
    unheeded.filter(({ kind }) => kind === each),
  );
  const things = counted(weakened.length, 'thing');
  return [
    notice(
      'weakened',
      `This change stops checking ${things}`,
      weakened.map((each) => weakeningItem(each, extent)),
      gate,
      extent,
    ),
    notice(
      'unheeded',
      `This change alters how sources are reached; it was done as ${base} says`,
      (changed ?? []).map(({ key, at }) => unheededItem('connection-changed', key, at, extent)),
      gate,
      extent,
    ),
    notice(
      'new',
      `This change brings sources that ${base} does not have; they were not looked at`,
      (fresh ?? []).map(({ key, at }) => unheededItem('source-new', key, at, extent)),
      { ...gate, protects: false },
      extent,
    ),
  ].filter(({ items }) => items.length > 0);
}

/** `3 things are no longer checked`, for the outcome; nothing where nothing is lost. */
export function lostWords({ gate }: Report): string | undefined {
  const count = gate?.weakened.length ?? 0;
  if (count > 0) return `${counted(count, 'thing')} no longer checked`;
  const moved = gate?.unheeded.some(({ kind }) => kind === 'changed') ?? false;
  return moved && gate?.protects ? 'sources led elsewhere' : undefined;
}

/** The notices line by line, for formats that show plain text. */
export function gateLines(report: Report, extent: Extent): readonly string[] {
  return gateNotices(report, extent).flatMap(({ title, items, missing }) => [
    `${title}:`,
    ...items.map(({ text }) => `- ${text}`),
    ...(missing === 0 ? [] : [`- ${moreWords(missing)}`]),
  ]);
}

/** What stands for the items that are not shown. */
export const moreWords = (missing: number) => `and ${grouped(missing)} more: seam check --all`;

function notice(
  kind: GateNotice['kind'],
  title: string,
  items: readonly GateItem[],
  { protects }: GateReport,
  extent: Extent,
): GateNotice {
  const shown = isWhole(items.length, extent) ? items : items.slice(0, mostListed);
  return { kind, title, items: shown, missing: items.length - shown.length, failing: protects };
}

function unheededItem(rule: string, key: string, at: ContractPlace | undefined, extent: Extent): GateItem {
  const what = shortened(key, extent);
  return { text: what, rule, what, ...(at === undefined ? {} : { at }) };
}

function weakeningItem(weakening: Weakening, extent: Extent): GateItem {
  const { kind, what, at } = weakening;
  return {
    text: weakeningWords(weakening, extent),
    rule: kind,
    what: shortened(what, extent),
    ...(at === undefined ? {} : { at }),
  };
}

type Said = {
  readonly what: string;
  readonly seam: string;
  readonly rule: string;
  readonly verdict: string;
  readonly before: string;
  readonly after: string;
  readonly until: string;
  readonly reason: string;
};

const sentences: Readonly<Record<Weakening['kind'], (said: Said) => string>> = {
  'source-removed': ({ what }) => `${what}: the source is gone, and with it all that its contracts say`,
  'contracts-moved': ({ before, after }) => `the contracts in ${before}: they are looked for in ${after}`,
  'contracts-of-changed': ({ what, before, after }) =>
    `${what} against the contracts of ${before}: it is held against those of ${after}`,
  'account-changed': ({ what, before, after }) =>
    `that what is gone from ${what} was not only hidden: its contracts were taken as ${before}, and say ${after}`,
  'contract-removed': ({ what }) => `${what}: its contract is gone`,
  'contract-loosened': ({ what, rule, verdict }) =>
    `${what}: its contract agrees to ${rule}, which was ${verdict}`,
  'entity-unselected': ({ what }) => `${what}: \`entities\` no longer names it`,
  'fields-unselected': ({ what, before, after }) =>
    `new fields of ${what}: \`fields\` was ${before} and is ${after}`,
  'seam-removed': ({ what }) => `what ${what} uses: the seam is gone`,
  'use-removed': ({ what, seam, before }) => `${what} for ${seam} (${before}): the use is gone`,
  'use-narrowed': ({ what, seam, before, after }) =>
    `${what} for ${seam}: \`fields\` was ${before} and is ${after}`,
  'use-not-strict': ({ what, seam }) => `unknown fields of ${what} for ${seam}: it is no longer \`strict\``,
  'use-instead-of-all': ({ what, after }) => `${what} for everybody: it is judged for ${after} alone`,
  'rule-lowered': ({ what, rule, before, after }) =>
    `${rule} of ${what} as ${before}: \`rules\` says ${after}`,
  'rule-dropped': ({ what, rule, before }) =>
    `${rule} of ${what} as ${before}: the line of \`rules\` is gone`,
  'rules-reordered': () => '`rules` in their order: the last line that fits decides',
  'fail-on-lowered': ({ before, after }) => `drift at ${before}: \`failOn\` says ${after}`,
  'waiver-added': ({ what, until, reason }) => `${what}: waived until ${until} (${reason})`,
  'waivers-longer': ({ before, after }) =>
    `how long a waiver holds: at most ${after} days instead of ${before}`,
};

function weakeningWords(weakening: Weakening, extent: Extent): string {
  const { kind, what, seam = '', rule = '', verdict = '', before, after } = weakening;
  const { until, reason } = isJsonObject(after) ? after : {};
  const said = { what, seam, rule, verdict, ...{ before: told(before), after: told(after) } };
  const all = { ...said, until: told(until), reason: told(reason) };
  const short = Object.entries(all).map(([name, text]) => [name, shortened(text, extent)] as const);
  return sentences[kind](Object.fromEntries(short) as Said);

  function told(value: Json | undefined): string {
    if (value === undefined) return '';
    if (Array.isArray(value)) return listed(value.map(told), extent);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
