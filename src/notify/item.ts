import type { AlertItem, AlertMark } from '../model/alert.js';
import type { Dark, ToldItem } from '../model/scan-state.js';
import { commandLine } from '../report/command.js';
import { differenceOf } from '../report/finding/difference.js';
import { onWriteWords } from '../report/finding/facts.js';
import { cutAfter } from '../report/words.js';
import type { NightDrift } from './night.js';

/** Characters of one value that a message shows. */
const longest = 300;

const extent = { all: false } as const;

const marks = {
  new: 'new',
  changed: 'changed',
  returned: 'returned',
  worse: 'worse',
  still: 'open',
} as const;

/** What became of drift since the audience was last told, as far as this run alone can say. */
export function markOf({ standing }: Pick<NightDrift, 'standing'>): AlertMark {
  return marks[standing];
}

/** Drift as a message tells it; whom it concerns is the audience's affair. */
export function driftItem(drift: NightDrift): Omit<AlertItem, 'seams'> {
  const { project, finding, known } = drift;
  const { path, rule, verdict, fingerprint } = finding;
  const { was, now } = differenceOf(finding, extent);
  const onWrite = onWriteWords(finding, extent);
  const { version } = known;
  const renamed = rule === 'field-renamed' && typeof finding.after === 'string' ? finding.after : undefined;
  const value = now ?? renamed;
  return {
    mark: markOf(drift),
    verdict,
    project,
    source: path.source,
    entity: cutAfter(path.entity, longest),
    ...(path.field === undefined ? {} : { field: cutAfter(path.field, longest) }),
    rule,
    ...(was === undefined ? {} : { was: cutAfter(was, longest) }),
    ...(value === undefined ? {} : { now: cutAfter(value, longest) }),
    ...(onWrite === undefined ? {} : { onWrite }),
    since: known.firstSeen,
    ...(version === undefined ? {} : { version: cutAfter(version, longest) }),
    next: [
      checkCommand(project, [path.source, path.entity]),
      command(project, 'accept', [fingerprint, '--reason', '…']),
      command(project, 'waive', [fingerprint, '--until', 'YYYY-MM-DD', '--reason', '…']),
    ],
  };
}

/** What could not be looked at, as a message tells it. */
export function darkItem({ project, source, entity, code, why, since }: Dark): Omit<AlertItem, 'seams'> {
  return {
    mark: 'dark',
    verdict: 'warning',
    project,
    source,
    ...(entity === undefined ? {} : { entity: cutAfter(entity, longest) }),
    rule: code,
    why: cutAfter(why, longest),
    since,
    next: [checkCommand(project, entity === undefined ? [source] : [source, entity])],
  };
}

/** Something that is over, as a message tells it. */
export function overItem(told: ToldItem, mark: AlertMark): AlertItem {
  const { flapping: _, entity, field, ...rest } = told;
  return {
    ...rest,
    ...(entity === undefined ? {} : { entity: cutAfter(entity, longest) }),
    ...(field === undefined ? {} : { field: cutAfter(field, longest) }),
    mark,
    seams: [],
    next: [],
  };
}

/** The command that shows all: of one source, or of the whole project that comes first. */
export function seeAll(places: readonly Pick<AlertItem, 'project' | 'source'>[]): string {
  const [first] = places;
  if (first === undefined) return 'seam history';
  return checkCommand(first.project, places.length === 1 ? [first.source] : []);
}

/** A name so long that a shell would not take it is of malice, and cannot be cut. */
const longestCommand = 500;

function checkCommand(project: string, names: readonly string[]): string {
  // Names of an ERP may look like options.
  const guard = names.some((name) => name.startsWith('-')) ? ['--'] : [];
  const line = command(project, 'check', [...guard, ...names]);
  return line.length > longestCommand ? command(project, 'check', []) : line;
}

function command(project: string, name: string, words: readonly string[]): string {
  return commandLine(['seam', name, ...(project === 'seam.yaml' ? [] : ['--config', project]), ...words]);
}
