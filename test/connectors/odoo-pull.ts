import type { OdooModel } from '../../src/demo/odoo/metadata.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntitySchema } from '../../src/model/schema.ts';
import { startTestOdoo } from '../erp/odoo.ts';
import { driftedModels, recordedModels, type Version, versions } from '../erp/odoo-recordings.ts';
import { type asReader, byKey, collect, connect, expectDescribed } from './odoo-source.ts';

/** A model that was described. */
export type Described = ReturnType<typeof expectDescribed>;

/** What the connector makes of these answers, by model. */
export async function pull(
  version: Version,
  models: readonly OdooModel[],
  account: typeof byKey | typeof asReader = byKey,
): Promise<ReadonlyMap<string, Described>> {
  // The other models are there too, since some of these follow links to them.
  const names = new Set(models.map(({ model }) => model));
  const others = recordedModels(version).filter(({ model }) => !names.has(model));
  const known = [...models, ...others];
  const erp = await startTestOdoo([...known, ...targetsOf(known)], { version: Number(version) });
  try {
    const connector = await connect(erp, account);
    const results = await collect(connector.describe([...names]));
    return new Map(results.map((result) => [result.entity, expectDescribed(result)]));
  } finally {
    await erp.close();
  }
}

/** What an account sees of the models that were recorded of a server. */
export function pullRecorded(version: Version): Promise<ReadonlyMap<string, Described>> {
  return pull(version, recordedModels(version));
}

/** The steps in which a server was changed by hand, and that `res.partner` was recorded after. */
export const steps = [
  '01-manual-fields',
  '02-required-manual-field',
  '03-alter-rename-delete',
  '04-selection-values',
] as const;

/** `res.partner` after each step, by version and folder: `16 08-drift/01-manual-fields`. */
export async function pullPartners(): Promise<ReadonlyMap<string, EntitySchema>> {
  const pulled = versions.flatMap((version) =>
    steps.map(async (step) => {
      const described = await pull(version, driftedModels(version, step));
      return [`${version} 08-drift/${step}`, schemaIn(described, 'res.partner')] as const;
    }),
  );
  return new Map(await Promise.all(pulled));
}

/** The live schema of a model that was pulled. */
export function schemaIn(pulled: ReadonlyMap<string, Described>, model: string): EntitySchema {
  const found = pulled.get(model);
  if (found === undefined) throw new Error(`${model} is not recorded`);
  return found.schema;
}

/** Targets of required links whose own fields were not recorded. None is the parent of a recorded model. */
function targetsOf(models: readonly OdooModel[]): readonly OdooModel[] {
  const known = new Set(models.map(({ model }) => model));
  const targets = models.flatMap(({ fields }) =>
    Object.values(fields).flatMap((field) => {
      const { required, relation } = field as JsonObject;
      return required === true && typeof relation === 'string' && !known.has(relation) ? [relation] : [];
    }),
  );
  const fields = { id: { type: 'integer' }, of_a_model_that_was_not_recorded: { type: 'char' } };
  return [...new Set(targets)].map((model) => ({ model, name: model, fields, rows: [], defaults: {} }));
}
