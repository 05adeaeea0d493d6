import { grouped } from '../../model/groups.js';
import type { EntityResult } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import { defaultOf } from '../../protocols/sql/default.js';
import {
  type Check,
  type Column,
  type ForeignKey,
  labelOf,
  type Table,
  tableSchema,
} from '../../protocols/sql/table.js';
import { observed } from './capabilities.js';
import { entityOf, readRelations } from './catalogue.js';
import type { Client, Query } from './client.js';
import { typeFacts } from './fields.js';
import { mapping } from './mapping.js';
import * as queries from './queries.js';
import {
  type Attribute,
  attributeIn,
  type Constraint,
  constraintIn,
  type PgType,
  type Relation,
  typeIn,
  type Unique,
  uniqueIn,
  type Writing,
  writingIn,
} from './wire.js';

/** Tables of which the catalogue is asked at once: the number of queries grows with this, and not with the tables. */
const batch = 5000;

/** Live schemas of these entities. */
export async function* describeRelations(
  { read, database }: Client,
  schemas: readonly string[],
  entities: readonly string[],
): AsyncGenerator<EntityResult> {
  const wanted = [...new Set(entities)];
  if (wanted.length === 0) return;
  const listed = await read((query) => readRelations(query, schemas));
  const readable: Relation[] = [];
  for (const entity of wanted) {
    const [relation, ...others] = listed.get(entity) ?? [];
    const refused = refusedOf(entity, relation, others, { schemas, database });
    if (refused !== undefined) yield refused;
    else if (relation !== undefined) readable.push(relation);
  }
  for (let begin = 0; begin < readable.length; begin += batch) {
    const part = readable.slice(begin, begin + batch);
    const catalogue = await read((query) => readCatalogue(query, part));
    for (const relation of part) yield described(relation, catalogue);
  }
}

function refusedOf(
  entity: string,
  relation: Relation | undefined,
  others: readonly Relation[],
  { schemas, database }: { readonly schemas: readonly string[]; readonly database: string },
): EntityResult | undefined {
  if (relation === undefined) {
    const where = schemas.length === 1 ? `the schema ${schemas[0]}` : `the schemas ${schemas.join(', ')}`;
    return {
      entity,
      status: 'missing',
      why: `The database ${database} has no table or view ${entity} in ${where}.`,
    };
  }
  if (others.length > 0) {
    const why = `Two tables are called ${entity}, since their names hold dots.`;
    return { entity, status: 'unreadable', why, fix: 'Rename one of them, or leave both out.' };
  }
  if (!relation.granted) return hiddenEntity(entity, relation);
  return undefined;
}

function hiddenEntity(entity: string, { schema, name }: Relation): EntityResult {
  return {
    entity,
    status: 'forbidden',
    why: `The table ${entity} is there, and this account has no right on it.`,
    fix: `Let its owner run: GRANT REFERENCES ON ${quoted(schema)}.${quoted(name)} TO the account; with SELECT it may read the rows, too.`,
  };
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

type Catalogue = {
  readonly writing: ReadonlyMap<string, Writing>;
  readonly attributes: ReadonlyMap<string, readonly Attribute[]>;
  readonly types: ReadonlyMap<string, PgType>;
  readonly constraints: ReadonlyMap<string, readonly Constraint[]>;
  readonly uniques: ReadonlyMap<string, readonly Unique[]>;
};

const ofRelation = ({ relation }: { readonly relation: string }) => relation;

/** All that the catalogue says of these relations: five queries. */
async function readCatalogue(query: Query, part: readonly Relation[]): Promise<Catalogue> {
  const ids = [part.map(({ id }) => id)];
  const writing = (await query(queries.writing, ids)).map(writingIn);
  const attributes = (await query(queries.columns, ids)).map(attributeIn);
  const typeIds = [...new Set(attributes.map(({ type }) => type))];
  const types = (await query(queries.types, [typeIds])).map(typeIn);
  const constraints = (await query(queries.constraints, ids)).map(constraintIn);
  const uniques = (await query(queries.uniques, ids)).map(uniqueIn);
  return {
    writing: new Map(writing.map((row) => [row.id, row])),
    attributes: grouped(attributes, ofRelation),
    types: new Map(types.map((type) => [type.id, type])),
    constraints: grouped(constraints, ofRelation),
    uniques: grouped(uniques, ofRelation),
  };
}

function described(relation: Relation, catalogue: Catalogue): EntityResult {
  const entity = entityOf(relation);
  const attributes = catalogue.attributes.get(relation.id) ?? [];
  const writing = catalogue.writing.get(relation.id);
  // It was there when the list was read.
  if (writing === undefined) {
    return { entity, status: 'unreadable', why: 'The table went while it was read.', fix: 'Run it again.' };
  }
  const hidden = attributes.filter(({ granted }) => !granted).map(({ name }) => name);
  const constraints = catalogue.constraints.get(relation.id) ?? [];
  const ofKind = (kind: string) => constraints.filter((constraint) => constraint.kind === kind);
  const isOwn = relation.kind === 'r' || relation.kind === 'p';
  const unproved = new Set(
    ofKind('n')
      .filter(({ proved }) => !proved)
      .flatMap(({ columns }) => columns),
  );
  const table: Table = {
    entity,
    kind: relation.kind === 'v' || relation.kind === 'm' ? 'view' : 'table',
    comment: labelOf(relation.comment),
    columns: attributes
      .filter(({ granted }) => granted)
      .map((attribute) => columnOf(attribute, { isOwn, unproved, types: catalogue.types }))
      .sort((a, b) => byCodePoint(a.name, b.name)),
    key: ofKind('p').flatMap(({ columns }) => columns),
    uniques: (catalogue.uniques.get(relation.id) ?? []).map(uniqueOf),
    checks: ofKind('c').map(checkOf),
    foreignKeys: ofKind('f').flatMap(foreignKeysOf),
    others: ofKind('x').flatMap(({ text }) => text ?? []),
    // https://www.postgresql.org/docs/current/functions-info.html: bits of the events that a relation takes.
    cannot: [
      ...((writing.events & 8) === 0 ? (['create'] as const) : []),
      ...((writing.events & 4) === 0 ? (['update'] as const) : []),
    ],
    doubted: !isOwn || writing.filled,
  };
  return {
    entity,
    status: 'described',
    schema: tableSchema(table, { connector: 'postgres', mapping, observed, dialect: 'postgres' }),
    ...(hidden.length === 0 ? {} : { hidden: hidden.sort(byCodePoint) }),
  };
}

type Around = {
  /** The rows are kept here: a table and no view, and not a foreign one, whose NOT NULL nobody sees to. */
  readonly isOwn: boolean;
  /** Columns whose NOT NULL is not proved of old rows. */
  readonly unproved: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, PgType>;
};

function columnOf(attribute: Attribute, { isOwn, unproved, types }: Around): Column {
  const { name, identity, generated, expression } = attribute;
  const type = typeFacts(attribute.type, attribute.modifier, types, attribute.exact);
  const isFilled = attribute.filled || type.filled;
  const isGenerated = generated !== '';
  return {
    name,
    schema: type.schema,
    comparable: type.comparable,
    nullable: !isOwn || unproved.has(name) ? 'unknown' : !isFilled,
    default: fallbackOf(attribute, type),
    readOnly: isGenerated || identity === 'a' || !attribute.written,
    comment: labelOf(attribute.comment),
    facets: {
      // A number alone is that of a column of every table.
      ...(isOwn ? { id: `${attribute.relation}.${attribute.number}` } : {}),
      ...(isGenerated ? { computed: true as const } : {}),
      ...(generated === 'v' ? { stored: false as const } : {}),
    },
    notes: {
      ...type.notes,
      ...(isGenerated && expression !== undefined ? { generated: expression } : {}),
    },
  };
}

/** What fills the column in; a `NULL` of its own turns the default of its domain off. */
function fallbackOf(
  { identity, generated, expression }: Attribute,
  type: ReturnType<typeof typeFacts>,
): Column['default'] {
  if (identity !== '') return 'computed';
  if (generated !== '') return 'none';
  return expression === undefined ? type.default : defaultOf(expression, type.schema, 'postgres');
}

function checkOf({ expression, columns, proved }: Constraint): Check {
  return { text: expression ?? '', columns, unproved: !proved };
}

function uniqueOf({ columns, plain, condition }: Unique): readonly string[] | string {
  if (plain) return columns;
  return condition === undefined ? columns.join(', ') : `${columns.join(', ')} where ${condition}`;
}

function foreignKeysOf(constraint: Constraint): readonly ForeignKey[] {
  const { columns, targetSchema, targetName, targetColumns, toKey } = constraint;
  if (targetSchema === undefined || targetName === undefined) return [];
  return [{ columns, target: entityOf({ schema: targetSchema, name: targetName }), targetColumns, toKey }];
}
