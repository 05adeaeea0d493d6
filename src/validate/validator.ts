import { decimalOf, isMultiple } from '../model/decimals.js';
import type { Json, JsonObject } from '../model/json.js';

/** True or false, or `undefined` where this validator cannot be trusted with the schema or the document. */
export type Validator = (schema: JsonObject, document: Json) => boolean | undefined;

/** ajv passes over a property of this name. */
const misjudged = /"__proto__"/;

/**
 * ajv as the judge of single documents: 2020-12, formats asserted, decimals exact, a property named `constructor` is one
 * like any other. A schema is compiled once. Loaded when called, since it takes its time.
 */
export async function loadValidator(): Promise<Validator> {
  const [{ Ajv2020 }, { default: formats }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
  ]);
  const ajv = new Ajv2020({ strict: false, ownProperties: true, logger: false, validateSchema: false });
  formats.default(ajv);
  // ajv's own keyword divides binary fractions, and rejects 19.99 as a multiple of 0.01.
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (step: number, value: number) => step > 0 && isMultiple(decimalOf(value), decimalOf(step)),
  });
  const compiled = new Map<string, (document: Json) => boolean>();
  /** ajv compiles when it is first asked, and keeps by identity what it compiled. */
  const validatorOf = (schema: JsonObject, text: string) => {
    const known = compiled.get(text) ?? ((document: Json) => ajv.validate(schema, document) === true);
    compiled.set(text, known);
    return known;
  };
  return unlessItThrows((schema, document) => {
    const text = JSON.stringify(schema);
    if (misjudged.test(text) || misjudged.test(JSON.stringify(document))) return undefined;
    return validatorOf(schema, text)(document);
  });
}

/**
 * ajv throws for a pattern that it cannot compile, writes code with names that it never defined (`props0`, of
 * `additionalProperties` in a branch that never holds), and overflows on deep documents. It has no opinion then.
 */
function unlessItThrows(validator: Validator): Validator {
  return (schema, document) => {
    try {
      return validator(schema, document);
    } catch {
      // The first judge stands alone.
      return undefined;
    }
  };
}
