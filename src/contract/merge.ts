import { matchesGlob } from '../model/glob.js';
import type { EntitySchema, FieldSchema } from '../model/schema.js';

/** Version of a contract that nobody has raised yet. */
const firstVersion = '1.0';

/**
 * The contract to write after a pull: all that is generated from the live schema; what people wrote (`description`,
 * `$comment`, foreign `x-` keys) and the team's version from the contract before.
 */
export function mergeSnapshot(existing: EntitySchema | undefined, live: EntitySchema): EntitySchema {
  const version = existing?.['x-seam'].version ?? firstVersion;
  return { ...merged(existing, live), 'x-seam': { ...live['x-seam'], version } };
}

/**
 * The schema with only the fields that the patterns name, and those that create demands or may demand: a mandatory
 * field must never be missed because nobody named it. A pattern for nested rows (`items.qty`) keeps the whole field.
 * @param patterns field names or globs; absent: all fields
 */
export function restrictFields(schema: EntitySchema, patterns: readonly string[] | undefined): EntitySchema {
  if (patterns === undefined) return schema;
  const required = new Set(schema.required);
  const kept = Object.entries(schema.properties).filter(
    ([name, field]) => required.has(name) || mayBind(field) || isNamed(name, field, patterns),
  );
  return { ...schema, properties: Object.fromEntries(kept) };
}

/** True where the source says that something requires the field and cannot tell whether it binds on create. */
function mayBind({ 'x-seam': facets = {} }: FieldSchema): boolean {
  if (facets.requiredWhen !== undefined) return true;
  return facets.required === 'unknown' && (facets.requiredBy ?? []).length > 0;
}

function isNamed(name: string, field: FieldSchema, patterns: readonly string[]): boolean {
  const rows = field.properties ?? field.items?.properties ?? {};
  const paths = [name, ...Object.keys(rows).map((row) => `${name}.${row}`)];
  return patterns.some((pattern) => paths.some((path) => matchesGlob(pattern, path)));
}

type Schema = Pick<FieldSchema, 'properties' | 'items'>;

/** The live schema with what people wrote beside the same fields before, at any depth. */
function merged<T extends Schema>(existing: Schema | undefined, live: T): T {
  if (existing === undefined) return live;
  const { properties, items } = live;
  return {
    ...live,
    ...handwritten(existing),
    ...(properties === undefined ? {} : { properties: mergedFields(existing.properties ?? {}, properties) }),
    ...(items === undefined ? {} : { items: merged(existing.items, items) }),
  };
}

type Fields = Readonly<Record<string, FieldSchema>>;

function mergedFields(existing: Fields, live: Fields): Fields {
  return Object.fromEntries(
    Object.entries(live).map(([name, field]) => {
      const before = Object.hasOwn(existing, name) ? existing[name] : undefined;
      return [name, merged(before, field)];
    }),
  );
}

/** What no connector writes. */
function handwritten(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => isHandwritten(keyword)));
}

function isHandwritten(keyword: string): boolean {
  return (
    keyword === 'description' || keyword === '$comment' || (keyword.startsWith('x-') && keyword !== 'x-seam')
  );
}
