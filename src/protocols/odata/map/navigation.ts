import type { Field, FieldSchema } from '../../../model/schema.js';
import type { Edm, EdmNavigation } from '../edm.js';
import { accessOf, unrestricted } from './access.js';
import { labelled, memberNotes } from './field.js';
import { type Place, seam, type Work } from './work.js';

/** Where a navigation property leads, how many records there are, and whether there must be one. */
type Leads = { readonly to: string; readonly many: boolean; readonly always: boolean };

/** Version 4 says it at the property, versions 1 to 3 at an end of an association. */
function leadsOf({ associations }: Edm, navigation: EdmNavigation): Leads | undefined {
  const { type, nullable, relationship = '', toRole } = navigation;
  if (type !== undefined) return { to: type.name, many: type.collection, always: nullable === false };
  const end = associations.get(relationship)?.find(({ role }) => role === toRole);
  if (end === undefined) return undefined;
  return { to: end.type, many: end.multiplicity === '*', always: end.multiplicity === '1' };
}

/**
 * A navigation property as a relation: the records it leads to, which an answer holds where they are expanded, and which
 * a write may hold to create them with the record (deep insert). Their fields are in the contract of the target.
 */
export function navigationField(work: Work, navigation: EdmNavigation, place: Place): Field {
  work.spend();
  const { edm, product, warn } = work;
  const { name, sap, contains } = navigation;
  const notes = memberNotes(work, navigation, place);
  const leads = leadsOf(edm, navigation);
  if (leads === undefined || !edm.entityNames.has(leads.to))
    warn(`The navigation property ${name} leads nowhere.`);
  const access = accessOf(
    // Versions 1 to 3 say of an end how many there are, not what a write must hold.
    { path: name, notes, sap, isKey: false, nonNull: navigation.nullable === false, hasDefault: false },
    place.restrictions ?? unrestricted,
  );
  const one: FieldSchema = leads?.always === true ? { type: 'object' } : { type: ['object', 'null'] };
  const value: FieldSchema = leads?.many === true ? { type: 'array', items: { type: 'object' } } : one;
  const many = leads?.many === true;
  const { required: _required, requiredBy: _requiredBy, ...facets } = access.facets;
  const origin = product.originOf?.(name);
  return {
    name,
    required: access.required,
    schema: {
      ...labelled(notes, sap),
      ...(leads === undefined ? {} : value),
      ...(access.readOnly ? { readOnly: true } : {}),
      ...seam(
        many ? facets : access.facets,
        { onDemand: true },
        leads === undefined ? undefined : { target: product.nameOf(leads.to) },
        contains ? { contains: true } : undefined,
        origin === undefined ? undefined : { origin },
      ),
    },
  };
}
