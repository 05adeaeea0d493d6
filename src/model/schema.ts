import type { Json } from './json.js';

/** JSON Schema dialect of every contract. https://json-schema.org/draft/2020-12 */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

export type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** Who brought a field: the product, a module or app, a customisation of this database, or a setting on top. */
export type Origin = {
  readonly kind: 'standard' | 'module' | 'custom' | 'property-setter';
  /** The module or app by its technical name; several are sorted and joined by `, `. */
  readonly by?: string;
};

/** Why requiredness or nullability is what it is: no ERP means one thing by them. */
export type Evidence = 'database' | 'api' | 'user-interface' | 'condition' | 'default' | 'computed' | 'key';

/**
 * What the metadata says of a field beyond JSON Schema's own keywords; the value of `x-seam` on a field.
 * An absent member means "not so" where `observed` of the entity names the facet, else "not known".
 */
export type FieldFacets = {
  /** The vendor's own type name: `many2one`, `Small Text`, `Edm.Decimal`. */
  readonly nativeType?: string;
  /** Entity (or entities, sorted) that a relation points to. */
  readonly target?: string | readonly string[];
  /** Name of the field that holds the entity name of a polymorphic relation (Frappe Dynamic Link). */
  readonly targetField?: string;
  /** Field on the target that points back. */
  readonly inverse?: string;
  /** Labels of enum values, by value as text. */
  readonly enumLabels?: Readonly<Record<string, string>>;
  /** `dynamic`: the server computes the values per call, so there is no `enum`. */
  readonly enumSource?: 'dynamic';
  /** Digits in all, as the exact text of the source (`21`, `variable`). */
  readonly precision?: string;
  /** Digits after the point, as the exact text of the source. */
  readonly scale?: string;
  /** A default is there whose value is computed per call, user or day; a constant one is the keyword `default`. */
  readonly hasDefault?: true;
  /** Settable on create, refused or ignored afterwards. */
  readonly immutable?: true;
  readonly unique?: true;
  /** Absent: `required` of the object says it all. `unknown`: the source cannot tell whether create demands it. */
  readonly required?: 'unknown';
  /** What the source calls required, and by what means it binds. */
  readonly requiredBy?: readonly Evidence[];
  /** The vendor's condition under which the field is mandatory, as its exact text. */
  readonly requiredWhen?: string;
  /** `unknown`: the source cannot tell whether an answer may be empty here; `type` then allows null. */
  readonly nullable?: 'unknown';
  /**
   * Whether every answer has the member, where that does not follow from nullability: `always` although it may be null,
   * `optional` although it is never null. Absent: what may be null may be left out, and nothing else.
   */
  readonly presence?: 'always' | 'optional';
  /** Binds only people at a screen. */
  readonly uiRequired?: true;
  readonly uiReadOnly?: true;
  /** Frappe's permlevel. 0 is absent. */
  readonly permissionLevel?: number;
  /** Currency or unit field that gives the number its sense. */
  readonly unit?: string;
  readonly computed?: true;
  /** Present (`false`) only where the value is not stored: it cannot be searched or sorted on. */
  readonly stored?: false;
  readonly translated?: true;
  readonly companyDependent?: true;
  /** Zone in which a date-time without offset is meant. */
  readonly timeZone?: 'UTC' | 'site';
  /** Where the value is copied from, in the vendor's words (`customer.territory`). */
  readonly copiedFrom?: string;
  readonly origin?: Origin;
  /** The vendor's id of the field: evidence of a rename, compared only within one database. */
  readonly id?: string;
  /** The vendor's name of the field before a rename, where the metadata keeps it (Frappe `oldfieldname`). */
  readonly formerName?: string;
  /**
   * What is written, where it is another schema than what is read. All that says whether the field may or must be
   * written (`readOnly`, `required`, `default`, `immutable`, `requiredWhen` …) stands beside it, not in it.
   */
  readonly written?: FieldSchema;
  /** What the source says of the values and no keyword here can say, as its exact text: a change cannot be judged. */
  readonly unmapped?: string;
  /** Refused or ignored on create, settable afterwards: the counterpart of `immutable`. */
  readonly updateOnly?: true;
  /** In an answer only where it is asked for: a relation that is expanded, a stream. */
  readonly onDemand?: true;
  /** The related records live within this one, and have their addresses below it (OData `ContainsTarget`). */
  readonly contains?: true;
  /** Several of the listed values can hold at once; on the wire they are one text, joined by commas. */
  readonly flags?: true;
  /** The number that stands behind each value of an enum, by value. */
  readonly enumCodes?: Readonly<Record<string, string>>;
  /** The text holds capitals only. */
  readonly upperCase?: true;
  /** The text holds digits only. */
  readonly digits?: true;
  /** Of the date-time only the date has a meaning. */
  readonly dateOnly?: true;
  /** Form on the wire where it is not that of `type`: `string` (OData 2 sends decimals as text), `datetime'…'`. */
  readonly wireForm?: string;
};

/** Name of a member of `FieldFacets`. */
export type FacetName = keyof FieldFacets;

/** One field of an entity as JSON Schema: the keywords that connectors emit, and the facets under `x-seam`. */
export type FieldSchema = {
  readonly title?: string;
  readonly description?: string;
  readonly $comment?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly format?: string;
  readonly contentMediaType?: string;
  readonly contentEncoding?: string;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  /** Nested rows: the fields of a child table. */
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly default?: Json;
  readonly 'x-seam'?: FieldFacets;
};

/** What `x-seam` says at the root of a contract. */
export type EntityFacets = {
  readonly connector: string;
  readonly entity: string;
  /** Version of the connector's mapping that made this document. */
  readonly mapping: number;
  /** The team's version of the contract, `major.minor`; set by accept, kept by snapshot, never compared. */
  readonly version: string;
  /** What the entity is to its vendor. */
  readonly kind?: 'table' | 'child' | 'single' | 'view' | 'operation';
  /** Facets that the source could tell when this was made, sorted. One that is not here is "not compared". */
  readonly observed: readonly ObservedFacet[];
  /** Operations that the entity or this account does not allow at all. */
  readonly cannot?: readonly ('read' | 'create' | 'update')[];
  /** A document with a draft → submitted life cycle (Frappe). */
  readonly submittable?: true;
  /** How new records get their key, as the vendor's exact text (Frappe `autoname`). */
  readonly naming?: string;
  /** What the source says of whole documents and no keyword here can say, as its exact text. */
  readonly unmapped?: string;
  /** The protocol that the records travel by, where a source can speak several: `OData 2`, `OData 4`. */
  readonly protocol?: string;
  /** Fields (or paths) that identify a record, sorted. */
  readonly key?: readonly string[];
  /** Further keys that a record can be addressed by, each as its fields joined by commas; sorted. */
  readonly alternateKeys?: readonly string[];
  /** The entity whose fields this one has, too. */
  readonly baseType?: string;
  /** Each record has a stream of its own (a picture, a document). */
  readonly hasStream?: true;
  /** A write must carry the entity tag of what was read before. */
  readonly entityTag?: true;
  /** Where the records are reached (OData entity sets and imports), and what each address does not allow. */
  readonly addresses?: Readonly<Record<string, AddressLimits>>;
};

/** What an address does not allow: `never`, or the vendor's condition under which it does. Absent: always allowed. */
export type AddressLimits = { readonly [Operation in 'read' | 'create' | 'update']?: string };

/** What can be observed or not: the facets of `x-seam`, and the groups of JSON Schema keywords. */
export type ObservedFacet =
  | FacetName
  | 'type'
  | 'nullability'
  | 'requiredness'
  | 'readOnly'
  | 'writeOnly'
  | 'maxLength'
  | 'bounds'
  | 'format'
  | 'enum'
  | 'default'
  | 'label'
  | 'naming'
  | 'submittable'
  | 'operations'
  | 'protocol'
  | 'key'
  | 'alternateKeys'
  | 'baseType'
  | 'hasStream'
  | 'entityTag'
  | 'addresses'
  | 'hidden';

/** A contract or a live schema: one entity as a JSON Schema document. */
export type EntitySchema = {
  readonly $schema: typeof dialect;
  readonly title?: string;
  readonly description?: string;
  readonly $comment?: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  /** Fields that the API demands on create. */
  readonly required: readonly string[];
  /** Present (`true`) only for open types, which hold fields that no metadata names. */
  readonly additionalProperties?: true;
  readonly 'x-seam': EntityFacets;
};

/** One field as a connector describes it, before it becomes a property of an object schema. */
export type Field = {
  readonly name: string;
  readonly schema: FieldSchema;
  /** Demanded by the API on create. `unknown` is said in `x-seam.required`. */
  readonly required: boolean;
};

/** The members of an object schema for these fields: `properties`, and `required` sorted. */
export function objectOf(fields: readonly Field[]): {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
} {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
  };
}
