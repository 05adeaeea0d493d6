/**
 * The entity data model as a metadata document states it: names are qualified, aliases are resolved, nothing is
 * inferred. Facets are the exact text of the document. OData CSDL 4.01, https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/,
 * and [MC-CSDL], https://learn.microsoft.com/openspecs/windows_protocols/mc-csdl/ for versions 1 to 3.
 */
export type Edm = {
  /** Version as the document says it: `1.0`, `2.0`, `3.0`, `4.0`, `4.01`. */
  readonly version: string;
  /** How records look on the wire: 2 stands for 1 too. */
  readonly protocol: 2 | 3 | 4;
  readonly seen: Seen;
  /** Every entity type of the document, also those that were not wanted. */
  readonly entityNames: ReadonlyMap<string, EntityName>;
  /** Entity types that a navigation property of any entity type leads to. */
  readonly reached: ReadonlySet<string>;
  /** The wanted ones. */
  readonly entityTypes: ReadonlyMap<string, EdmStructured>;
  readonly complexTypes: ReadonlyMap<string, EdmStructured>;
  readonly enumTypes: ReadonlyMap<string, EdmEnum>;
  readonly typeDefinitions: ReadonlyMap<string, EdmTypeDefinition>;
  /** Ends of an association by role (versions 1 to 3). */
  readonly associations: ReadonlyMap<string, readonly AssociationEnd[]>;
  /** Every operation by its full name, as `Ns.Confirm(Ns.Order)`; of unwanted ones only the name is kept. */
  readonly operations: ReadonlyMap<string, EdmOperation | undefined>;
  /** Entity sets and singletons by the type of their records. */
  readonly sets: ReadonlyMap<string, readonly EdmSet[]>;
  /** Imports by the full name of their operation. */
  readonly imports: ReadonlyMap<string, readonly EdmImport[]>;
  /** Annotations by target, as `Ns.Order/Customer` or `Ns.Container/Orders`. */
  readonly annotations: ReadonlyMap<string, readonly Annotation[]>;
  /** What was not as it should be and could be read all the same. */
  readonly warnings: readonly string[];
};

/** Which names occur anywhere in the document, in what was skipped too: what never occurs is "not recorded". */
export type Seen = {
  /** Attributes without prefix: `MaxLength`, `DefaultValue`. */
  readonly attributes: ReadonlySet<string>;
  /** Attributes of SAP's namespace: `display-format`. */
  readonly sap: ReadonlySet<string>;
  /** Qualified annotation terms: `Org.OData.Core.V1.Computed`. */
  readonly terms: ReadonlySet<string>;
};

export type EntityName = { readonly name: string; readonly base?: string; readonly abstract: boolean };

/** A type in use: `Edm.String`, `Ns.Address`; `collection` where the document says `Collection(…)`. */
export type TypeUse = { readonly name: string; readonly collection: boolean };

/** Facets as text; an absent one is not in the document. */
export type Facets = {
  readonly nullable?: boolean;
  readonly maxLength?: string;
  readonly precision?: string;
  readonly scale?: string;
};

/** SAP's attributes by name. */
export type SapAttributes = ReadonlyMap<string, string>;

type Annotated = {
  /** Inline annotations. */
  readonly annotations: readonly Annotation[];
  readonly sap: SapAttributes;
};

export type EdmProperty = Facets &
  Annotated & {
    readonly name: string;
    readonly type: TypeUse;
    readonly defaultValue?: string;
    /** `ConcurrencyMode="Fixed"` (versions 1 to 3). */
    readonly fixed: boolean;
  };

export type EdmNavigation = Annotated & {
  readonly name: string;
  /** Version 4. */
  readonly type?: TypeUse;
  readonly nullable?: boolean;
  readonly contains: boolean;
  /** Versions 1 to 3: the qualified association, and the role of the other end. */
  readonly relationship?: string;
  readonly toRole?: string;
};

/** An entity type or a complex type. */
export type EdmStructured = Annotated & {
  readonly name: string;
  readonly base?: string;
  readonly abstract: boolean;
  readonly open: boolean;
  readonly hasStream: boolean;
  /** Names or paths of the key's properties; empty where the key is the base type's, or there is none. */
  readonly key: readonly string[];
  readonly properties: readonly EdmProperty[];
  readonly navigations: readonly EdmNavigation[];
};

export type EdmEnum = {
  readonly name: string;
  readonly underlying: string;
  readonly flags: boolean;
  readonly members: readonly { readonly name: string; readonly value: string }[];
};

export type EdmTypeDefinition = Facets & { readonly name: string; readonly underlying: TypeUse };

export type AssociationEnd = { readonly role: string; readonly type: string; readonly multiplicity: string };

export type EdmParameter = Facets & Annotated & { readonly name: string; readonly type: TypeUse };

/** A function, an action, or a function import of versions 1 to 3. */
export type EdmOperation = {
  readonly name: string;
  readonly kind: 'function' | 'action' | 'function import';
  /** What a bound operation is called on, as it stands in the full name. */
  readonly binding?: TypeUse;
  /** Without the one that a bound operation is called on. */
  readonly parameters: readonly EdmParameter[];
  readonly returns?: TypeUse & Facets;
  readonly annotations: readonly Annotation[];
  readonly sap: SapAttributes;
};

/** An entity set, or a singleton. */
export type EdmSet = Annotated & {
  readonly name: string;
  /** Qualified name of its container. */
  readonly container: string;
  readonly type: string;
  readonly singleton: boolean;
};

/** The address of an operation. In versions 1 to 3 the import is the operation itself. */
export type EdmImport = {
  readonly name: string;
  readonly kind: 'function' | 'action' | 'function import';
  /** Full name of the operation. */
  readonly operation: string;
};

export type Annotation = {
  /** Qualified term. */
  readonly term: string;
  readonly qualifier?: string;
  readonly value: Expression;
  /** Annotations of the annotation, as `Validation.Exclusive` of a maximum. */
  readonly annotations: readonly Annotation[];
};

/** A value of an annotation. `default`: the document gives none, so the term's own default holds. */
export type Expression =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'collection'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'record';
      readonly members: ReadonlyMap<string, Expression>;
      readonly annotations: readonly Annotation[];
    }
  | { readonly kind: 'dynamic'; readonly what: string }
  | { readonly kind: 'default' };
