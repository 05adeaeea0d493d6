import type { ErrorObject } from 'ajv';
import { didYouMean } from '../errors/did-you-mean.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { isKeyWord, isPlain } from './hidden.js';
import { dotted, type Path, valueAt } from './pointer.js';
import type { Problem } from './problem.js';
import { listed, nearest, quoted, shown, suggestion } from './say.js';
import { looksSecret } from './secrets.js';

/** One violation of the schema, ready to be told. */
type Violation = {
  readonly path: Path;
  /** The value as people may read it; never a credential. */
  readonly value: string;
  readonly data: Json | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  /** The part of the schema that was violated. */
  readonly schema: JsonObject;
};

type Sentence = Partial<Pick<Problem, 'path' | 'on' | 'fix'>> & Pick<Problem, 'why'>;

/** Types of JSON Schema in the words of someone who writes YAML. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'nothing',
};

/** What each keyword says when it is violated. */
const sentences: Readonly<Record<string, (violation: Violation) => Sentence>> = {
  additionalProperties: ({ path, params, data, schema }) =>
    unknownKey(path, String(params['additionalProperty']), data, Object.keys(propertiesOf(schema))),
  unevaluatedProperties: ({ path, params, data, schema }) =>
    unknownKey(path, String(params['unevaluatedProperty']), data, Object.keys(propertiesOf(schema))),
  propertyName: ({ path, params, schema }) => ({
    path: [...path, String(params['propertyName'])],
    on: 'key',
    why: `${quoted(String(params['propertyName']))} cannot be a key of ${nameOf(path)}.`,
    ...described(schema),
  }),
  required: ({ path, params, data, schema }) => {
    const key = String(params['missingProperty']);
    const known = propertiesOf(schema);
    const strangers = isJsonObject(data)
      ? Object.keys(data).filter((name) => !Object.hasOwn(known, name))
      : [];
    const misspelt = strangers.find((name) => didYouMean(name, [key]) !== undefined);
    if (misspelt !== undefined) return unknownKey(path, misspelt, data, [key]);
    return {
      on: 'key',
      why: `${nameOf(path)} lacks ${quoted(key)}.`,
      fix: 'Add it.',
      ...described(known[key]),
    };
  },
  anyOf: (violation) => alternatives(violation, 'at least one of'),
  oneOf: (violation) => alternatives(violation, 'exactly one of'),
  type: ({ path, value, data, params, schema }) => {
    const wanted = [params['type']].flat().map((type) => typeWords[String(type)] ?? String(type));
    const must = `must be ${wanted.join(' or ')}`;
    const why =
      data === null ? `${nameOf(path)} is empty; it ${must}.` : `${nameOf(path)} ${must}, not ${value}.`;
    return { why, ...(quotesFix(data, wanted) ?? described(schema)) };
  },
  enum: ({ path, value, data, params }) => {
    const allowed = [params['allowedValues']].flat().map(String);
    const near = typeof data === 'string' ? nearest(data, allowed) : undefined;
    return {
      why: `${nameOf(path)} must be one of ${allowed.join(', ')}, not ${value}.`,
      ...(near === undefined ? {} : { fix: `Did you mean ${quoted(near)}?` }),
    };
  },
  const: ({ path, value, params }) => ({
    why: `${nameOf(path)} must be ${shown(params['allowedValue'] as Json)}, not ${value}.`,
  }),
  minLength: empty,
  minItems: empty,
  minProperties: empty,
  uniqueItems: ({ path, params }) => ({
    path: [...path, Number(params['i'])],
    why: `${nameOf([...path, Number(params['i'])])} says the same as ${nameOf([...path, Number(params['j'])])}.`,
    fix: 'Keep one of them.',
  }),
  minimum: bound('at least'),
  maximum: bound('at most'),
  exclusiveMinimum: bound('more than'),
  exclusiveMaximum: bound('less than'),
};

/** The sentence for an error of ajv, which must be made with `verbose`. */
export function sentenceFor(error: ErrorObject, path: Path): Problem {
  const shows = mayShow(error, path);
  const violation: Violation = {
    path,
    value: shows ? shown(error.data as Json) : 'what stands there',
    data: error.data as Json | undefined,
    params: { ...error.params, propertyName: error.propertyName },
    schema: isJsonObject(error.parentSchema) ? error.parentSchema : {},
  };
  const keyword = error.propertyName === undefined ? error.keyword : 'propertyName';
  const say = Object.hasOwn(sentences, keyword) ? sentences[keyword] : undefined;
  const sentence = say?.(violation) ?? notAllowed(violation);
  // A sentence about a key shows nothing of its value.
  return { code: 'config-invalid', path, on: 'value', shows: shows && sentence.on !== 'key', ...sentence };
}

/**
 * True for a value that is certainly no credential: where none is expected, or where the schema asks for a single value
 * under a key that does not look secret. A text in place of a map (`auth: …`) may be one.
 */
function mayShow({ data, params }: ErrorObject, path: Path): boolean {
  if (isPlain(path) || typeof data === 'object') return true;
  const asksForMore = [params['type']].flat().some((type) => type === 'object' || type === 'array');
  return !asksForMore && !path.some((step) => looksSecret(String(step)));
}

function unknownKey(path: Path, key: string, map: Json | undefined, known: readonly string[]): Sentence {
  // A key without a value may be the value of a key without a colon.
  const isKey = isKeyWord(key) && valueAt(map ?? null, [key]) !== null;
  const name = isKey || isPlain([...path, key]) ? quoted(key) : '(not shown, it may hold a credential)';
  return {
    path: [...path, key],
    on: 'key',
    why: `unknown key ${name} ${path.length === 0 ? 'at the top level' : `in ${dotted(path)}`}`,
    fix: suggestion(key, known, 'Known keys'),
  };
}

/** Alternatives that differ only in what they require are told as such. */
function alternatives(violation: Violation, how: string): Sentence {
  const { path, schema } = violation;
  const branches = [schema['oneOf'] ?? schema['anyOf']].flat() as readonly Json[];
  const keys = branches.map((branch) =>
    isJsonObject(branch) && Array.isArray(branch['required']) && Object.keys(branch).length === 1
      ? listed(branch['required'].map(String))
      : undefined,
  );
  if (keys.some((key) => key === undefined)) return notAllowed(violation);
  return { on: 'key', why: `${nameOf(path)} needs ${how} ${keys.join(', ')}.`, fix: 'Say one of them.' };
}

function notAllowed({ path, value, schema }: Violation): Sentence {
  return { why: `${nameOf(path)} cannot be ${value}.`, ...described(schema) };
}

function empty({ path }: Violation): Sentence {
  return { why: `${nameOf(path)} is empty.`, fix: 'Say something, or leave the key out.' };
}

function bound(words: string): (violation: Violation) => Sentence {
  return ({ path, value, params, schema }) => ({
    why: `${nameOf(path)} must be ${words} ${String(params['limit'])}, not ${value}.`,
    ...described(schema),
  });
}

/** What to do where only the quotes make the type wrong. */
function quotesFix(data: Json | undefined, wanted: readonly string[]): { readonly fix: string } | undefined {
  const scalar = typeof data === 'number' || typeof data === 'boolean';
  if (scalar && wanted.includes('text')) return { fix: 'Put it in quotes.' };
  const bare = typeof data === 'string' && /^(?:[\d.]+|true|false)$/.test(data);
  return bare && !wanted.includes('a list') && !wanted.includes('a map')
    ? { fix: 'Write it without quotes.' }
    : undefined;
}

function nameOf(path: Path): string {
  return path.length === 0 ? 'seam.yaml' : dotted(path);
}

function described(schema: Json | undefined): { readonly fix?: string } {
  const description = isJsonObject(schema) ? schema['description'] : undefined;
  return typeof description === 'string' ? { fix: description } : {};
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}
