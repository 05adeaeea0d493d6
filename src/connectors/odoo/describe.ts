import { SeamError } from '../../errors/seam-error.js';
import { dialect, objectOf } from '../../model/schema.js';
import type { EntityResult } from '../../model/source.js';
import { byCodePoint } from '../../model/text.js';
import type { Log } from '../connector.js';
import { asTheyCome } from './as-they-come.js';
import { attempt } from './attempt.js';
import { observedWithout } from './capabilities.js';
import { type Catalogue, isDynamic, listsModel, readCatalogue } from './catalogue.js';
import { type Client, valueIn } from './client.js';
import { type Constraints, checksOf, readConstraints } from './constraints.js';
import { hasDefault, readDefaults } from './defaults.js';
import type { Fault } from './faults.js';
import { fieldOf, isKnownType } from './fields.js';
import {
  type FieldsGet,
  familyOf,
  isVirtual,
  keeperOf,
  leadsToParent,
  rememberingFieldsGet,
} from './inherits.js';
import { mapping } from './mapping.js';
import { notObservedOf } from './unobserved.js';
import type { CatalogueField, OdooField } from './wire.js';

/** Models that are asked for at once; how many requests are under way is the transport's affair. */
const width = 8;

/** Live schemas of these models, as they come. */
export async function* describeModels(
  client: Client,
  models: readonly string[],
  log: Log,
): AsyncGenerator<EntityResult> {
  const wanted = [...new Set(models)];
  if (wanted.length === 0) return;
  const fieldsGet = rememberingFieldsGet(client);
  const tables = Promise.all([readCatalogue(client, wanted), readConstraints(client)]);
  askMeanwhile(wanted, fieldsGet, tables).catch(() => undefined);
  const [catalogue, constraints] = await tables;
  const work = { client, catalogue, constraints, fieldsGet, log };
  yield* asTheyCome(wanted, width, (model) => describeModel(work, model));
}

/**
 * Asks for models until the tables are there: those come page by page, and leave places free. Few at once, since the
 * next page waits behind them. A failure ends it, and is met when the model is described.
 */
async function askMeanwhile(
  models: readonly string[],
  fieldsGet: FieldsGet,
  tables: Promise<unknown>,
): Promise<void> {
  let arrived = false;
  const arrive = () => {
    arrived = true;
  };
  tables.then(arrive, arrive);
  for await (const _ of asTheyCome(models, width / 2, fieldsGet)) if (arrived) return;
}

type Work = {
  readonly client: Client;
  readonly catalogue: Catalogue;
  readonly constraints: Constraints;
  readonly fieldsGet: FieldsGet;
  readonly log: Log;
};

async function describeModel(work: Work, model: string): Promise<EntityResult> {
  const attempted = await attempt(work.client, async () => {
    const told = await work.fieldsGet(model);
    return 'fault' in told ? failed(work.client, model, told.fault) : described(work, model, told.fields);
  });
  if ('value' in attempted) return attempted.value;
  const { message: why, fix } = attempted.failure;
  return { entity: model, status: 'unreadable', why, fix };
}

async function failed(client: Client, model: string, fault: Fault): Promise<EntityResult> {
  if (fault.kind === 'denied') valueIn({ fault });
  if (fault.kind === 'forbidden') {
    const fix =
      fault.groups.length === 0
        ? 'Give the account the right to read it'
        : `Give the account ${oneOf(fault.groups)}`;
    return { entity: model, status: 'forbidden', why: fault.says, fix: `${fix}, or leave the model out.` };
  }
  // For an account that may not read ir.model, Odoo's own word that there is no such model is all there is.
  const listed = (await listsModel(client, model)) ?? fault.kind !== 'no-model';
  if (!listed) return { entity: model, status: 'missing', why: `Odoo does not list a model ${model}.` };
  return {
    entity: model,
    status: 'unreadable',
    why: fault.says,
    fix: 'Look at the log of Odoo, or leave the model out.',
  };
}

function oneOf(groups: readonly string[]): string {
  return groups.length === 1 ? `the group ${groups[0]}` : `one of the groups ${groups.join(', ')}`;
}

async function described(work: Work, model: string, told: readonly OdooField[]): Promise<EntityResult> {
  const { client, catalogue, constraints, fieldsGet, log } = work;
  const rows = catalogue.readable ? (catalogue.fields.get(model) ?? []) : [];
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const fields = told
    .filter((field) => !isVirtual(field))
    .map((field) => (client.version.major > 15 ? field : forAnyAccount(field, rowOf.get(field.name))))
    .sort((a, b) => byCodePoint(a.name, b.name));
  // Every model has an id at least: an empty answer would say that all fields are gone.
  if (fields.length === 0)
    throw new SeamError('source-unusable', { why: 'Odoo tells no field of the model.' });
  for (const { name, type } of fields.filter((field) => !isKnownType(field.type))) {
    log(`odoo: the type of a field is not known, so its values are not described`, { model, name, type });
  }
  const [defaults, family] = await Promise.all([
    readDefaults(client, model, fields),
    familyOf({ model, fields }, fieldsGet),
  ]);
  const properties = fields.map((field) => {
    const kept = keeperOf({ model, field }, family);
    return fieldOf(field, {
      model,
      ...checksOf(constraints, kept),
      hasDefault: hasDefault(field, defaults),
      defaultsToFalse: defaults.values.get(field.name) === false,
      delegates: leadsToParent({ model, field }, family),
      keeper: kept?.field,
      row: rowOf.get(field.name),
      dynamic: isDynamic(model, field, fields, catalogue),
    });
  });
  const notObserved = notObservedOf({
    version: client.version,
    fields,
    defaults,
    catalogue,
    constraints,
    rows,
  });
  const visible = new Set(told.map(({ name }) => name));
  const hidden = [...rowOf.keys()].filter((name) => !visible.has(name)).sort(byCodePoint);
  return {
    entity: model,
    status: 'described',
    schema: {
      $schema: dialect,
      ...objectOf(properties),
      'x-seam': {
        connector: 'odoo',
        entity: model,
        mapping,
        version: '1.0',
        observed: observedWithout(new Set(notObserved.map(({ facet }) => facet))),
      },
    },
    ...(hidden.length === 0 ? {} : { hidden }),
    ...(notObserved.length === 0 ? {} : { notObserved }),
  };
}

/** Up to 15 `fields_get` says readonly of all that this account may not write; the row says what holds for all. */
function forAnyAccount(field: OdooField, row: CatalogueField | undefined): OdooField {
  return row === undefined ? field : { ...field, readonly: row.readonly };
}
