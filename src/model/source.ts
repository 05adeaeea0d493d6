import type { EntitySchema, ObservedFacet } from './schema.js';

/** What a source is, as it reports itself. Explains drift and is never drift itself (`_source.json`). */
export type SystemInfo = {
  /** `Odoo`, `ERPNext`, … */
  readonly product: string;
  readonly version: string;
  /** Installed apps or modules and their versions, where the source tells. */
  readonly apps?: Readonly<Record<string, string>>;
  /** Login of the account that looked; never a secret. */
  readonly account?: string;
  readonly company?: string;
  readonly language?: string;
  /** Stable id of the database, where there is one: vendor ids of fields are compared only within it. */
  readonly database?: string;
};

/** An entity as the catalogue lists it. */
export type EntityRef = { readonly name: string; readonly label?: string };

/** A facet that could not be read this time although the connector can usually tell it. */
export type NotObserved = { readonly facet: ObservedFacet; readonly why: string };

/** What became of describing one entity. Four words, never `null`. */
export type EntityResult =
  | {
      readonly entity: string;
      readonly status: 'described';
      readonly schema: EntitySchema;
      /** Fields that are there and hidden from this account, proved by a list that does not depend on it; sorted. */
      readonly hidden?: readonly string[];
      readonly notObserved?: readonly NotObserved[];
      /** It was made from a copy of an earlier run, which the source confirmed to be unchanged. */
      readonly fromCache?: true;
    }
  | {
      readonly entity: string;
      /** `missing`: the catalogue answered and does not list it. The others: it may well be there. */
      readonly status: 'missing' | 'forbidden' | 'unreadable' | 'not-applicable';
      /** One sentence: what happened. */
      readonly why: string;
      /** One sentence: what to do. */
      readonly fix?: string;
    };
