import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { EntityFacets, ObservedFacet } from '../../model/schema.js';
import type { EntityResult, SystemInfo } from '../../model/source.js';
import { observedOfLines, sayable } from './capabilities.js';
import type { Told, ToldEntity } from './told.js';
import { brokenOff, objectLines, textIn, textsIn, unusable, type Written } from './wire.js';

/** The version of the lines that is read. */
const version = 1;

/** What the lines say, as far as they have been read. */
type Reading = {
  first?: Pick<Told, 'system' | 'observed'>;
  isWhole: boolean;
  /** Labels of the entities that are listed, with or without a result. */
  readonly listed: Map<string, string | undefined>;
  readonly results: Map<string, ToldEntity['what']>;
};

/**
 * seam's own format: one JSON object on each line, `system` first and `end` last. docs/connectors/exec.md describes it.
 * @throws SeamError `source-unusable`, `source-truncated`
 */
export function readLines(written: Written): Told {
  const { program } = written;
  const reading: Reading = { isWhole: false, listed: new Map(), results: new Map() };
  for (const [value, line] of objectLines(written)) {
    take(value, reading, (why) => unusable(program, `"${program}", line ${line}: ${why}.`));
  }
  const { first, isWhole, listed, results } = reading;
  if (first === undefined) throw unusable(program, `"${program}" wrote no line of seam’s format.`);
  if (!isWhole) throw brokenOff(program, `What "${program}" wrote breaks off: the line "end" is missing.`);
  const entities = [...listed].map(([entity, label]) => {
    const why = `"${program}" lists it, and does not say what became of it.`;
    const what = results.get(entity) ?? { entity, status: 'unreadable' as const, why };
    return [entity, { ...(label === undefined ? {} : { label }), what }] as const;
  });
  return { ...first, entities: new Map(entities), onlyReads: false };
}

/** Takes one line. */
function take(value: JsonObject, reading: Reading, fail: Fail): void {
  const { type } = value;
  if (reading.isWhole) throw fail('there is something behind the line "end"');
  if (reading.first === undefined) {
    if (type !== 'system') throw fail('the first line must have the type "system"');
    reading.first = systemOf(value, fail);
  } else if (type === 'entity' || type === 'result') {
    takeEntity(value, reading, fail);
  } else if (type === 'end') {
    reading.isWhole = true;
  } else {
    throw fail(`the type ${JSON.stringify(type ?? null)} is none of system, entity, result, end`);
  }
}

function takeEntity(value: JsonObject, { listed, results }: Reading, fail: Fail): void {
  const name = textIn(value, value['type'] === 'entity' ? 'name' : 'entity');
  if (name === undefined) throw fail('it names no entity');
  listed.set(name, textIn(value, 'label') ?? listed.get(name));
  if (value['type'] === 'entity') return;
  if (results.has(name)) throw fail(`"${name}" is described twice`);
  results.set(name, outcomeOf(name, value, fail));
}

type Fail = (why: string) => Error;

function systemOf(value: JsonObject, fail: Fail): Pick<Told, 'system' | 'observed'> {
  if (value['seam'] !== version) {
    throw fail(`it is of version ${JSON.stringify(value['seam'] ?? null)}; this seam reads ${version}`);
  }
  const [product, productVersion] = [textIn(value, 'product'), textIn(value, 'version')];
  if (product === undefined || productVersion === undefined) throw fail('it lacks "product" or "version"');
  const known = (['account', 'company', 'language', 'database'] as const).flatMap((name) => {
    const text = textIn(value, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const apps = isJsonObject(value['apps']) ? Object.entries(value['apps']) : [];
  const texts = apps.filter((app): app is [string, string] => typeof app[1] === 'string');
  const observes = textsIn(value['observes']);
  const strange = observes.find((facet) => !sayable.has(facet));
  if (strange !== undefined)
    throw fail(`"observes" names ${JSON.stringify(strange)}, which this connector cannot tell`);
  const system: SystemInfo = {
    product,
    version: productVersion,
    ...(texts.length === 0 ? {} : { apps: Object.fromEntries(texts) }),
    ...Object.fromEntries(known),
  };
  // Each is one of the facets of the table.
  return { system, observed: observedOfLines(observes as readonly ObservedFacet[]) };
}

const refusals: ReadonlySet<unknown> = new Set<EntityResult['status']>([
  'missing',
  'forbidden',
  'unreadable',
  'not-applicable',
]);

function outcomeOf(entity: string, value: JsonObject, fail: Fail): ToldEntity['what'] {
  const { status = 'described', schema } = value;
  if (status === 'described') {
    if (!isJsonObject(schema)) throw fail(`"${entity}" has no "schema"`);
    return { schema, dialect: '2020-12', facets: wholeFacets(schema['x-seam']) };
  }
  const [why, fix] = [textIn(value, 'why'), textIn(value, 'fix')];
  if (!refusals.has(status)) throw fail(`"${entity}" has the status ${JSON.stringify(status)}`);
  if (why === undefined) throw fail(`"${entity}" is ${String(status)} and does not say why`);
  return { entity, status: status as 'missing', why, ...(fix === undefined ? {} : { fix }) };
}

/** What `x-seam` may say of an entity as a whole; the rest of it is ours to say. */
const wholes = ['kind', 'cannot', 'key'] as const satisfies (keyof EntityFacets)[];

function wholeFacets(said: Json | undefined): Partial<EntityFacets> {
  if (!isJsonObject(said)) return {};
  // Whether each has the right form is looked at with the schema as a whole.
  return Object.fromEntries(wholes.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])));
}
