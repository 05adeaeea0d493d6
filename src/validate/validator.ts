import type { Json, JsonObject } from '../model/json.js';

/** True or false, or `undefined` where this validator cannot be trusted with the schema. */
export type Validator = (schema: JsonObject, document: Json) => boolean | undefined;

/** ajv divides binary fractions, so that 19.99 is no multiple of 0.01; and it passes over a property of this name. */
const misjudged = /"(?:multipleOf|__proto__)"/;

/**
 * ajv as the judge of single documents: 2020-12, formats asserted, a property named `constructor` is one like any other.
 * A schema is compiled once. Loaded when called, since it takes its time.
 */
export async function loadValidator(): Promise<Validator> {
  const [{ Ajv2020 }, { default: formats }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
  ]);
  const ajv = new Ajv2020({ strict: false, ownProperties: true, logger: false, validateSchema: false });
  formats.default(ajv);
  const compiled = new Map<string, ((document: Json) => boolean) | undefined>();
  return (schema, document) => {
    const text = JSON.stringify(schema);
    if (misjudged.test(text) || misjudged.test(JSON.stringify(document))) return undefined;
    if (!compiled.has(text)) compiled.set(text, compile(schema));
    return compiled.get(text)?.(document);
  };

  function compile(schema: JsonObject): ((document: Json) => boolean) | undefined {
    try {
      const validate = ajv.compile<unknown>(schema);
      return (document) => validate(document);
    } catch {
      // A pattern that it cannot compile, or a format that it does not know: the first judge stands alone.
      return undefined;
    }
  }
}
