import { LineCounter, parseDocument } from 'yaml';
import { SeamError } from '../../errors/seam-error.js';
import type { Json } from '../../model/json.js';
import { deepest, depthFault } from './depth.js';

/** Uses of an anchor, counted with the uses inside of it; a bomb has millions. */
const mostAliases = 10_000;

/**
 * The value that a JSON or YAML text holds. YAML is 1.2 with the core schema and merge keys: no tags of its own, no
 * second document. https://yaml.org/spec/1.2.2/#103-core-schema
 * @param name what the document is called in an error
 * @throws SeamError `source-empty`, `source-truncated` or `source-unusable`, with the line where it is known
 */
export function parseText(text: string, name: string): Json {
  const begin = /\S/.exec(text)?.[0];
  if (begin === undefined) {
    const why = `${JSON.stringify(name)} is empty.`;
    throw new SeamError('source-empty', { why, where: { file: name }, fix: 'Write the description anew.' });
  }
  const value = begin === '{' || begin === '[' ? parseJson(text, name) : parseYaml(text, name);
  const fault = depthFault(value);
  if (fault === undefined) return value;
  throw unusable(name, `${JSON.stringify(name)} ${faults[fault]}.`);
}

const faults = {
  endless: 'holds itself by an alias',
  'too deep': `is nested deeper than ${deepest} levels`,
  'too large': 'has more values than any real description; aliases count each time',
} as const;

function parseJson(text: string, name: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    if (isFlowYaml(text)) return parseYaml(text, name);
    const offset = faultOffset(cause, text);
    if (offset === undefined) {
      const why = `${JSON.stringify(name)} is JSON that breaks off.`;
      throw new SeamError('source-truncated', { why, where: { file: name }, cause });
    }
    throw unusable(name, `${JSON.stringify(name)} is no JSON.`, lineOf(text, offset), cause);
  }
}

/** Where a text is no JSON, by what `JSON.parse` threw; `undefined` where it breaks off. */
export function faultOffset(cause: unknown, text: string): number | undefined {
  const [, offset] = /at position (\d+)/.exec(String(cause)) ?? [];
  return offset === undefined || Number(offset) >= text.trimEnd().length ? undefined : Number(offset);
}

/** YAML may begin like JSON and go on with names that are not in quotes. */
function isFlowYaml(text: string): boolean {
  return /^\s*\{\s*[A-Za-z$]/.test(text);
}

function parseYaml(text: string, name: string): Json {
  if (ladder.test(text)) throw unusable(name, `${JSON.stringify(name)} ${faults['too deep']}.`);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: true,
    prettyErrors: false,
    // Compares every key with every other one.
    uniqueKeys: false,
    logLevel: 'error',
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    throw unusable(name, `${JSON.stringify(name)} is no YAML that seam reads (${fault.code}).`, line, fault);
  }
  try {
    return finite(document.toJS({ maxAliasCount: mostAliases }));
  } catch (cause) {
    // The parser gives up on aliases that multiply each other, and on one without an anchor.
    throw unusable(name, `The aliases of ${JSON.stringify(name)} cannot be followed.`, undefined, cause);
  }
}

/** `.inf` and `.nan` are YAML and no JSON: they say nothing. */
function finite(value: unknown): Json {
  const seen = new Set<object>();
  const waiting = [value];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    for (const [name, child] of Object.entries(part)) {
      if (typeof child === 'number' && !Number.isFinite(child))
        Object.defineProperty(part, name, { value: null });
      else waiting.push(child);
    }
  }
  return value as Json;
}

/** The parser guards its own stack; this is what takes it minutes all the same. */
const ladder = new RegExp(`(?:[-?:][ \\t]+){${deepest}}`);

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function unusable(name: string, why: string, line?: number, cause?: unknown): SeamError {
  return new SeamError('source-unusable', {
    why,
    where: { file: name, ...(line === undefined ? {} : { line }) },
    fix: 'Check that it is the description of the API, whole, as JSON or YAML.',
    ...(cause === undefined ? {} : { cause }),
  });
}
