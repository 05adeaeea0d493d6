import type { Origin } from '../../model/schema.js';
import { type Client, valueIn } from './client.js';
import type { Fault } from './faults.js';
import { type DocField, type DocType, text } from './wire.js';

/** What tells who brought a field, or why this account may not read it. */
export type Origins =
  | {
      readonly readable: true;
      /** Fields that a Property Setter changes, as `DocType.field`. */
      readonly set: ReadonlySet<string>;
      /** App of a module. */
      readonly apps: ReadonlyMap<string, string>;
    }
  | { readonly readable: false; readonly why: string };

/** Properties of a field that the mapping looks at; one for layout, labels or lists makes the field nobody else's. */
const mapped: ReadonlySet<string> = new Set([
  'default',
  'fetch_from',
  'fieldtype',
  'is_virtual',
  'length',
  'mandatory_depends_on',
  'non_negative',
  'not_nullable',
  'options',
  'permlevel',
  'precision',
  'read_only',
  'reqd',
  'set_only_once',
  'unique',
]);

/** Reads the Property Setters and modules of the site once. A refusal is normal for an account that is no System Manager. */
export async function readOrigins(client: Client): Promise<Origins> {
  const setters = await client.rows('Property Setter', ['doc_type', 'field_name', 'property']);
  if ('fault' in setters) return withoutRight('Property Setter', setters.fault);
  const modules = await client.rows('Module Def', ['app_name']);
  if ('fault' in modules) return withoutRight('Module Def', modules.fault);
  const ofFields = setters.rows.filter(({ property }) => mapped.has(text(property) ?? ''));
  return {
    readable: true,
    set: new Set(ofFields.map((row) => `${text(row['doc_type']) ?? ''}.${text(row['field_name']) ?? ''}`)),
    apps: new Map(modules.rows.map((row) => [text(row['name']) ?? '', text(row['app_name']) ?? ''])),
  };
}

/** Any other fault ends the work, since half a list would tell origins wrongly. */
function withoutRight(doctype: string, fault: Fault): Origins {
  if (fault.kind !== 'forbidden') valueIn({ fault });
  return { readable: false, why: `This account may not read ${doctype}.` };
}

/** Who brought a field: the site itself, a setting of the site on top of an app's field, or the app alone. */
export function originOf(field: DocField, type: DocType, origins: Origins): Origin {
  if (field.custom) return { kind: 'custom', ...appOf(field.module, origins) };
  if (type.custom) return { kind: 'custom' };
  if (origins.readable && origins.set.has(`${type.name}.${field.name}`)) return { kind: 'property-setter' };
  return { kind: 'standard', ...appOf(type.module, origins) };
}

function appOf(module: string | undefined, origins: Origins): Pick<Origin, 'by'> {
  const app = origins.readable ? origins.apps.get(module ?? '') : undefined;
  return app === undefined || app === '' ? {} : { by: app };
}
