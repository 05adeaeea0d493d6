import { SeamError } from '../errors/seam-error.js';
import type { EntitySchema } from '../model/schema.js';
import { type Problem, problemsOf } from './guard.js';
import { parseJson } from './json.js';

/**
 * The contract that a text holds.
 * @param file what the text is called in an error
 * @throws SeamError `contract-invalid`, with the line where the text is no JSON, and else with all that is wrong
 */
export function parseContract(text: string, file: string): EntitySchema {
  const value = parseJson(text, file, 'contract-invalid');
  const [first, ...others] = problemsOf(value).map(
    (problem) => new SeamError('contract-invalid', wrong(problem, file)),
  );
  if (first === undefined) return value as EntitySchema; // `problemsOf` has looked at all that the type says
  if (others.length === 0) throw first;
  throw new SeamError('contract-invalid', {
    why: first.message,
    where: first.where,
    also: others.map((other) => other.toFailure()),
  });
}

function wrong({ at, why }: Problem, file: string) {
  return { why: `${at === '' ? 'A contract' : at} ${why}.`, where: { file } };
}
