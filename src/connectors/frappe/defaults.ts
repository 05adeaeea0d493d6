import type { Json } from '../../model/json.js';
import type { DocField, DocType } from './wire.js';

/** What Frappe fills in where create leaves a field out. */
export type Default =
  | { readonly kind: 'none' }
  /** The same value each time. */
  | { readonly kind: 'constant'; readonly value: Json }
  /** A value of the day, the user, or the record; `certain`: there always is one. */
  | { readonly kind: 'computed'; readonly certain: boolean };

const none: Default = { kind: 'none' };
const computed: Default = { kind: 'computed', certain: true };

type Numeric = 'integer' | 'decimal';

/** Native types whose column is 0 where nothing else was said (frappe/database/schema.py, `NOT_NULL_TYPES`). */
const zeroed: ReadonlySet<string> = new Set(['Check', 'Currency', 'Float', 'Int', 'Percent']);

/** Native types whose default, always a text, is a number. */
const numeric: ReadonlyMap<string, Numeric> = new Map<string, Numeric>([
  ['Check', 'integer'],
  ['Int', 'integer'],
  ['Long Int', 'integer'],
  ['Currency', 'decimal'],
  ['Duration', 'decimal'],
  ['Float', 'decimal'],
  ['Percent', 'decimal'],
  ['Rating', 'decimal'],
]);

/** Options of a Select that stand for "none known yet". */
const noOptions: ReadonlySet<string> = new Set(['[Select]', 'Loading...']);

/**
 * The default of a field (frappe/frappe 15, frappe/model/create_new.py: the same in 13 to 16). Defaults of the user and by
 * User Permissions cannot be seen here.
 */
export function defaultOf(field: DocField, { titleField, naming }: DocType): Default {
  const { name, type, options, default: stated } = field;
  if (type === 'Table' || type === 'Table MultiSelect' || field.virtual) return none;
  if (type === 'Time') return computed;
  // Only a title that is called so is filled from its template (frappe/model/document.py, `set_title_field`).
  if (name === titleField) return name === 'title' && stated !== undefined ? computed : none;
  if (stated !== undefined) return statedDefault(type, stated);
  // A number that is demanded is none until somebody says one; a Check is 0 even then.
  if (zeroed.has(type) && (type === 'Check' || !field.required)) return { kind: 'constant', value: 0 };
  if (type !== 'Select' || options === undefined || noOptions.has(options)) return none;
  const [first = '', second = ''] = options.split('\n', 2);
  const isSeries = name === 'naming_series' && naming === 'naming_series:';
  return { kind: 'constant', value: (isSeries ? first || second : first).trim() };
}

function statedDefault(type: string, stated: string): Default {
  if (stated.startsWith(':')) return { kind: 'computed', certain: false };
  if (stated === '__user' || stated === 'Today') return computed;
  if (type === 'Datetime' && stated.toLowerCase() === 'now') return computed;
  const kind = numeric.get(type);
  if (kind === undefined) return { kind: 'constant', value: stated };
  const number = Number(stated);
  // Frappe makes 0 of what is no number (frappe/utils/data.py, `cint` and `flt`).
  const value = Number.isFinite(number) ? number : 0;
  return { kind: 'constant', value: kind === 'integer' ? Math.trunc(value) : value };
}

/** True where a record that leaves the field out has a value that counts as one. */
export function fillsIn(given: Default): boolean {
  return given.kind === 'constant' ? given.value !== '' : given.kind === 'computed' && given.certain;
}
