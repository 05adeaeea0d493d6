import { readFile } from 'node:fs/promises';
import { SeamError } from '../errors/seam-error.js';
import type { PulledSource, PullFile } from '../model/pull.js';
import type { Failure } from '../model/report.js';
import type { EntityResult } from '../model/source.js';
import { faultCode, writeAtomically } from './atomic.js';
import { parseJson } from './json.js';
import { pullProblem } from './pull-guard.js';
import { systemOf } from './source-info.js';

/**
 * Writes live schemas into one file. Only the members that the types name are written, so that nothing of how a source
 * was reached can slip in.
 * @throws SeamError `not-delivered`
 */
export async function writePullFile(file: string, pull: PullFile): Promise<void> {
  const { format, seamVersion, pulledAt, sources } = pull;
  const text = JSON.stringify({ format, seamVersion, pulledAt, sources: sources.map(sourceOf) }, null, 1);
  await writeAtomically(file, `${text}\n`);
}

/**
 * The live schemas in a pull file.
 * @throws SeamError `pull-file-invalid`
 */
export async function readPullFile(file: string): Promise<PullFile> {
  return parsePullFile(await textOf(file), file);
}

/**
 * The live schemas in the text of a pull file.
 * @param file what it is called in an error
 * @throws SeamError `pull-file-invalid`
 */
export function parsePullFile(text: string, file: string): PullFile {
  const value = parseJson(text, file, 'pull-file-invalid');
  const wrong = pullProblem(value);
  if (wrong !== undefined) throw invalid(file, wrong);
  return value as PullFile; // `pullProblem` has looked at all that the type says
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = faultCode(cause);
    if (code === undefined) throw cause;
    throw invalid(file, code === 'ENOENT' ? 'There is no such file.' : `The system says ${code}.`, cause);
  }
}

function invalid(file: string, why: string, cause?: unknown): SeamError {
  return new SeamError('pull-file-invalid', { why, where: { file }, cause });
}

function sourceOf({
  name,
  connector,
  mapping,
  system,
  results,
  listed,
  failure,
}: PulledSource): PulledSource {
  return {
    name,
    connector,
    mapping,
    ...(system === undefined ? {} : { system: systemOf(system) }),
    results: results.map(resultOf),
    ...(listed === undefined ? {} : { listed }),
    ...(failure === undefined ? {} : { failure: failureOf(failure) }),
  };
}

function resultOf(result: EntityResult): EntityResult {
  const { entity, status } = result;
  if (status === 'described') {
    const { schema, hidden, notObserved } = result;
    return {
      entity,
      status,
      schema,
      ...(hidden === undefined ? {} : { hidden }),
      ...(notObserved === undefined ? {} : { notObserved }),
    };
  }
  const { why, fix } = result;
  return { entity, status, why, ...(fix === undefined ? {} : { fix }) };
}

/** Without the frame, which shows a line of the config. */
function failureOf({ code, why, where, fix }: Failure): Failure {
  return { code, why, ...(where === undefined ? {} : { where }), ...(fix === undefined ? {} : { fix }) };
}
