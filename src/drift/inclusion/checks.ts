import { compare, decimalOf, isMultiple } from '../../model/decimals.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import { isCount, nameList } from './keywords.js';
import { codePoints, every, type Truth, typeOf, valueKey } from './values.js';

type Given = { readonly argument: Json; readonly schema: JsonObject; readonly value: Json };
type Check = (given: Given) => Truth;

/** Keywords that judge a value by itself. A malformed argument is "unknown". JSON Schema 2020-12, Validation 6. */
export const checks: Readonly<Record<string, Check>> = {
  type: ({ argument, value }) => {
    const names = typeof argument === 'string' ? [argument] : nameList(argument);
    if (names === undefined || names.length === 0 || !names.every(isTypeName)) return 'unknown';
    const isInteger = typeof value === 'number' && Number.isInteger(value);
    return names.includes(typeOf(value)) || (isInteger && names.includes('integer'));
  },
  enum: ({ argument, value }) =>
    Array.isArray(argument) ? argument.some((one) => valueKey(one) === valueKey(value)) : 'unknown',
  const: ({ argument, value }) => valueKey(argument) === valueKey(value),

  multipleOf: numeric((value, step) =>
    step > 0 ? isMultiple(decimalOf(value), decimalOf(step)) : 'unknown',
  ),
  minimum: numeric((value, bound) => compare(decimalOf(value), decimalOf(bound)) >= 0),
  exclusiveMinimum: numeric((value, bound) => compare(decimalOf(value), decimalOf(bound)) > 0),
  maximum: numeric((value, bound) => compare(decimalOf(value), decimalOf(bound)) <= 0),
  exclusiveMaximum: numeric((value, bound) => compare(decimalOf(value), decimalOf(bound)) < 0),

  minLength: counted(textLength, (length, least) => length >= least),
  maxLength: counted(textLength, (length, most) => length <= most),
  minItems: counted(itemCount, (length, least) => length >= least),
  maxItems: counted(itemCount, (length, most) => length <= most),
  minProperties: counted(propertyCount, (length, least) => length >= least),
  maxProperties: counted(propertyCount, (length, most) => length <= most),

  uniqueItems: ({ argument, value }) => {
    if (typeof argument !== 'boolean') return 'unknown';
    return !argument || !Array.isArray(value) || new Set(value.map(valueKey)).size === value.length;
  },
  required: ({ argument, value }) => {
    const names = nameList(argument);
    return names === undefined ? 'unknown' : !isJsonObject(value) || hasAll(value, names);
  },
  dependentRequired: ({ argument, value }) => {
    if (!isJsonObject(argument)) return 'unknown';
    if (!isJsonObject(value)) return true;
    return every(Object.entries(argument), ([name, list]) => {
      const names = nameList(list);
      if (names === undefined) return 'unknown';
      return !Object.hasOwn(value, name) || hasAll(value, names);
    });
  },
};

function isTypeName(name: string): boolean {
  return ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'].includes(name);
}

function numeric(test: (value: number, argument: number) => Truth): Check {
  return ({ argument, value }) => {
    if (typeof argument !== 'number') return 'unknown';
    return typeof value === 'number' ? test(value, argument) : true;
  };
}

function counted(
  measure: (value: Json) => number | undefined,
  test: (count: number, limit: number) => boolean,
): Check {
  return ({ argument, value }) => {
    if (!isCount(argument)) return 'unknown';
    const count = measure(value);
    return count === undefined || test(count, argument);
  };
}

function textLength(value: Json): number | undefined {
  return typeof value === 'string' ? codePoints(value) : undefined;
}

function itemCount(value: Json): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function propertyCount(value: Json): number | undefined {
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function hasAll(value: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(value, name));
}
