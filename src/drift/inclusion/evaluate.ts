import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { checks } from './checks.js';
import {
  isAnnotation,
  isIdle,
  isSchema,
  type JsonSchema,
  keyword,
  namedSchemas,
  schemaList,
} from './keywords.js';
import { type Budget, spend } from './limits.js';
import { baseOf, type Document, resolve, rootBase } from './references.js';
import { type Tester, testText } from './text.js';
import { every, negated, some, type Truth } from './values.js';

/** A validator of one document: exact decimals, formats asserted, "unknown" where it cannot tell. */
export type Evaluation = { readonly document: Document; readonly budget: Budget; readonly tester: Tester };

/** Whether the schema accepts the value. Throws `RemoteReference` and `OutOfBudget`. */
export function evaluate(evaluation: Evaluation, value: Json): Truth {
  return judge({ ...evaluation, base: rootBase, inPlace: [] }, evaluation.document.root, value).truth;
}

/** `inPlace`: the schemas that are being applied to this very value. */
type At = Evaluation & { readonly base: string; readonly inPlace: readonly JsonObject[] };

/** Properties and items that were looked at; not `sure` where it hangs on something undecided. */
type Seen = { readonly places: Set<string>; sure: boolean };
type Judged = { readonly truth: Truth; readonly seen: Seen };

function judge(outer: At, schema: JsonSchema, value: Json): Judged {
  spend(outer.budget);
  if (typeof schema === 'boolean') return { truth: schema, seen: unseen() };
  // A reference that leads back without looking into the value: the specification leaves it undefined.
  if (outer.inPlace.includes(schema)) return { truth: 'unknown', seen: unseen() };
  const at = { ...outer, base: baseOf(schema, outer.base), inPlace: [...outer.inPlace, schema] };
  const seen = unseen();
  const truth = every(rules(at, schema, value, seen), (rule) => rule());
  if (truth === false) return { truth, seen };
  const rest = every(unevaluatedRules(at, schema, value, seen), (rule) => rule());
  return { truth: every([truth, rest], (one) => one), seen };
}

function unseen(): Seen {
  return { places: new Set(), sure: true };
}

/** What each keyword says, in turn; adds to `seen` what it looked at. */
function* rules(at: At, schema: JsonObject, value: Json, seen: Seen): Generator<() => Truth> {
  for (const [name, argument] of Object.entries(schema)) {
    if (isAnnotation(name)) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const applicator = Object.hasOwn(applicators, name) ? applicators[name] : undefined;
    const site = { at, schema, value, seen };
    if (check !== undefined) yield () => check({ argument, schema, value });
    else if (name === 'pattern' || name === 'format') yield () => textRule(at, name, argument, value);
    else if (applicator !== undefined) yield () => applicator(site, argument);
    else yield () => 'unknown';
  }
}

function textRule(at: At, kind: 'pattern' | 'format', argument: Json, value: Json): Truth {
  if (typeof argument !== 'string') return 'unknown';
  return typeof value === 'string' ? testText(at.tester, kind, argument, value) : true;
}

type Site = { readonly at: At; readonly schema: JsonObject; readonly value: Json; readonly seen: Seen };

function inPlace({ at, value, seen }: Site, schema: JsonSchema, base = at.base): Truth {
  const judged = judge({ ...at, base }, schema, value);
  if (judged.truth === true) for (const place of judged.seen.places) seen.places.add(place);
  if (judged.truth === 'unknown' || (judged.truth && !judged.seen.sure)) seen.sure = false;
  return judged.truth;
}

function child(
  { at, seen }: Site,
  schema: JsonSchema,
  place: string | number,
  value: Json | undefined,
): Truth {
  seen.places.add(String(place));
  return value === undefined ? true : judge({ ...at, inPlace: [] }, schema, value).truth;
}

/** Like `some`, but each branch is looked at, for what it has seen. */
function count(site: Site, branches: readonly JsonSchema[]): { yes: number; perhaps: number } {
  const truths = branches.map((branch) => inPlace(site, branch));
  return {
    yes: truths.filter((truth) => truth === true).length,
    perhaps: truths.filter((truth) => truth === 'unknown').length,
  };
}

const applicators: Readonly<Record<string, (site: Site, argument: Json) => Truth>> = {
  $ref: (site, argument) => {
    const { at } = site;
    const target = typeof argument === 'string' ? resolve(at.document, argument, at.base) : undefined;
    return target === undefined ? 'unknown' : inPlace(site, target.schema, target.base);
  },
  allOf: (site, argument) => {
    const list = schemaList(argument);
    return list === undefined ? 'unknown' : every(list, (branch) => inPlace(site, branch));
  },
  anyOf: (site, argument) => {
    const list = schemaList(argument);
    if (list === undefined) return 'unknown';
    const { yes, perhaps } = count(site, list);
    return yes > 0 ? true : perhaps > 0 ? 'unknown' : false;
  },
  oneOf: (site, argument) => {
    const list = schemaList(argument);
    if (list === undefined) return 'unknown';
    const { yes, perhaps } = count(site, list);
    return yes > 1 ? false : perhaps > 0 ? 'unknown' : yes === 1;
  },
  not: ({ at, value }, argument) =>
    isSchema(argument) ? negated(judge(at, argument, value).truth) : 'unknown',
  if: (site, argument) => {
    const then = keyword(site.schema, 'then') ?? true;
    const otherwise = keyword(site.schema, 'else') ?? true;
    if (!isSchema(argument) || !isSchema(then) || !isSchema(otherwise)) return 'unknown';
    const before = site.seen.places.size;
    const condition = inPlace(site, argument);
    // What a bare `if` has seen counts by the specification, and not in every validator.
    if (isIdle(then) && site.seen.places.size > before) site.seen.sure = false;
    return condition === 'unknown' ? condition : inPlace(site, condition ? then : otherwise);
  },
  // biome-ignore lint/suspicious/noThenProperty: the name of a keyword of JSON Schema.
  then: () => true,
  else: () => true,
  unevaluatedProperties: () => true,
  unevaluatedItems: () => true,
  dependentSchemas: (site, argument) => {
    const { value } = site;
    const named = namedSchemas(argument);
    if (named === undefined) return 'unknown';
    if (!isJsonObject(value)) return true;
    return every(named, ([name, branch]) => !Object.hasOwn(value, name) || inPlace(site, branch));
  },

  prefixItems: (site, argument) => {
    const { value } = site;
    const list = schemaList(argument);
    if (list === undefined) return 'unknown';
    if (!Array.isArray(value)) return true;
    return every(value.slice(0, list.length).entries(), ([index, item]) =>
      child(site, list[index] ?? true, index, item),
    );
  },
  items: (site, argument) => {
    const { schema, value } = site;
    if (!isSchema(argument)) return 'unknown';
    if (!Array.isArray(value)) return true;
    const from = schemaList(keyword(schema, 'prefixItems'))?.length ?? 0;
    return every(value.entries(), ([index, item]) => index < from || child(site, argument, index, item));
  },
  contains: ({ at, schema, value, seen }, argument) => {
    const least = keyword(schema, 'minContains') ?? 1;
    const most = keyword(schema, 'maxContains') ?? Number.POSITIVE_INFINITY;
    if (!isSchema(argument) || typeof least !== 'number' || typeof most !== 'number') return 'unknown';
    if (!Array.isArray(value)) return true;
    let [yes, perhaps] = [0, 0];
    for (const item of value) {
      const { truth } = judge({ ...at, inPlace: [] }, argument, item);
      if (truth === true) yes += 1;
      if (truth === 'unknown') perhaps += 1;
      // Whether the items that it finds count as evaluated differs between validators.
      if (truth !== false) seen.sure = false;
    }
    if (yes > most || yes + perhaps < least) return false;
    return yes >= least && yes + perhaps <= most ? true : 'unknown';
  },
  minContains: () => true,
  maxContains: () => true,

  properties: (site, argument) => {
    const { value } = site;
    const named = namedSchemas(argument);
    if (named === undefined) return 'unknown';
    if (!isJsonObject(value)) return true;
    return every(
      named,
      ([name, schema]) => !Object.hasOwn(value, name) || child(site, schema, name, value[name]),
    );
  },
  patternProperties: (site, argument) => {
    const { at, value } = site;
    const named = namedSchemas(argument);
    if (named === undefined) return 'unknown';
    if (!isJsonObject(value)) return true;
    return every(named, ([pattern, schema]) =>
      every(Object.entries(value), ([name, member]) => {
        const matches = testText(at.tester, 'pattern', pattern, name);
        if (matches === false) return true;
        if (matches === 'unknown') site.seen.sure = false;
        const truth = child(site, schema, name, member);
        return matches === true || truth === true ? truth : 'unknown';
      }),
    );
  },
  additionalProperties: (site, argument) => {
    const { at, schema, value } = site;
    if (!isSchema(argument)) return 'unknown';
    if (!isJsonObject(value)) return true;
    const names = keyword(schema, 'properties') ?? {};
    const patterns = Object.keys(keyword(schema, 'patternProperties') ?? {});
    return every(Object.entries(value), ([name, member]) => {
      if (isJsonObject(names) && Object.hasOwn(names, name)) return true;
      const matched = some(patterns, (pattern) => testText(at.tester, 'pattern', pattern, name));
      if (matched === true) return true;
      const truth = child(site, argument, name, member);
      return matched === false || truth === true ? truth : 'unknown';
    });
  },
  propertyNames: ({ at, value }, argument) => {
    if (!isSchema(argument)) return 'unknown';
    if (!isJsonObject(value)) return true;
    return every(Object.keys(value), (name) => judge({ ...at, inPlace: [] }, argument, name).truth);
  },
};

/** Applied last. Where a branch is undecided, what it may have seen is undecided too. */
function* unevaluatedRules(at: At, schema: JsonObject, value: Json, seen: Seen): Generator<() => Truth> {
  const members = Array.isArray(value) ? 'unevaluatedItems' : 'unevaluatedProperties';
  const argument = keyword(schema, members);
  if (argument === undefined || typeof value !== 'object' || value === null) return;
  const site = { at, schema, value, seen };
  for (const [place, member] of Object.entries(value)) {
    if (!seen.sure) yield () => 'unknown';
    else if (seen.places.has(place)) continue;
    else yield () => (isSchema(argument) ? child(site, argument, place, member) : 'unknown');
  }
}
