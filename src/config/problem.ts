import type { ErrorCode } from '../errors/codes.js';
import { SeamError } from '../errors/seam-error.js';
import type { Place } from '../model/config.js';
import { frame } from './frame.js';
import { type Hidden, hiddenIn } from './hidden.js';
import { type Path, pointerOf } from './pointer.js';
import type { Range, Spot, YamlText } from './yaml.js';

/** Something wrong at a place of `seam.yaml`. */
export type Problem = {
  readonly code: ErrorCode;
  readonly path: Path;
  /** What of the path is meant: the name of the key, or its value. */
  readonly on: 'key' | 'value';
  readonly why: string;
  readonly fix?: string;
  /** The value is the matter and certainly no credential, so the frame may show it. */
  readonly shows?: boolean;
};

/** A config file as it was read. */
export type ConfigFile = {
  /** As people see it: relative to their folder where it is inside of it. */
  readonly name: string;
  readonly yaml: YamlText;
  /** Options that connectors declare as secret, as pointers from the root. */
  readonly secret: ReadonlySet<string>;
};

/** Errors that are listed; a file with more needs to be looked at anyway. */
const mostListed = 50;

/**
 * One error for all problems of a file, or `undefined` where there is none. A credential in clear comes first, then
 * they follow the lines of the file; the further ones are `also` of the first.
 */
export function configError(problems: readonly Problem[], file: ConfigFile): SeamError | undefined {
  const located = problems.map((problem) => ({
    ...problem,
    range: rangeOf(file.yaml, problem.path, problem.on),
  }));
  return errorFor(
    located.sort((a, b) => rank(a) - rank(b) || a.range[0] - b.range[0]),
    file,
  );
}

/** One error for what makes the file no YAML. */
export function syntaxError(file: ConfigFile): SeamError | undefined {
  const faults = file.yaml.faults.map((fault) => ({ code: 'config-invalid' as const, ...fault }));
  return errorFor(
    faults.sort((a, b) => a.range[0] - b.range[0]),
    file,
  );
}

/** Where a path stands in the file; a path that is not there stands where the nearest part of it does. */
export function placeOf({ name, yaml }: ConfigFile, path: Path, on: Problem['on']): Place {
  return placeAt(name, yaml, rangeOf(yaml, path, on));
}

type Located = Pick<Problem, 'code' | 'why' | 'fix' | 'shows'> & {
  readonly range: Range;
  readonly path?: Path;
};

function errorFor([first, ...others]: readonly Located[], file: ConfigFile): SeamError | undefined {
  if (first === undefined) return undefined;
  const hidden = hiddenIn(file.yaml, file.secret);
  const also = others
    .slice(0, mostListed)
    .map((problem) => new SeamError(problem.code, details(problem, file, hidden)).toFailure());
  const unlisted = others.length - also.length;
  const rest = new SeamError(first.code, {
    why: `${unlisted} more problems are not listed.`,
    where: { file: file.name },
  });
  return new SeamError(first.code, {
    ...details(first, file, hidden),
    also: unlisted > 0 ? [...also, rest.toFailure()] : also,
  });
}

function details(problem: Located, { name, yaml }: ConfigFile, hidden: Hidden) {
  const { why, fix, range } = problem;
  return {
    why,
    where: { ...placeAt(name, yaml, range) },
    ...(fix === undefined ? {} : { fix }),
    frame: frame(yaml.text, yaml.lines, range, hiddenFrom(problem, hidden)),
  };
}

/** What a frame may not show: all that is hidden, but the value that the problem is about where that is no credential. */
function hiddenFrom({ path, shows }: Located, { values, others }: Hidden): readonly Range[] {
  const own = shows && path !== undefined ? pointerOf(path) : undefined;
  return [...others, ...[...values].filter(([pointer]) => pointer !== own).map(([, range]) => range)];
}

function rank({ code }: Problem): number {
  return code === 'config-secret-in-clear' ? 0 : 1;
}

function placeAt(file: string, { lines }: YamlText, [start]: Range): Place {
  const { line, col } = lines.linePos(start);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function rangeOf({ spots }: YamlText, path: Path, on: Problem['on']): Range {
  const exact = spots.get(pointerOf(path));
  if (exact !== undefined) return (on === 'key' ? exact.key : undefined) ?? exact.value;
  const around = nearest(spots, path.slice(0, -1));
  return around?.key ?? around?.value ?? [0, 0];
}

function nearest(spots: ReadonlyMap<string, Spot>, path: Path): Spot | undefined {
  const spot = spots.get(pointerOf(path));
  return spot !== undefined || path.length === 0 ? spot : nearest(spots, path.slice(0, -1));
}
