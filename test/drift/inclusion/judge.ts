import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import type { JsonSchema } from '../../../src/drift/inclusion/includes.js';
import { isJsonObject, type Json, sameJson } from '../../../src/model/json.js';

const shared = judge();

/**
 * ajv as the judge of single documents: 2020-12, formats asserted, own properties only, decimals exact. `undefined`
 * where ajv is known to be wrong, writes code that breaks (`patternProperties` beside `unevaluatedProperties`;
 * `additionalProperties` in a branch that never holds, beside a reference: "props0 is not defined"), or overflows on a
 * reference cycle, which the specification leaves undefined.
 */
export function judgeOf(schema: JsonSchema): (document: Json) => boolean | undefined {
  const translated = apart(schema);
  // One instance refuses a second schema with the same "$id".
  const ajv = JSON.stringify(schema).includes('"$id"') ? judge() : shared;
  const looksBack = JSON.stringify(schema).includes('"unevaluated');
  let compiled: ((document: Json) => boolean | undefined) | undefined;
  return (document) => {
    // ajv takes a property named "constructor" as evaluated, because every object has one.
    if (looksBack && JSON.stringify(document).includes('"constructor"')) return undefined;
    // A schema that ajv cannot compile is tried once: an overflow takes it 10 ms.
    compiled ??= orUndefined(() => ajv.compile(translated)) ?? (() => undefined);
    const validate = compiled;
    return orUndefined(() => validate(document));
  };
}

/** What is told, `undefined` where ajv breaks down. */
function orUndefined<Told>(tell: () => Told): Told | undefined {
  try {
    return tell();
  } catch (error) {
    if (isBreakdown(error)) return undefined;
    throw error;
  }
}

/** What ajv's generated code breaks with; everything else is a fault of the test. */
function isBreakdown(error: unknown): boolean {
  return [RangeError, TypeError, ReferenceError].some((kind) => error instanceof kind);
}

function judge(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, ownProperties: true, logger: false, validateSchema: false });
  formatsPlugin.default(ajv);
  // ajv's own keyword divides binary fractions, and rejects 19.99 as a multiple of 0.01.
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (step: number, value: number) => isMultiple(value, step),
  });
  // ajv's own comparison takes a property named "constructor" for the object's class.
  ajv.removeKeyword('const');
  ajv.removeKeyword('enum');
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'const', validate: (one: Json, value: Json) => sameJson(one, value) });
  ajv.addKeyword({
    keyword: 'enum',
    schemaType: 'array',
    validate: (list: readonly Json[], value: Json) => list.some((one) => sameJson(one, value)),
  });
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, items: readonly Json[]) => !wanted || areDifferent(items),
  });
  return ajv;
}

function areDifferent(items: readonly Json[]): boolean {
  return items.every((item, index) => items.slice(index + 1).every((other) => !sameJson(item, other)));
}

/** ajv takes an empty array as containing something where `prefixItems` stands beside `contains`: `allOf` parts them. */
function apart<Part extends Json>(part: Part): Part;
function apart(part: Json): Json {
  if (Array.isArray(part)) return part.map((item) => apart(item));
  if (!isJsonObject(part)) return part;
  const entries = Object.entries(part).map(([name, value]) => [name, apart(value)] as const);
  if (!Object.hasOwn(part, 'contains') || !Object.hasOwn(part, 'prefixItems')) {
    return Object.fromEntries(entries);
  }
  const names = ['contains', 'minContains', 'maxContains'];
  const { allOf, ...others } = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
  const contains = Object.fromEntries(entries.filter(([name]) => names.includes(name)));
  return { ...others, allOf: [...(Array.isArray(allOf) ? allOf : []), contains] };
}

/** By the written digits: another way than the engine's own, so that one can find fault with the other. */
function isMultiple(value: number, step: number): boolean {
  const places = Math.max(fractionDigits(value), fractionDigits(step));
  return scaled(value, places) % scaled(step, places) === 0n;
}

function fractionDigits(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

function scaled(value: number, places: number): bigint {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(places - fraction.length + Number(exponent));
}
