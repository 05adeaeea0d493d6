import { type Capabilities, mainFacets } from '../model/capabilities.js';
import type { ConnectorSheet, KeyRow, LoadedSheet } from '../model/connector-sheet.js';
import type { ObservedFacet } from '../model/schema.js';
import { padded, widest } from './columns.js';
import { visible } from './escape.js';
import type { Fact } from './finding/fact.js';
import type { RenderOptions } from './format.js';
import { factLines, hanging, headed } from './layout.js';
import { counted } from './words.js';

const kinds: Readonly<Record<ConnectorSheet['kind'], string>> = {
  'built-in': 'built in',
  package: 'package',
  file: 'local file',
};

/** Every connector: what it reads, and what of the main facets it can tell. */
export function renderConnectors(sheets: readonly ConnectorSheet[], options: RenderOptions): string {
  const blocks = sheets.map((sheet) => [
    ...titleOf(sheet, options),
    ...factLines(sheet.status === 'loaded' ? shortFacts(sheet) : faultFacts(sheet), options),
  ]);
  const next = hanging('', 'One of them with its keys and an example: seam connectors NAME', options);
  return `${[...blocks.flatMap((block) => [...block, '']), ...next].join('\n')}\n`;
}

/** One connector: its config, its keys, and all that it can tell with how it knows. */
export function renderConnector(sheet: LoadedSheet, options: RenderOptions): string {
  const { places, keys, secrets, capabilities, example, mapping } = sheet;
  const { bold } = options.paint;
  const secret = new Set(secrets);
  const lines = [
    ...titleOf(sheet, options),
    ...factLines(
      [...summaryFacts(sheet), fact('mapping', [String(mapping)]), ...versionFacts(sheet)],
      options,
    ),
    '',
    ...headed('Example', 'Example', bold, options),
    ...example
      .trimEnd()
      .split('\n')
      .map((line) => `    ${visible(line)}`),
    '',
    ...headed('Keys', `Keys, beside those that every source has${placeWords(places)}`, bold, options),
    ...keys.flatMap((key) => keyLines(key, secret.has(key.path), options)),
    ...(keys.length === 0 ? hanging('    ', 'None of its own.', options) : []),
    '',
    ...headed('Observes', 'Observes', bold, options),
    ...facetLines(capabilities, options),
  ];
  return `${lines.join('\n')}\n`;
}

function titleOf({ name, kind, sources }: ConnectorSheet, options: RenderOptions): readonly string[] {
  const used = sources.length === 0 ? [] : [`read with it: ${sources.join(', ')}`];
  return headed(name, [name, kinds[kind], ...used].join(' · '), options.paint.bold, options);
}

function faultFacts({ failure }: Extract<ConnectorSheet, { status: 'broken' }>): readonly Fact[] {
  return [fact('broken', [failure.why]), ...(failure.fix === undefined ? [] : [fact('do', [failure.fix])])];
}

function summaryFacts({ summary = '' }: LoadedSheet): readonly Fact[] {
  return some('reads', summary);
}

function versionFacts({ capabilities }: LoadedSheet): readonly Fact[] {
  const { tested, documented } = capabilities.versions;
  return [...some('tested', tested.join(', ')), ...some('untested', documented.join(', '))];
}

function shortFacts(sheet: LoadedSheet): readonly Fact[] {
  const { facets } = sheet.capabilities;
  const told = (wanted: 'yes' | 'partly' | 'no') =>
    Object.entries(mainFacets)
      .filter(([facet]) => (facets[facet as ObservedFacet]?.observable ?? 'no') === wanted)
      .map(([, words]) => words)
      .join(', ');
  return [
    ...summaryFacts(sheet),
    ...some('tells', told('yes')),
    ...some('partly', told('partly')),
    ...some('not', told('no')),
    ...versionFacts(sheet),
  ];
}

function some(label: string, text: string): readonly Fact[] {
  return text === '' ? [] : [fact(label, [text])];
}

function fact(label: string, lines: readonly string[]): Fact {
  return { label, lines };
}

function placeWords(places: LoadedSheet['places']): string {
  if (places.length === 0) return '; neither url nor file';
  return places.length === 1 ? '' : '; file may stand in place of url';
}

function keyLines(
  { path, type, required, default: standard, meaning, example }: KeyRow,
  isSecret: boolean,
  options: RenderOptions,
): readonly string[] {
  const marks = [
    type,
    ...(required ? ['required'] : []),
    ...(isSecret ? ['secret'] : []),
    ...(standard === undefined ? [] : [`${JSON.stringify(standard)} without it`]),
    ...(example === undefined ? [] : [`as ${JSON.stringify(example)}`]),
  ];
  return [
    ...hanging('  ', `${path}  ${marks.join(' · ')}`, options),
    ...(meaning === undefined ? [] : hanging('      ', meaning, options)),
  ];
}

/** Widest name that the others are lined up with. */
const widestFacet = 18;

function facetLines({ facets }: Capabilities, options: RenderOptions): readonly string[] {
  const rows = Object.entries(facets).map(([facet, { observable, note }]) => ({ facet, observable, note }));
  const column = widest(
    rows.map(({ facet }) => visible(facet)),
    widestFacet,
  );
  return (['yes', 'partly', 'no'] as const).flatMap((wanted) => {
    const some = rows.filter(({ observable }) => observable === wanted);
    if (some.length === 0) return [];
    return [
      ...hanging('  ', `${wanted}: ${counted(some.length, 'facet')}`, options),
      ...some.flatMap(({ facet, note }) => hanging(`    ${padded(visible(facet), column)}  `, note, options)),
    ];
  });
}
