import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { depthFault } from '../../protocols/document/depth.js';
import { faultOffset } from '../../protocols/document/parse.js';

/** What a program wrote, and what it is called in a sentence. */
export type Written = { readonly text: string; readonly program: string };

/**
 * The value of a JSON text.
 * @param line of the output in which it begins
 * @throws SeamError `source-truncated`, `source-unusable`
 */
export function parseJson(text: string, program: string, line = 1): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    const offset = faultOffset(cause, text);
    if (offset === undefined)
      throw brokenOff(program, `What "${program}" wrote is JSON that breaks off.`, cause);
    const at = line + text.slice(0, offset).split('\n').length - 1;
    throw unusable(program, `What "${program}" wrote is no JSON in line ${at}.`, cause);
  }
  if (depthFault(value) === undefined) return value;
  throw unusable(program, `What "${program}" wrote in line ${line} is nested too deeply, or too large.`);
}

/** The lines of JSON among others, each with its number; lines that are no object are what a program says to people. */
export function* objectLines({
  text,
  program,
}: Written): Generator<readonly [value: JsonObject, line: number]> {
  for (const [index, row] of text.split('\n').entries()) {
    if (!row.trimStart().startsWith('{')) continue;
    const value = parseJson(row, program, index + 1);
    if (isJsonObject(value)) yield [value, index + 1];
  }
}

/** A text that is not empty, or nothing. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The objects of a list; of anything else none. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts of a list; of anything else none. */
export function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function unusable(program: string, why: string, cause?: unknown): SeamError {
  return new SeamError('source-unusable', {
    why,
    fix: `Check \`format\` and \`command\` of the source: "${program}" must print schemas, and nothing else, to stdout.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

export function brokenOff(program: string, why: string, cause?: unknown): SeamError {
  return new SeamError('source-truncated', {
    why,
    fix: `Run "${program}" by hand: it ended in the middle of what it wrote.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
