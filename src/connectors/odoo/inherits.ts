import type { Answer, Client } from './client.js';
import { isVirtual } from './fields.js';
import { isComputed } from './requiredness.js';
import { attributes, type OdooField, parseFields } from './wire.js';

/** What `fields_get` answers for a model; every model is asked once. */
export type FieldsGet = (model: string) => Promise<Answer>;

/** `fields_get` with the attributes that are used and no other: one that is null makes some versions fail. */
export function rememberingFieldsGet(client: Client): FieldsGet {
  const asked = new Map<string, Promise<Answer>>();
  return (model) => {
    const answer = asked.get(model) ?? client.call(model, 'fields_get', { attributes });
    asked.set(model, answer);
    return answer;
  };
}

/**
 * True for the link to the parent of an `_inherits`, whose record Odoo makes itself: all fields of the parent are fields
 * here (odoo/odoo 17.0, odoo/models.py, `_add_inherited_fields`). `undefined` where Odoo refuses to describe the parent, which
 * is asked for only where fields of the same name follow the link.
 * @throws SeamError where the parent's answer failed on the way, so that doubt is no drift
 */
export async function isLinkToParent(
  link: OdooField,
  fields: readonly OdooField[],
  fieldsGet: FieldsGet,
): Promise<boolean | undefined> {
  if (link.type !== 'many2one' || link.required !== true || isComputed(link)) return false;
  const followed = fields.some(({ name, related }) => related === `${link.name}.${name}`);
  if (link.relation === undefined || !followed) return false;
  const parent = await namesOf(link.relation, fieldsGet);
  const here = new Set(fields.map(({ name }) => name));
  return parent?.every((name) => here.has(name));
}

async function namesOf(model: string, fieldsGet: FieldsGet): Promise<readonly string[] | undefined> {
  const answer = await fieldsGet(model);
  if ('fault' in answer) return undefined;
  const fields = parseFields(answer.value).filter((field) => !isVirtual(field));
  return fields.map(({ name }) => name);
}
