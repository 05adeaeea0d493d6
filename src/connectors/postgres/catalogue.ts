import { grouped } from '../../model/groups.js';
import type { EntityRef, SystemInfo } from '../../model/source.js';
import { labelOf } from '../../protocols/sql/table.js';
import type { Client, Query } from './client.js';
import { cluster, extensions, relations, system } from './queries.js';
import { type Relation, relationIn, systemIn, textIn } from './wire.js';

/** The schema that every database begins with. */
export const usualSchemas = ['public'] as const;

/** What PostgreSQL says of itself: two or three queries. */
export async function readSystem({ read }: Client): Promise<SystemInfo> {
  return read(async (query) => {
    const [row] = await query(system);
    const { version, account, database, identified } = systemIn(row);
    const apps = (await query(extensions)).map((each) => [textIn(each, 'name'), textIn(each, 'version')]);
    const [control] = identified ? await query(cluster) : [];
    return {
      product: 'PostgreSQL',
      version,
      account,
      ...(apps.length === 0 ? {} : { apps: Object.fromEntries(apps) }),
      ...(control === undefined ? {} : { database: `${textIn(control, 'cluster')}/${database}` }),
    };
  });
}

/** Tables and views by the name of their entity; two may have one, since a name can hold a dot. */
export async function readRelations(
  query: Query,
  schemas: readonly string[],
): Promise<ReadonlyMap<string, readonly Relation[]>> {
  return grouped((await query(relations, [schemas])).map(relationIn), entityOf);
}

/** `schema.table` */
export function entityOf({ schema, name }: Pick<Relation, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

/** What the account may know something of. A partition is a part of its table. */
export async function* listRelations(
  { read }: Client,
  schemas: readonly string[],
): AsyncGenerator<EntityRef> {
  const found = await read((query) => readRelations(query, schemas));
  for (const [name, all] of found) {
    const [relation] = all.filter(({ granted, partition }) => granted && !partition);
    if (relation === undefined) continue;
    const label = labelOf(relation.comment);
    yield { name, ...(label === undefined ? {} : { label }) };
  }
}
