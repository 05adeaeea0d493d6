import type { NotObserved } from '../../model/source.js';
import type { Catalogue } from './catalogue.js';
import type { Client } from './client.js';
import type { Constraints } from './constraints.js';
import type { Defaults } from './defaults.js';
import type { CatalogueField, OdooField } from './wire.js';

/** What was learnt of one model. */
type Learnt = {
  readonly version: Client['version'];
  readonly fields: readonly OdooField[];
  readonly defaults: Defaults;
  readonly catalogue: Catalogue;
  readonly constraints: Constraints;
  /** Its rows in `ir.model.fields`. */
  readonly rows: readonly CatalogueField[];
};

/** Facets that could not be told of a model this time, each with the reason. */
export function notObservedOf(learnt: Learnt): readonly NotObserved[] {
  return [
    ...withoutCatalogue(learnt),
    ...withoutConstraints(learnt),
    ...withoutDefaults(learnt),
    ...withoutReadonly(learnt),
  ];
}

function withoutCatalogue({ catalogue, rows }: Learnt): readonly NotObserved[] {
  if (catalogue.readable && rows.length > 0) return [];
  const why = catalogue.readable
    ? 'ir.model.fields has no row of this model.'
    : `ir.model.fields: ${catalogue.why}`;
  return (['enumSource', 'hidden', 'id', 'origin'] as const).map((facet) => ({ facet, why }));
}

function withoutConstraints({ constraints }: Learnt): readonly NotObserved[] {
  if (constraints.readable) return [];
  const why = `ir.model.constraint: ${constraints.why}`;
  return (['requiredWhen', 'unique'] as const).map((facet) => ({ facet, why }));
}

/** Whether create demands a required field hangs on its default, so without the one the other is not known either. */
function withoutDefaults({ defaults }: Learnt): readonly NotObserved[] {
  if (defaults.failed === undefined) return [];
  const { why, ofRequired } = defaults.failed;
  const facets = ['default', 'hasDefault', ...(ofRequired ? [] : ['requiredness' as const])] as const;
  return facets.map((facet) => ({ facet, why }));
}

/**
 * Up to 15 Odoo says readonly of every field of a model that the account may not write (copies of `fields_get`);
 * `ir.model.fields` says what holds for all accounts.
 */
function withoutReadonly({ version, fields, rows }: Learnt): readonly NotObserved[] {
  if (version.major > 15 || rows.length > 0) return [];
  if (!fields.every((field) => field.readonly === true)) return [];
  const why =
    'This account may not write the model, and up to version 15 Odoo then calls every field readonly.';
  return (['readOnly', 'uiReadOnly'] as const).map((facet) => ({ facet, why }));
}
