import { SeamError } from '../errors/seam-error.js';
import { isJsonObject } from '../model/json.js';
import type { Report } from '../model/report.js';
import type { Seen, SeenProject } from '../model/scan.js';

/**
 * What a shard of a scan saw, as `seam scan --shard` wrote it.
 * @param file its name in messages
 * @throws SeamError `usage-invalid` where it is none, or of another seam
 */
export function parseSeen(text: string, file: string, seamVersion: string): Seen {
  const refuse = (why: string, cause?: unknown) =>
    new SeamError('usage-invalid', {
      why,
      where: { file },
      fix: 'Name files that seam scan --shard INDEX/OF --output FILE has written.',
      cause,
    });
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    throw refuse(`${file} is no JSON.`, cause);
  }
  if (!isJsonObject(root) || root['format'] !== 1 || root['command'] !== 'scan' || !isShard(root['shard'])) {
    throw refuse(`${file} is not what a shard of a scan has written.`);
  }
  if (root['seamVersion'] !== seamVersion) {
    throw refuse(`${file} was written by seam ${String(root['seamVersion'])}; this is ${seamVersion}.`);
  }
  const projects = root['projects'];
  const run = root['run'];
  if (!Array.isArray(projects) || !projects.every(isProject) || !isJsonObject(run)) {
    throw refuse(`${file} is not whole.`);
  }
  // The same version of seam wrote it, and it has just been looked at.
  return root as unknown as Seen;
}

function isShard(value: unknown): boolean {
  return isJsonObject(value) && Number.isInteger(value['index']) && Number.isInteger(value['of']);
}

function isProject(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value['project'] !== 'string' || !Array.isArray(value['sources'])) {
    return false;
  }
  const { report } = value;
  if (report === undefined) return isJsonObject(value['failure']);
  const lists = ['sources', 'findings', 'coverage'];
  return isJsonObject(report) && lists.every((name) => Array.isArray(report[name]));
}

/** What is to be combined, and how a report follows from its parts. */
export type Combining = {
  /** The exit of a report that was put together. */
  readonly exitOf: (report: Omit<Report, 'exit'>) => Report['exit'];
};

/**
 * What the shards of a scan saw, as one. Sources of a shard that is missing could not be looked at.
 * @throws SeamError `usage-invalid` where they are not of one scan
 */
export function combined(shards: readonly Seen[], { exitOf }: Combining): Seen {
  const sorted = [...shards].sort((a, b) => indexOf(a) - indexOf(b));
  const [first] = sorted;
  if (first?.shard === undefined) {
    throw new SeamError('usage-invalid', {
      why: 'There is nothing to merge.',
      fix: 'Name the files of the shards.',
    });
  }
  const { of } = first.shard;
  const indexes = sorted.map(indexOf);
  const twice = indexes.find((index, at) => indexes.indexOf(index) !== at);
  const other = sorted.find(({ shard }) => shard?.of !== of);
  if (twice !== undefined || other !== undefined) {
    const why =
      other === undefined
        ? `Shard ${twice} of ${of} is named twice.`
        : `The files are of different scans: of ${of} shards, and of ${other.shard?.of}.`;
    throw new SeamError('usage-invalid', { why, fix: 'Name each shard of one scan once.' });
  }
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !indexes.includes(index),
  );
  const names = [...new Set(sorted.flatMap(({ projects }) => projects.map(({ project }) => project)))];
  const { shard: _, ...whole } = first;
  return {
    ...whole,
    duration: Math.max(...sorted.map(({ duration }) => duration)),
    projects: names.map((name) =>
      projectOf(
        sorted.flatMap(({ projects }) => projects.filter(({ project }) => project === name)),
        missing,
        exitOf,
      ),
    ),
  };
}

const indexOf = ({ shard }: Seen) => shard?.index ?? 0;

function projectOf(
  parts: readonly SeenProject[],
  missing: readonly number[],
  exitOf: Combining['exitOf'],
): SeenProject {
  const [first] = parts;
  if (first === undefined) throw new RangeError('a project of no shard');
  const reports = parts.flatMap(({ report }) => report ?? []);
  const [report] = reports;
  if (report === undefined) return first;
  const names = [...new Set(parts.flatMap(({ sources }) => sources))];
  const found = new Map(reports.flatMap(({ sources }) => sources.map((source) => [source.name, source])));
  const shards = missing.length === 1 ? `shard ${missing[0]}` : `shards ${missing.join(', ')}`;
  const failure = {
    code: 'not-complete',
    why: `Nothing is there of ${shards}.`,
    fix: 'Run what is missing again.',
  };
  const notes = [
    ...new Map(
      reports.flatMap(({ waivers = [] }) => waivers).map((note) => [JSON.stringify(note), note]),
    ).values(),
  ];
  const { exit: _, waivers: __, ...rest } = report;
  const whole = {
    ...rest,
    sources: names.map((name) => found.get(name) ?? { name, connector: 'unknown', failure }),
    findings: reports.flatMap(({ findings }) => findings),
    coverage: reports.flatMap(({ coverage }) => coverage),
    ...(notes.length === 0 ? {} : { waivers: notes }),
    rules: Object.fromEntries(reports.flatMap(({ rules }) => Object.entries(rules))),
  };
  return { ...first, sources: names, report: { ...whole, exit: exitOf(whole) } };
}
