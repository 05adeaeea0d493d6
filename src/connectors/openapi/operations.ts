import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { member, textOf } from '../../protocols/json-schema/json.js';
import type { Library, Spot } from '../../protocols/json-schema/references.js';
import type { Description } from './client.js';
import { objectAt } from './wire.js';

/** One operation of the API. */
export type Operation = {
  /** Method and path, as `POST /customers`: the name of the entity. */
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly spot: Spot;
  /** The path around it, which may have parameters for all its operations. */
  readonly item: Spot;
};

/** Methods that carry a record or ask for one. https://spec.openapis.org/oas/v3.1.1#path-item-object */
const methods = ['get', 'query', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

/** Every operation of the document, in its order. */
export function operationsOf({ document, library, address }: Description): readonly Operation[] {
  return document.paths.flatMap(([path]) => {
    const place = library.at(address, `/paths/${escaped(path)}`);
    const item = place === undefined ? undefined : resolved(place, library);
    if (item === undefined) return [];
    return methods.flatMap((method): readonly Operation[] => {
      const spot = library.below(item, method);
      if (spot === undefined || !isJsonObject(spot.schema)) return [];
      return [{ name: `${method.toUpperCase()} ${path}`, method, path, spot, item }];
    });
  });
}

/** The operation of a name. What the parameters in the path are called is no part of the API. */
export function findOperation(name: string, operations: readonly Operation[]): Operation | undefined {
  const wanted = nameless(name);
  return operations.find((operation) => nameless(operation.name) === wanted);
}

const nameless = (name: string) => name.replace(/\{[^{}]*\}/g, '{}');

/** True for the path of one record: it ends with a parameter. */
export function isOfOne({ path }: Operation): boolean {
  return /\{[^{}]*\}\)?\/?$/.test(path);
}

/** The thing itself where a reference stands in its place; `undefined` where that leads nowhere. */
function resolved(spot: Spot, library: Library): Spot | undefined {
  let at: Spot | undefined = spot;
  for (let steps = 0; at !== undefined && steps < 20; steps++) {
    const reference = textOf(at.schema, '$ref');
    if (reference === undefined) return at;
    at = library.follow(reference, at);
  }
  return undefined;
}

/** A body that is sent or answered. */
export type Body = {
  readonly schema: Spot;
  /** Its media type, without parameters. */
  readonly type: string;
};

/** The body that a request must or may have. */
export function requestBody({ spot }: Operation, library: Library): Body | undefined {
  const place = library.below(spot, 'requestBody');
  const body = place === undefined ? undefined : resolved(place, library);
  return body === undefined ? undefined : contentOf(body, library, true);
}

/** The bodies that answers of success have, each schema once. */
export function answerBodies({ spot }: Operation, library: Library): readonly Body[] {
  const responses = objectAt(spot.schema, 'responses');
  const good = Object.keys(responses)
    .filter((status) => /^2/.test(status))
    .sort();
  const statuses = good.length > 0 ? good : Object.keys(responses).filter((status) => status === 'default');
  const bodies = statuses.flatMap((status) => {
    const place = library.below(spot, 'responses', status);
    const response = place === undefined ? undefined : resolved(place, library);
    const body = response === undefined ? undefined : contentOf(response, library, false);
    return body === undefined ? [] : [{ ...body, schema: resolved(body.schema, library) ?? body.schema }];
  });
  return [...new Map(bodies.map((body) => [`${body.schema.home}#${body.schema.pointer}`, body])).values()];
}

/** Media types, the first that is there counts; forms only where they are sent. */
const json = [/^application\/json\b/i, /\+json\b/i, /\/json\b/i];
const forms = [/^application\/x-www-form-urlencoded\b/i, /^multipart\/form-data\b/i];
const whatever = [/^(?:application|\*)\/\*/];

function contentOf(holder: Spot, library: Library, isRequest: boolean): Body | undefined {
  const types = Object.keys(objectAt(holder.schema, 'content'));
  const patterns = [...json, ...(isRequest ? forms : []), ...whatever];
  const found = patterns.map((pattern) => types.find((type) => pattern.test(type)));
  const type = found.find((each) => each !== undefined);
  const schema = type === undefined ? undefined : library.below(holder, 'content', type, 'schema');
  if (type === undefined || schema === undefined) return undefined;
  return { schema, type: type.replace(/\s*;.*$/, '').toLowerCase() };
}

/** A parameter of an operation. */
export type Parameter = {
  readonly in: 'query' | 'path' | 'header' | 'cookie';
  /** Its name; in a path, its place among the parameters. */
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly schema: Spot | undefined;
};

/** Headers that are not described as parameters. https://spec.openapis.org/oas/v3.1.1#parameter-object */
const notParameters: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** The parameters of an operation and of the path around it; the operation's own count. */
export function parametersOf({ spot, item, path }: Operation, library: Library): readonly Parameter[] {
  const inPath = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  const found = new Map<string, Parameter>();
  for (const holder of [item, spot]) {
    const list = member(holder.schema, 'parameters');
    for (const [index] of (Array.isArray(list) ? list : []).entries()) {
      const place = library.below(holder, 'parameters', String(index));
      const at = place === undefined ? undefined : resolved(place, library);
      const parameter = at === undefined ? undefined : parameterAt(at, library, inPath);
      if (parameter !== undefined) found.set(`${parameter.in} ${parameter.label}`, parameter);
    }
  }
  return [...found.values()];
}

function parameterAt(
  spot: Spot,
  library: Library,
  inPath: readonly (string | undefined)[],
): Parameter | undefined {
  const [place, label] = [textOf(spot.schema, 'in'), textOf(spot.schema, 'name')];
  if (label === undefined || !isPlace(place)) return undefined;
  if (place === 'header' && notParameters.has(label.toLowerCase())) return undefined;
  const position = inPath.indexOf(label) + 1;
  if (place === 'path' && position === 0) return undefined;
  return {
    in: place,
    // What a parameter in the path is called never leaves the document.
    name: place === 'path' ? String(position) : label,
    label,
    required: member(spot.schema, 'required') === true,
    schema: library.below(spot, 'schema') ?? contentOf(spot, library, false)?.schema,
  };
}

function isPlace(place: string | undefined): place is Parameter['in'] {
  return place === 'query' || place === 'path' || place === 'header' || place === 'cookie';
}

/** RFC 6901, 3 */
export function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Every reference in a part of a document. */
export function referencesIn(part: Json): readonly string[] {
  const found: string[] = [];
  const waiting: Json[] = [part];
  const seen = new Set<Json>();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isJsonObject(value)) found.push(...referencesAt(value));
    waiting.push(...Object.values(value));
  }
  return found;
}

function referencesAt(value: JsonObject): readonly string[] {
  const reference = textOf(value, '$ref');
  const mapped = Object.values(objectAt(member(value, 'discriminator'), 'mapping'));
  const targets = mapped.filter((target): target is string => typeof target === 'string');
  return [
    ...(reference === undefined ? [] : [reference]),
    ...targets.filter((target) => target.includes('#')),
  ];
}
