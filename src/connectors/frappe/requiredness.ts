import type { Evidence, FieldFacets } from '../../model/schema.js';
import { type Default, fillsIn } from './defaults.js';
import { mayBeFilledByCode, mayHaveSiteDefault } from './filled.js';
import type { DocField, DocType } from './wire.js';

/** Whether create demands a field, and how we know. */
export type Demand = {
  readonly required: boolean;
  readonly facets: Pick<FieldFacets, 'required' | 'requiredBy' | 'requiredWhen'>;
};

type Case = {
  readonly holds: (field: DocField, filled: Default, type: DocType) => boolean;
  readonly demand: Demand;
};

/**
 * First case that holds. Frappe checks `reqd` on each save, of the whole record, and after defaults, fetched values and the
 * code of the DocType have filled what they fill (frappe/frappe 15, frappe/model/document.py, `insert`). That code cannot
 * be seen; what ERPNext's is known to fill is unknown here. Recorded: 03, 10 and 11, `*missing*`.
 */
const cases: readonly Case[] = [
  { holds: namesTheRecord, demand: demanded('api', 'key') },
  { holds: ({ required }) => !required, demand: optional() },
  { holds: (_, filled) => fillsIn(filled), demand: optional('default') },
  { holds: (_, { kind }) => kind === 'computed', demand: unknown('api', 'default') },
  { holds: mayHaveSiteDefault, demand: unknown('api', 'default') },
  { holds: (field, _, type) => mayBeFilledByCode(field, type), demand: unknown('api', 'computed') },
  // Read-only binds the screen, so somebody else fills it: a fetched value, or code.
  {
    holds: ({ fetchFrom, readOnly }) => fetchFrom !== undefined || readOnly,
    demand: unknown('api', 'computed'),
  },
];

/** What create demands of a field. `mandatory_depends_on` is looked at by the screen alone, in every version. */
export function demandOf(field: DocField, filled: Default, type: DocType): Demand {
  const { required, facets } =
    cases.find(({ holds }) => holds(field, filled, type))?.demand ?? demanded('api');
  const { requiredWhen } = field;
  if (required || requiredWhen === undefined) return { required, facets };
  const requiredBy: readonly Evidence[] = [...(facets.requiredBy ?? []), 'condition', 'user-interface'];
  return { required, facets: { ...facets, requiredBy, requiredWhen } };
}

/** `autoname` is `field:…`: without a value there is no name (frappe/frappe 15, frappe/model/naming.py). */
function namesTheRecord({ name }: DocField, filled: Default, { naming }: DocType): boolean {
  return naming === `field:${name}` && !fillsIn(filled);
}

function demanded(...requiredBy: readonly Evidence[]): Demand {
  return { required: true, facets: { requiredBy } };
}

function optional(...requiredBy: readonly Evidence[]): Demand {
  return { required: false, facets: requiredBy.length === 0 ? {} : { requiredBy } };
}

function unknown(...requiredBy: readonly Evidence[]): Demand {
  return { required: false, facets: { required: 'unknown', ...optional(...requiredBy).facets } };
}
