import type { Change } from '../../src/model/drift.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/** What somebody else computed from the recordings: the difference between two states of a model. */
export type Truth = {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Attributes that differ, by field. */
  readonly changed: ReadonlyMap<string, JsonObject>;
};

/** One model of `truth-16-17.json` (lists of fields) or of `truth-manual-drift.json` (objects by name). */
export function parseTruth(told: Json | undefined): Truth {
  const { removed, added, changed } = isJsonObject(told) ? told : {};
  return {
    removed: entries(removed).map(([name]) => name),
    added: entries(added).map(([name]) => name),
    changed: new Map(
      entries(changed).map(([name, { name: _, ...attributes }]) => [name, attributes] as const),
    ),
  };
}

function entries(told: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(told)) {
    return told.flatMap((row) => (isJsonObject(row) ? [[String(row['name']), row] as const] : []));
  }
  const members = isJsonObject(told) ? Object.entries(told) : [];
  return members.map(([name, row]) => [name, isJsonObject(row) ? row : {}]);
}

/** Rules as which a difference of an attribute may be found. An attribute that is not here is no data. */
const foundAs: Readonly<Record<string, RegExp>> = {
  type: /^(type|native-type|pattern|format|time-zone|content-type|maximum|minimum|max-length|enum)-/,
  relation: /^target-/,
  relation_field: /^inverse-/,
  selection: /^enum-/,
  required: /^(required|null|ui-required)-/,
  readonly: /^(read-only|ui-read-only)-/,
  store: /^(stored|computed|read-only|ui-read-only)-/,
  computed: /^(computed|required)-/,
  depends: /^(computed|required)-/,
  related: /^(copied-from|computed|read-only|ui-read-only)-/,
  default: /^(default|required)-/,
  digits: /^fraction-digits-/,
  size: /^max-length-/,
  translate: /^translated-/,
  company_dependent: /^company-dependent-/,
  currency_field: /^unit-/,
  modules: /^origin-/,
};

/** Differences of attributes that are none of the data: absent or false, other dependencies, another order. */
function isNoise(attribute: string, difference: Json | undefined): boolean {
  if (!Array.isArray(difference))
    return isJsonObject(difference) && Object.keys(difference).join() === 'reordered';
  const [was, now] = difference;
  if (attribute === 'depends') return isEmpty(was) === isEmpty(now);
  return isEmpty(was) && isEmpty(now) && attribute !== 'default';
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)
  );
}

/** What the truth tells and the changes do not, and the reverse; `field attribute` or `field rule`, sorted. */
export function disagreements(truth: Truth, changes: readonly Change[]) {
  const loud = changes.filter(({ silent }) => !silent);
  const rulesOf = (field: string) => loud.filter(({ path }) => path.field === field).map(({ rule }) => rule);
  const renamedTo = new Set(
    loud.filter(({ rule }) => rule === 'field-renamed').map(({ after }) => String(after)),
  );
  const wanted = [
    ...truth.removed.map((field) => [field, 'removed', /^field-(removed|renamed)$/] as const),
    ...truth.added
      .filter((field) => !renamedTo.has(field))
      .map((field) => [field, 'added', /^((maybe-)?mandatory-)?field-added$/] as const),
    ...[...truth.changed].flatMap(([field, attributes]) =>
      Object.entries(attributes).flatMap(([attribute, difference]) => {
        const rules = foundAs[attribute];
        return rules === undefined || isNoise(attribute, difference)
          ? []
          : [[field, attribute, rules] as const];
      }),
    ),
  ];
  const missed = wanted.filter(([field, , rules]) => !rulesOf(field).some((rule) => rules.test(rule)));
  const explained = (change: Change) =>
    wanted.some(([field, attribute, rules]) => {
      if (field !== change.path.field) return false;
      // What differs between a renamed field and its new self is told under the old name.
      return rules.test(change.rule) || (attribute === 'removed' && rulesOf(field).includes('field-renamed'));
    });
  return {
    missed: missed.map(([field, attribute]) => `${field} ${attribute}`).sort(),
    invented: loud
      .filter((change) => !explained(change))
      .map(({ rule, path }) => `${path.field} ${rule}`)
      .sort(),
  };
}
