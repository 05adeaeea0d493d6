import type { Evidence, FieldFacets } from '../../../model/schema.js';
import type { Annotation, SapAttributes } from '../edm.js';
import { common, core } from '../vocabulary.js';
import { memberNamesOf, numberOf, truthOf } from './expression.js';
import type { Notes } from './lookup.js';

/** What the sets of a type, or the type itself, say of its members by name or path. */
export type Restrictions = {
  readonly nonInsertable: ReadonlySet<string>;
  readonly nonUpdatable: ReadonlySet<string>;
  readonly requiredOnInsert: ReadonlySet<string>;
};

export const unrestricted: Restrictions = {
  nonInsertable: new Set(),
  nonUpdatable: new Set(),
  requiredOnInsert: new Set(),
};

/** A member of a type, as far as writing it goes. */
export type Writable = {
  readonly path: string;
  readonly notes: Notes;
  readonly sap: SapAttributes;
  readonly isKey: boolean;
  /** `Nullable="false"`, said outright. */
  readonly nonNull: boolean;
  readonly hasDefault: boolean;
};

/** Whether create and update take a value, and whether create demands it. */
export type Access = {
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly required: boolean;
  readonly facets: Pick<
    FieldFacets,
    'immutable' | 'updateOnly' | 'hasDefault' | 'required' | 'requiredBy' | 'requiredWhen' | 'onDemand'
  >;
};

/**
 * What may be written, by the annotations of the OASIS and SAP vocabularies and SAP's attributes of version 2, whose
 * defaults are true. `Nullable="false"` is no demand: SAP says it of values that are initial in ABAP, and servers fill
 * keys in (oasis-tcs/odata-specs#1549), so it is `unknown` on create unless an annotation says more.
 */
export function accessOf(
  member: Writable,
  { nonInsertable, nonUpdatable, requiredOnInsert }: Restrictions,
): Access {
  const { path, notes, sap, isKey, nonNull, hasDefault } = member;
  const control = fieldControl(notes.get(`${common}.FieldControl`));
  const computed = truth(notes, `${core}.Computed`);
  const immutable = truth(notes, `${core}.Immutable`);
  const may = permissions(notes.get(`${core}.Permissions`));
  const fixed = computed === 'yes' || !may.write || control.fixed;
  const creatable = !fixed && sap.get('creatable') !== 'false' && !nonInsertable.has(path);
  const updatable =
    !fixed && immutable !== 'yes' && sap.get('updatable') !== 'false' && !nonUpdatable.has(path);
  const serverDefault = truth(notes, `${core}.ComputedDefaultValue`) === 'yes';
  const when = [control.when, conditionOf(computed), conditionOf(immutable), sap.get('field-control')].find(
    (condition) => condition !== undefined,
  );
  const mandatory = creatable && (control.mandatory || requiredOnInsert.has(path));
  const doubtful = creatable && !mandatory && !hasDefault && !serverDefault && (nonNull || isKey);
  const evidence: readonly Evidence[] = [
    ...(mandatory || (doubtful && nonNull) ? ['api' as const] : []),
    ...(isKey && (mandatory || doubtful) ? ['key' as const] : []),
  ];
  return {
    readOnly: !creatable && !updatable,
    writeOnly: may.write && !may.read,
    required: mandatory,
    facets: {
      ...(creatable && !updatable ? { immutable: true } : {}),
      ...(!creatable && updatable ? { updateOnly: true } : {}),
      ...(serverDefault && creatable ? { hasDefault: true } : {}),
      ...(doubtful ? { required: 'unknown' } : {}),
      ...(evidence.length === 0 ? {} : { requiredBy: evidence }),
      ...(when === undefined || mandatory || (!creatable && !updatable) ? {} : { requiredWhen: when }),
      ...(may.read || may.write ? {} : { onDemand: true }),
    },
  };
}

function truth(notes: Notes, term: string) {
  return truthOf(notes.get(term)?.value);
}

function conditionOf(said: ReturnType<typeof truth>): string | undefined {
  return typeof said === 'object' ? said.when : undefined;
}

/** https://github.com/SAP/odata-vocabularies/blob/main/vocabularies/Common.md#FieldControlType: 7, 3, 1, 0, or a path. */
function fieldControl(annotation: Annotation | undefined) {
  const said = truthOf(annotation?.value);
  const [name = ''] = memberNamesOf(annotation?.value);
  const code = numberOf(annotation?.value);
  return {
    mandatory: name === 'Mandatory' || code === 7,
    fixed: ['ReadOnly', 'Inapplicable', 'Hidden'].includes(name) || code === 1 || code === 0,
    when: conditionOf(said),
  };
}

/** https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.html#Permission */
function permissions(annotation: Annotation | undefined): {
  readonly read: boolean;
  readonly write: boolean;
} {
  const names = memberNamesOf(annotation?.value);
  if (names.length === 0) return { read: true, write: true };
  const has = (...wanted: readonly string[]) => names.some((name) => wanted.includes(name));
  return { read: has('Read', 'ReadWrite', '1', '3'), write: has('Write', 'ReadWrite', '2', '3') };
}
