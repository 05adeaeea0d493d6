import type { Capabilities } from '../../model/capabilities.js';
import type { ObservedFacet } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { schemaFacets } from '../../protocols/json-schema/facets.js';

/** What a program can tell. All three formats carry JSON Schema; what else they say differs. */
const facets: Capabilities['facets'] = {
  ...schemaFacets,
  type: { observable: 'yes', note: 'type of the schema' },
  nativeType: {
    observable: 'yes',
    note: 'sql-datatype (Singer), airbyte_type (Airbyte), x-seam, or a format that JSON Schema does not know',
  },
  nullability: { observable: 'yes', note: 'null among the types' },
  nullable: { observable: 'yes', note: 'unknown where a vendor’s nullable stands' },
  presence: { observable: 'yes', note: 'required, as far as it binds what is read' },
  readOnly: { observable: 'yes', note: 'readOnly' },
  bounds: { observable: 'yes', note: 'minimum, maximum, minItems, maxItems' },
  format: { observable: 'yes', note: 'format, pattern' },
  scale: { observable: 'partly', note: 'multipleOf a power of ten, or x-seam' },
  enum: { observable: 'yes', note: 'enum, const' },
  enumLabels: { observable: 'partly', note: 'titles of oneOf with const, or x-seam' },
  target: { observable: 'partly', note: 'x-seam; an object deeper than depth that is referred to' },
  requiredness: {
    observable: 'partly',
    note: 'required, in seam’s own format; taps and sources only read, so theirs says nothing of writers',
  },
  requiredWhen: { observable: 'partly', note: 'dependentRequired and the like, in seam’s own format' },
  writeOnly: { observable: 'partly', note: 'writeOnly, in seam’s own format' },
  operations: { observable: 'partly', note: 'taps and sources only read; cannot, in seam’s own format' },
  key: { observable: 'partly', note: 'table-key-properties, source_defined_primary_key, or key in x-seam' },
  required: { observable: 'partly', note: 'x-seam' },
  requiredBy: { observable: 'partly', note: 'x-seam' },
  precision: { observable: 'partly', note: 'x-seam' },
  hasDefault: { observable: 'partly', note: 'x-seam' },
  immutable: { observable: 'partly', note: 'x-seam' },
  unique: { observable: 'partly', note: 'x-seam' },
  unit: { observable: 'partly', note: 'x-seam' },
  computed: { observable: 'partly', note: 'x-seam' },
  stored: { observable: 'partly', note: 'x-seam' },
  timeZone: { observable: 'partly', note: 'x-seam' },
  origin: { observable: 'partly', note: 'x-seam' },
  id: { observable: 'partly', note: 'x-seam' },
  hidden: { observable: 'no', note: 'a program tells what its account sees' },
};

export const capabilities: Capabilities = {
  facets,
  onWrite: {},
  updateRevalidates: false,
  versions: {
    tested: [],
    documented: ['lines of seam 1', 'Singer catalogs', 'Airbyte protocol 0.2'],
  },
};

const among = (wanted: 'yes' | 'partly') =>
  (Object.keys(facets) as ObservedFacet[]).filter((facet) => facets[facet]?.observable === wanted);

/** What JSON Schema alone says, whoever writes it, and of reading alone. */
const ofReading: readonly ObservedFacet[] = [...among('yes'), 'scale', 'enumLabels', 'target'];

/** Facets that a program may say in `x-seam`, where it says that it observes them. */
export const sayable: ReadonlySet<string> = new Set([...among('yes'), ...among('partly')]);

/** Facets that every description of a tap or source tells, sorted. */
export const observedOfTap: readonly ObservedFacet[] = sorted([...ofReading, 'key', 'operations']);

/** Facets that a description in seam's own lines tells, with those that the program says it observes; sorted. */
export function observedOfLines(more: readonly ObservedFacet[]): readonly ObservedFacet[] {
  return sorted([...ofReading, 'requiredness', 'requiredWhen', 'writeOnly', ...more]);
}

function sorted(names: readonly ObservedFacet[]): readonly ObservedFacet[] {
  return [...new Set(names)].sort(byCodePoint);
}
