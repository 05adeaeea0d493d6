import { SeamError } from '../../errors/seam-error.js';
import { defined } from '../../model/defined.js';
import { dialect, type EntityFacets, type EntitySchema, objectOf } from '../../model/schema.js';
import type { EntityResult, NotObserved } from '../../model/source.js';
import type { Log } from '../connector.js';
import { observedWithout } from './capabilities.js';
import type { Client } from './client.js';
import type { Fault } from './faults.js';
import { fieldsOf } from './fields.js';
import { mapping } from './mapping.js';
import { type Origins, readOrigins } from './origins.js';
import { isKnownType, isLayout, isTable } from './types.js';
import { type DocType, parseDocTypes } from './wire.js';

/** DocTypes that are asked for at once; how many requests are under way is the transport's affair. */
const width = 8;

/** Live schemas of these DocTypes, in their order. */
export async function* describeDocTypes(
  client: Client,
  names: readonly string[],
  log: Log,
): AsyncGenerator<EntityResult> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return;
  const origins = await readOrigins(client);
  const work: Work = { client, origins, log, read: remembering((name) => readDocTypes(client, name)) };
  yield* inOrder(wanted, width, (name) => describeDocType(work, name));
}

/** A DocType and those of its tables that came with it, or why there is none. */
type Found = { readonly type: DocType; readonly others: readonly DocType[] } | { readonly fault: Fault };

type Work = {
  readonly client: Client;
  readonly origins: Origins;
  readonly log: Log;
  /** Reads a DocType once for all that ask: many documents share the rows of their taxes. */
  readonly read: (name: string) => Promise<Found>;
};

async function describeDocType(work: Work, name: string): Promise<EntityResult> {
  try {
    const found = await work.read(name);
    if ('fault' in found) return failed(name, found.fault);
    const tables = await readTables(work, found.type, found.others);
    if ('fault' in tables) return withoutTable(name, tables);
    return described(work, found.type, tables.types);
  } catch (error) {
    if (!(error instanceof SeamError) || !isOfOneEntity(error)) throw error;
    return { entity: name, status: 'unreadable', why: error.message, fix: error.fix };
  }
}

/** Failures that the next DocType need not meet. Others (no connection, no login) would only be met again. */
function isOfOneEntity({ code }: SeamError): boolean {
  return (
    code === 'source-server-error' ||
    code === 'source-timeout' ||
    code === 'source-empty' ||
    code === 'source-truncated' ||
    code === 'source-too-large' ||
    code === 'source-unusable'
  );
}

async function readDocTypes(client: Client, name: string): Promise<Found> {
  const answer = await client.metadata(name);
  if ('fault' in answer) return answer;
  const [type, ...others] = parseDocTypes(answer.value);
  if (type === undefined || type.name !== name) throw notThisOne(name, type?.name);
  // A DocType without a single field is not drift of all its fields, but an answer that cannot be trusted.
  if (type.fields.length === 0) {
    throw new SeamError('source-unusable', { why: `Frappe tells no field of ${name}.` });
  }
  return { type, others };
}

/** The database takes `customer` for `Customer`; a contract knows one name alone. */
function notThisOne(asked: string, told: string | undefined): SeamError {
  const why = `Asked for ${JSON.stringify(asked)}, Frappe describes ${JSON.stringify(told ?? null)}.`;
  return new SeamError('source-unusable', { why, fix: 'Write the DocType as Frappe does.' });
}

type Tables =
  | { readonly types: ReadonlyMap<string, DocType> }
  | { readonly fault: Fault; readonly field: string; readonly table: string };

/** The DocTypes of the tables: those that came along (`getdoctype`), others by name (v2). */
async function readTables(work: Work, type: DocType, others: readonly DocType[]): Promise<Tables> {
  const types = new Map(others.map((other) => [other.name, other]));
  for (const { name: field, options: table } of type.fields.filter(isTable)) {
    if (table === undefined || types.has(table)) continue;
    const found = await work.read(table);
    if ('fault' in found) return { fault: found.fault, field, table };
    types.set(table, found.type);
  }
  return { types };
}

function failed(entity: string, { kind, says }: Fault): EntityResult {
  if (kind === 'no-doctype') return { entity, status: 'missing', why: `Frappe has no DocType ${entity}.` };
  if (kind === 'forbidden') {
    const fix = 'Use an account that may log in to the site, or leave the DocType out.';
    return { entity, status: 'forbidden', why: says, fix };
  }
  const fix = 'Repair the DocType in Frappe (Customize Form shows its fields), or leave it out.';
  return { entity, status: 'unreadable', why: says, fix };
}

function withoutTable(
  entity: string,
  { fault, field, table }: Extract<Tables, { fault: Fault }>,
): EntityResult {
  const why = `The rows of its table ${JSON.stringify(field)} are of DocType ${JSON.stringify(table)}, which cannot be read. ${fault.says}`;
  return {
    entity,
    status: 'unreadable',
    why,
    fix: 'Repair or remove the table in Frappe, or leave the DocType out.',
  };
}

function described(
  { client, origins, log }: Work,
  type: DocType,
  tables: ReadonlyMap<string, DocType>,
): EntityResult {
  for (const field of [type, ...tables.values()].flatMap(({ fields }) => fields)) {
    if (isLayout(field) || isKnownType(field.type)) continue;
    const facts = { doctype: type.name, field: field.name, type: field.type };
    log('frappe: the type of a field is not known, so its values are not described', facts);
  }
  const notObserved: readonly NotObserved[] = origins.readable ? [] : [{ facet: 'origin', why: origins.why }];
  const schema: EntitySchema = {
    $schema: dialect,
    ...objectOf(fieldsOf(type, { major: client.major, origins, tables }, false)),
    'x-seam': {
      ...entityFacets(type),
      observed: observedWithout(new Set(notObserved.map(({ facet }) => facet))),
    },
  };
  return {
    entity: type.name,
    status: 'described',
    schema,
    ...(notObserved.length === 0 ? {} : { notObserved }),
  };
}

function entityFacets(type: DocType): Omit<EntityFacets, 'observed'> {
  return {
    connector: 'frappe',
    entity: type.name,
    mapping,
    version: '1.0',
    kind: kindOf(type),
    // There is one record of a Single, always.
    ...(type.single ? { cannot: ['create'] } : {}),
    ...(type.submittable ? { submittable: true } : {}),
    ...defined({ naming: type.naming }),
  };
}

/** A virtual DocType has no table of its own: code answers for it. */
function kindOf({ single, child, virtual }: DocType): 'single' | 'child' | 'view' | 'table' {
  if (single) return 'single';
  if (child) return 'child';
  return virtual ? 'view' : 'table';
}

function remembering<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const value = known.get(name) ?? read(name);
    known.set(name, value);
    return value;
  };
}

/** Results of `work` in the order of the items, with at most `width` under way. The first failure ends it. */
async function* inOrder<R>(
  items: readonly string[],
  width: number,
  work: (item: string) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for (const item of items) {
    const result = work(item);
    // A failure reaches the reader in its turn, or nobody once the reader has gone away.
    result.catch(() => undefined);
    running.push(result);
    if (running.length < width) continue;
    const [first] = running.splice(0, 1);
    if (first !== undefined) yield await first;
  }
  for (const result of running) yield await result;
}
