import type {
  Annotation,
  AssociationEnd,
  EdmEnum,
  EdmImport,
  EdmOperation,
  EdmSet,
  EdmStructured,
  EdmTypeDefinition,
  EntityName,
  TypeUse,
} from '../edm.js';
import { keeper } from './text.js';

/** Which entity types and operations are kept; of all others only the name. */
export type Wanted = {
  readonly entityType: (name: string) => boolean;
  /** By the qualified name without what it is bound to. */
  readonly operation: (name: string) => boolean;
};

export const everything: Wanted = { entityType: () => true, operation: () => true };
export const namesOnly: Wanted = { entityType: () => false, operation: () => false };

/** An operation as it is collected: of an unwanted one the names alone, which tell overloads apart. */
export type DraftOperation = Pick<EdmOperation, 'name' | 'binding'> & {
  readonly parameters: readonly string[];
  readonly details: EdmOperation | undefined;
};

/** Puts an operation into the draft; its details only where it is wanted. */
export function addOperation(draft: Draft, operation: EdmOperation): void {
  const { name, binding, parameters } = operation;
  draft.operations.push({
    name,
    ...(binding === undefined ? {} : { binding }),
    parameters: parameters.map((parameter) => parameter.name),
    details: draft.wanted.operation(name) ? operation : undefined,
  });
}

/**
 * What is collected while a document is read, with names as they are written: an alias, a type or a container may be
 * declared after it is used. `resolve` makes an `Edm` of it.
 */
export type Draft = {
  readonly wanted: Wanted;
  /** The same text once, detached from the document. */
  readonly keep: (text: string) => string;
  /** `Collection(Ns.Type)` taken apart; one object for all equal ones. */
  readonly typeUse: (text: string) => TypeUse;
  /** Of `edmx:Edmx`, and of `m:DataServiceVersion`. */
  edmxVersion: string | undefined;
  dataServiceVersion: string | undefined;
  readonly schemaNamespaces: Set<string>;
  /** Namespaces by alias. */
  readonly aliases: Map<string, string>;
  readonly attributes: Set<string>;
  readonly sap: Set<string>;
  readonly terms: Set<string>;
  readonly entityNames: Map<string, EntityName>;
  /** Types that navigation properties lead to; in versions 1 to 3 the roles of associations. */
  readonly reachedTypes: Set<string>;
  readonly reachedRoles: Map<string, Set<string>>;
  readonly entityTypes: Map<string, EdmStructured>;
  readonly complexTypes: Map<string, EdmStructured>;
  readonly enumTypes: Map<string, EdmEnum>;
  readonly typeDefinitions: Map<string, EdmTypeDefinition>;
  readonly associations: Map<string, readonly AssociationEnd[]>;
  readonly operations: DraftOperation[];
  readonly sets: EdmSet[];
  readonly imports: EdmImport[];
  readonly annotations: Map<string, Annotation[]>;
  readonly warnings: string[];
};

export function emptyDraft(wanted: Wanted): Draft {
  const keep = keeper();
  return {
    wanted,
    keep,
    typeUse: typeUses(keep),
    edmxVersion: undefined,
    dataServiceVersion: undefined,
    schemaNamespaces: new Set(),
    aliases: new Map(),
    attributes: new Set(),
    sap: new Set(),
    terms: new Set(),
    entityNames: new Map(),
    reachedTypes: new Set(),
    reachedRoles: new Map(),
    entityTypes: new Map(),
    complexTypes: new Map(),
    enumTypes: new Map(),
    typeDefinitions: new Map(),
    associations: new Map(),
    operations: [],
    sets: [],
    imports: [],
    annotations: new Map(),
    warnings: [],
  };
}

/** Adds annotations of a target to those that it has. */
export function annotate(draft: Draft, target: string, annotations: readonly Annotation[]): void {
  const known = draft.annotations.get(target);
  if (known === undefined) draft.annotations.set(draft.keep(target), [...annotations]);
  else known.push(...annotations);
}

function typeUses(keep: Draft['keep']): Draft['typeUse'] {
  const known = new Map<string, TypeUse>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const inner = /^Collection\((.*)\)$/.exec(text.trim())?.[1];
    const use = { name: keep((inner ?? text).trim()), collection: inner !== undefined };
    known.set(keep(text), use);
    return use;
  };
}

/** Name of an operation with what it is bound to: `Ns.Confirm(Ns.Order)`, `Ns.Count()`. */
export function operationName(name: string, binding: EdmOperation['binding']): string {
  if (binding === undefined) return `${name}()`;
  return binding.collection ? `${name}(Collection(${binding.name}))` : `${name}(${binding.name})`;
}
