import type { Evidence, FieldFacets } from '../../model/schema.js';
import type { OdooField } from './wire.js';

/** What is known of a field beside its own description. */
export type Circumstances = {
  readonly model: string;
  /** `undefined`: `default_get` failed. */
  readonly hasDefault: boolean | undefined;
  /** The link to the parent of an `_inherits`: Odoo makes the parent itself. `undefined`: could not be found out. */
  readonly delegates: boolean | undefined;
  /** The check in SQL that says when the field must not be empty; `undefined`: none, or it cannot be read. */
  readonly condition: string | undefined;
};

/** Whether create demands a field, and how we know. */
export type Demand = {
  readonly required: boolean;
  readonly facets: Pick<FieldFacets, 'required' | 'requiredBy' | 'requiredWhen' | 'uiRequired'>;
};

type Case = {
  readonly holds: (field: OdooField, known: Circumstances) => boolean;
  readonly demand: Demand;
};

/**
 * First case that holds. Odoo's `required` is a NOT NULL on the column and a star on the screen; whether create demands
 * the value follows from what else fills it. Tried on running Odoo 16 and 17: of 27 and 26 fields of the last case 25 and
 * 24 were refused when left out.
 */
const cases: readonly Case[] = [
  { holds: isDemandedElsewhere, demand: unknown('api') },
  { holds: (field) => field.required === false, demand: optional() },
  { holds: (field) => field.required === undefined || field.depends === undefined, demand: unknown() },
  { holds: (_, { hasDefault }) => hasDefault === true, demand: optional('default') },
  { holds: isComputed, demand: unknown('computed') },
  {
    holds: hasNoColumn,
    demand: { required: false, facets: { requiredBy: ['user-interface'], uiRequired: true } },
  },
  // The NOT NULL of a manual field is silently left out where rows were empty when it was made (recorded, 08-drift/02).
  { holds: (field) => field.manual !== false, demand: unknown('user-interface') },
  { holds: (_, { hasDefault }) => hasDefault === undefined, demand: unknown('database') },
  { holds: (_, { delegates }) => delegates === true, demand: optional('database') },
  { holds: (_, { delegates }) => delegates === undefined, demand: unknown('database') },
  { holds: isFilledByCode, demand: unknown('database') },
];

/** What create demands of a field that is not read-only. */
export function demandOf(field: OdooField, known: Circumstances): Demand {
  const found = cases.find(({ holds }) => holds(field, known));
  const demand = found?.demand ?? { required: true, facets: { requiredBy: ['api', 'database'] } };
  const { condition, hasDefault } = known;
  // A check beside `required` says nothing more, and a default fills the value where it is left out.
  if (condition === undefined || field.required !== false || hasDefault === true) return demand;
  const requiredBy = [...(demand.facets.requiredBy ?? []), 'condition', 'database'] as const;
  return { ...demand, facets: { ...demand.facets, requiredBy, requiredWhen: condition } };
}

/** Its value comes from code: it has dependencies, follows a path, or is kept nowhere. */
export function isComputed(field: OdooField): boolean {
  const followsPath = field.related !== undefined && field.related !== '';
  return (
    followsPath ||
    (field.depends?.length ?? 0) > 0 ||
    (field.store === false && field.companyDependent !== true)
  );
}

/** The database refuses an empty value: required, in a column of its own, and not a manual field. */
export function isNeverEmpty(field: OdooField): boolean {
  return field.required === true && field.store === true && field.manual === false && !hasNoColumn(field);
}

/** Odoo sets NOT NULL on columns alone (odoo/odoo 17.0, odoo/fields.py, `update_db_notnull`). */
function hasNoColumn(field: OdooField): boolean {
  const elsewhere = field.type === 'one2many' || field.type === 'many2many' || field.attachment === true;
  return elsewhere || field.companyDependent === true;
}

/**
 * Required fields that `create` of the model fills itself, which no metadata tells.
 * stock.warehouse: recorded in 10-minimal-create (16, 17). hr.employee: odoo/odoo, addons/resource, `ResourceMixin.create`.
 * stock.move.line: odoo/odoo, addons/stock, `StockMoveLine.create` takes the company of the move or the picking.
 */
const filledByCode: ReadonlyMap<string, readonly string[]> = new Map([
  ['hr.employee', ['resource_id']],
  ['stock.move.line', ['company_id']],
  ['stock.warehouse', ['lot_stock_id', 'view_location_id']],
]);

/**
 * Fields that are not `required` and that create refuses to do without, which no metadata of the model tells.
 * A contact has a name by a CHECK of the database (recorded, 07-write-errors/partner_create_empty and 10-minimal-create of
 * res.users); code of an employee's resource takes the name (recorded, 07-write-errors/hr_employee_create_empty).
 */
const demandedElsewhere: ReadonlyMap<string, readonly string[]> = new Map([
  ['hr.employee', ['name']],
  ['res.partner', ['name']],
  ['res.users', ['name']],
]);

function isDemandedElsewhere({ name, required }: OdooField, { model }: Circumstances): boolean {
  return required !== true && (demandedElsewhere.get(model)?.includes(name) ?? false);
}

function isFilledByCode({ name }: OdooField, { model }: Circumstances): boolean {
  return filledByCode.get(model)?.includes(name) ?? false;
}

function optional(...requiredBy: readonly Evidence[]): Demand {
  return { required: false, facets: requiredBy.length === 0 ? {} : { requiredBy } };
}

function unknown(...requiredBy: readonly Evidence[]): Demand {
  return { required: false, facets: { required: 'unknown', ...optional(...requiredBy).facets } };
}
