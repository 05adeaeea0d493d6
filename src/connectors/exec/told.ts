import type { JsonObject } from '../../model/json.js';
import type { EntityFacets, ObservedFacet } from '../../model/schema.js';
import type { EntityResult, SystemInfo } from '../../model/source.js';
import type { Dialect } from '../../protocols/json-schema/dialect.js';

/** The schema of an entity, as a program wrote it. */
export type ToldSchema = {
  readonly schema: JsonObject;
  /** Of a schema that does not say it. */
  readonly dialect: Dialect;
  /** Names of fields that the schema has and that nothing ever reads. */
  readonly without?: ReadonlySet<string>;
  /** What the program says of the entity as a whole. */
  readonly facets?: Partial<EntityFacets>;
};

/** What a program told of one entity. */
export type ToldEntity = {
  readonly label?: string;
  readonly what: ToldSchema | Exclude<EntityResult, { status: 'described' }>;
};

/** All that a program told. */
export type Told = {
  readonly system: SystemInfo;
  readonly entities: ReadonlyMap<string, ToldEntity>;
  /** Facets that its schemas can tell, sorted. */
  readonly observed: readonly ObservedFacet[];
  /** What it writes says nothing of writers. */
  readonly onlyReads: boolean;
};
