import { SeamError } from '../../errors/seam-error.js';
import type { Json } from '../../model/json.js';
import { type Client, valueIn } from './client.js';
import type { Fault } from './faults.js';
import { type CatalogueField, catalogueColumns, type OdooField, parseCatalogue, rows } from './wire.js';

/** `ir.model.fields` of the wanted models, or why this account may not read it. */
export type Catalogue =
  | {
      readonly readable: true;
      readonly fields: ReadonlyMap<string, readonly CatalogueField[]>;
      /** Selections of any model whose values are data, as `model.field`. */
      readonly dynamic: ReadonlySet<string>;
    }
  | { readonly readable: false; readonly why: string };

const pageSize = 2000;

/**
 * Reads `ir.model.fields` of these models once. An AccessError is normal for an account without Access Rights; any other
 * failure ends the work, since half a catalogue would tell fields from gone ones wrongly.
 */
export async function readCatalogue(client: Client, models: readonly string[]): Promise<Catalogue> {
  const read = (...domain: readonly Json[]) => allRows(client, 'ir.model.fields', domain, catalogueColumns);
  const [wanted, data] = await Promise.all([
    read(['model', 'in', [...models]]),
    // A related selection has no rows of its own, so its source in another model decides.
    read(['ttype', 'in', ['selection', 'reference']], ['selection_ids', '=', false], ['related', '=', false]),
  ]);
  if ('forbidden' in wanted) return { readable: false, why: wanted.forbidden.says };
  if ('forbidden' in data) return { readable: false, why: data.forbidden.says };
  const fields = new Map<string, CatalogueField[]>(models.map((model) => [model, []]));
  for (const field of parseCatalogue(wanted.rows)) fields.get(field.model)?.push(field);
  const dynamic = parseCatalogue(data.rows).filter(({ listsValues, related }) => !listsValues && !related);
  return { readable: true, fields, dynamic: new Set(dynamic.map(({ model, name }) => `${model}.${name}`)) };
}

/** Selections that are data in every Odoo: languages, time zones, chart of accounts, bank feeds (recorded, 16 and 17). */
const dataByName: ReadonlySet<string> = new Set(['lang', 'tz', 'chart_template', 'bank_statements_source']);

/** True where the values of a selection are data: they change without a change of the model. */
export function isDynamic(
  model: string,
  field: OdooField,
  fields: readonly OdooField[],
  catalogue: Catalogue,
): boolean {
  if (field.type !== 'selection' && field.type !== 'reference') return false;
  const path = field.related === undefined || field.related === '' ? [] : field.related.split('.');
  const source = path.at(-1) ?? field.name;
  if (!catalogue.readable) return dataByName.has(source);
  if (path.length === 0) return catalogue.dynamic.has(`${model}.${field.name}`);
  if (path.length > 2) return dataByName.has(source);
  const target = fields.find(({ name }) => name === path[0])?.relation;
  return target !== undefined && catalogue.dynamic.has(`${target}.${source}`);
}

/** Every row of a model that fits, page by page by ascending id, so that a row made or deleted meanwhile shifts nothing. */
export async function allRows(
  client: Client,
  model: string,
  domain: readonly Json[],
  fields: readonly string[],
): Promise<{ readonly rows: readonly Json[] } | { readonly forbidden: Fault }> {
  const found: Json[] = [];
  for (let last = 0; ; ) {
    const named = { domain: [...domain, ['id', '>', last]], fields, order: 'id', limit: pageSize };
    const answer = await client.call(model, 'search_read', named);
    if ('fault' in answer && answer.fault.kind === 'forbidden') return { forbidden: answer.fault };
    const page = rows(valueIn(answer), model);
    found.push(...page);
    if (page.length < pageSize) return { rows: found };
    const next = page.at(-1)?.['id'];
    if (typeof next !== 'number' || next <= last) {
      throw new SeamError('source-unusable', { why: `Odoo's pages of ${model} are not in order of id.` });
    }
    last = next;
  }
}

/** Whether `ir.model` lists this model; `undefined` where this account may not read that. */
export async function listsModel(client: Client, model: string): Promise<boolean | undefined> {
  const listed = await allRows(client, 'ir.model', [['model', '=', model]], ['model']);
  return 'rows' in listed ? listed.rows.length > 0 : undefined;
}
