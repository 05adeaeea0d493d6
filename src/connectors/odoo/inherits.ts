import type { Client } from './client.js';
import type { Fault } from './faults.js';
import { isComputed } from './requiredness.js';
import { attributes, type OdooField, parseFields } from './wire.js';

/** The fields of a model, or why Odoo does not tell them; every model is asked once. */
export type FieldsGet = (model: string) => Promise<Told>;

type Told = { readonly fields: readonly OdooField[] } | { readonly fault: Fault };

/** A model with its fields. */
type Model = { readonly model: string; readonly fields: readonly OdooField[] };

/** Each parent of an `_inherits` by the link to it; `undefined` where Odoo refuses to describe the parent. */
export type Parents = ReadonlyMap<string, Model | undefined>;

/** A model and all above it, each with its parents. */
export type Family = ReadonlyMap<string, Parents>;

/** A field and the model that has it. */
export type Kept = { readonly model: string; readonly field: OdooField };

/** Longer chains of parents are not followed: Odoo's own end after two. */
const longestChain = 8;

/** `fields_get` with the attributes that are used and no other: one that is null makes some versions fail. */
export function rememberingFieldsGet(client: Client): FieldsGet {
  const told = new Map<string, Promise<Told>>();
  const ask = async (model: string): Promise<Told> => {
    const answer = await client.call(model, 'fields_get', { attributes });
    return 'fault' in answer ? answer : { fields: parseFields(answer.value) };
  };
  return (model) => {
    const fields = told.get(model) ?? ask(model);
    told.set(model, fields);
    return fields;
  };
}

/** Fields that exist per group or language of one database and never in a model: `in_group_7`, `sel_groups_1_10_11`. */
export function isVirtual({ name }: OdooField): boolean {
  return /^(in_group_\d+|sel_groups_\d+(_\d+)*)$/.test(name);
}

/**
 * The parents of a model, whose records Odoo makes itself: a required link, where all fields of the target are fields
 * here (odoo/odoo 17.0, odoo/models.py, `_add_inherited_fields`). A target is asked for only where fields of the same
 * name follow the link.
 * @throws SeamError where an answer failed on the way, so that doubt is no drift
 */
async function parentsOf(fields: readonly OdooField[], fieldsGet: FieldsGet): Promise<Parents> {
  const here = new Set(fields.map(({ name }) => name));
  const followed = new Set(fields.flatMap((field) => linkOf(field) ?? []));
  const parents = new Map<string, Model | undefined>();
  for (const link of fields) {
    const { name, relation } = link;
    const mayLead = link.type === 'many2one' && link.required === true && !isComputed(link);
    if (!mayLead || relation === undefined || !followed.has(name)) continue;
    const target = await fieldsGet(relation);
    if ('fault' in target) parents.set(name, undefined);
    else if (target.fields.every((field) => here.has(field.name) || isVirtual(field))) {
      parents.set(name, { model: relation, fields: target.fields });
    }
  }
  return parents;
}

/**
 * A model and all above it; every model is looked at once.
 * @throws SeamError where an answer failed on the way, so that doubt is no drift
 */
export async function familyOf(child: Model, fieldsGet: FieldsGet): Promise<Family> {
  const family = new Map<string, Parents>();
  const waiting = [child];
  for (const { model, fields } of waiting) {
    if (family.has(model)) continue;
    const parents = await parentsOf(fields, fieldsGet);
    family.set(model, parents);
    for (const parent of parents.values()) if (parent !== undefined) waiting.push(parent);
  }
  return family;
}

/** True for a link to a parent, whose record Odoo makes itself; `undefined` where that cannot be told. */
export function leadsToParent({ model, field: { name } }: Kept, family: Family): boolean | undefined {
  const parents = family.get(model);
  if (!parents?.has(name)) return false;
  return parents.get(name) === undefined ? undefined : true;
}

/**
 * The field that keeps the value: this one, or that of a parent, to which Odoo hands the value whatever `readonly` says
 * (odoo/odoo 17.0, odoo/fields.py, `setup_related`: an inherited field always has an inverse). `undefined` where the
 * parent cannot be looked at.
 */
export function keeperOf({ model, field }: Kept, family: Family, chain = longestChain): Kept | undefined {
  const link = linkOf(field);
  const parents = family.get(model);
  if (link === undefined || !parents?.has(link)) return { model, field };
  const parent = parents.get(link);
  const kept = parent?.fields.find(({ name }) => name === field.name);
  if (parent === undefined || kept === undefined || chain === 0) return undefined;
  return keeperOf({ model: parent.model, field: kept }, family, chain - 1);
}

/** `partner_id` of a field `email` that follows `partner_id.email`. */
function linkOf({ name, related }: OdooField): string | undefined {
  const [link, target, ...more] = related?.split('.') ?? [];
  return target === name && more.length === 0 ? link : undefined;
}
