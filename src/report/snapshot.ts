import type { SnapshotEntity, SnapshotReport, SourceReport } from '../model/report.js';
import { byCodePoint } from '../model/text.js';
import { columns, padded, widest } from './columns.js';
import { commandLine } from './command.js';
import { visible } from './escape.js';
import { failureLines } from './failure.js';
import type { RenderOptions } from './format.js';
import { hanging, titled, widestName } from './layout.js';
import { sourceWords } from './summary/source.js';
import { counted, grouped, listed, shortened } from './words.js';

/** What a snapshot did with each entity, or would do: written, left alone, gone, not readable. */
export function renderSnapshot(report: SnapshotReport, options: RenderOptions): string {
  const blocks = report.sources.map((source) => sourceLines(source, report, options));
  const lines = [...blocks.flat(), ...endLines(report, options)];
  return `${lines.join('\n')}\n`;
}

type Outcome = SnapshotEntity['outcome'];
type Row = {
  readonly symbol: string;
  readonly name: string;
  readonly count?: string;
  readonly detail: string;
  readonly fix?: string | undefined;
};

/** Outcomes in the order in which they are told; what is unchanged is a count. */
const symbols: Readonly<Record<Exclude<Outcome, 'unchanged'>, string>> = {
  unreadable: '✖',
  gone: '-',
  unselected: '-',
  pruned: '-',
  new: '+',
  changed: '~',
};

function sourceLines(
  source: SourceReport,
  report: SnapshotReport,
  options: RenderOptions,
): readonly string[] {
  if (source.failure !== undefined) return failureLines(source.failure, options, source.name);
  const own = report.entities.filter((entity) => entity.source === source.name);
  const rows = Object.entries(symbols).flatMap(([outcome, symbol]) =>
    own
      .filter((entity) => entity.outcome === outcome)
      .sort((a, b) => byCodePoint(a.entity, b.entity))
      .map((entity) => rowOf(symbol, entity, report, options)),
  );
  const unchanged = own.filter(({ outcome }) => outcome === 'unchanged').length;
  return [
    ...titled(shortened(source.name, options), sourceWords(source, [], options), options),
    ...table(rows, options),
    ...(unchanged > 0 ? [`  = ${grouped(unchanged)} unchanged`] : []),
  ];
}

function rowOf(
  symbol: string,
  entity: SnapshotEntity,
  { dryRun }: SnapshotReport,
  options: RenderOptions,
): Row {
  const { outcome, fields, changedFields = [], why, fix } = entity;
  const said: Readonly<Record<Outcome, () => Omit<Row, 'symbol' | 'name'>>> = {
    new: () => ({ ...(fields === undefined ? {} : { count: counted(fields, 'field') }), detail: 'new' }),
    changed: () => changedWords(changedFields, options),
    unchanged: () => ({ detail: 'unchanged' }),
    gone: () => ({ detail: 'gone from the ERP; its contract stays' }),
    unselected: () => ({ detail: 'not among `entities` any more; its contract stays' }),
    pruned: () => ({ detail: dryRun ? 'its contract would be removed' : 'its contract was removed' }),
    unreadable: () => ({ detail: shortened(why ?? 'no reason is known', options), fix }),
  };
  return { symbol, name: shortened(entity.entity, options), ...said[outcome]() };
}

function changedWords(names: readonly string[], options: RenderOptions) {
  if (names.length === 0) return { detail: 'what describes the entity itself' };
  const shown = names.map((name) => shortened(name, options));
  return { count: counted(names.length, 'change'), detail: listed(shown, options) };
}

function table(rows: readonly Row[], options: RenderOptions): readonly string[] {
  const name = widest(
    rows.map((row) => visible(row.name)),
    widestName,
  );
  const count = widest(rows.map((row) => row.count ?? ''));
  return rows.flatMap((row) => {
    const counts = row.count === undefined ? '' : `${padded(row.count, count)}  `;
    const start = `  ${row.symbol} ${padded(visible(row.name), name)}  ${counts}`;
    const fix = row.fix === undefined ? [] : hanging('      → ', shortened(row.fix, options), options);
    if (columns(start) <= options.width - 20) return [...hanging(start, row.detail, options), ...fix];
    const below = [row.count, row.detail].filter((part) => part !== undefined).join('  ');
    return [...hanging(`  ${row.symbol} `, row.name, options), ...hanging('      ', below, options), ...fix];
  });
}

function endLines(report: SnapshotReport, options: RenderOptions): readonly string[] {
  const { exit, sources, entities } = report;
  const gone = sources.filter(({ name }) =>
    entities.some(
      (each) => each.source === name && (each.outcome === 'gone' || each.outcome === 'unselected'),
    ),
  );
  const dark = entities.filter(({ outcome }) => outcome === 'unreadable').length;
  const failed = sources.filter(({ failure }) => failure !== undefined).length;
  const missing = [
    ...(dark === 0 ? [] : [`${counted(dark, 'entity', 'entities')} could not be read`]),
    ...(failed === 0 ? [] : [`${counted(failed, 'source')} could not be read`]),
  ].join(', ');
  return [
    ...writtenLines(report, options),
    ...gone.map(({ name }) => `Remove what is gone: ${commandLine(['seam', 'snapshot', name, '--prune'])}`),
    ...(exit.code === 0 ? [] : hanging('', [missing, `→ exit ${exit.code}`].join(' ').trim(), options)),
  ];
}

/** `Wrote 2 files under contracts/erp-prod. See them: git diff contracts`. */
function writtenLines(
  { dryRun, exit, folder, sources, entities }: SnapshotReport,
  options: RenderOptions,
): readonly string[] {
  const count = (outcome: Outcome) => entities.filter((entity) => entity.outcome === outcome).length;
  const [written, removed] = [count('new') + count('changed'), count('pruned')];
  if (written + removed === 0) return [exit.code === 0 ? 'Nothing to write.' : 'Nothing was written.'];
  const [only] = sources;
  const place = sources.length === 1 && only !== undefined ? `${folder}/${only.name}` : folder;
  const done = [
    ...(written === 0 ? [] : [`${dryRun ? 'would write' : 'wrote'} ${counted(written, 'file')}`]),
    ...(removed === 0 ? [] : [`${dryRun ? 'would remove' : 'removed'} ${counted(removed, 'file')}`]),
  ].join(', ');
  const sentence = `${done.charAt(0).toUpperCase()}${done.slice(1)} under ${place}.`;
  if (dryRun) return hanging('', `${sentence} Nothing was written.`, options);
  // git diff is silent about files that git does not know yet.
  const see = commandLine(['git', count('new') > 0 ? 'status' : 'diff', folder]);
  const line = visible(`${sentence} See them: ${see}`);
  if (columns(line) <= options.width) return [line];
  return [...hanging('', sentence, options), `See them: ${see}`];
}
