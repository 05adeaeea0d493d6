import { isJsonObject, type Json, type JsonObject } from '../model/json.js';

/** Whether every document of the one schema is one of the other; `undefined` where there is no opinion. */
export type SecondOpinion = (a: JsonObject, b: JsonObject) => Promise<boolean | undefined>;

/** Keywords that json-schema-diff looks at. It ignores all others without a word, so of those it has no opinion. */
const supported: ReadonlySet<string> = new Set([
  ...['type', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'],
  ...['required', 'properties', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'allOf', 'anyOf', 'not'],
  ...['title', 'description', '$schema', '$comment', 'default'],
]);

/** Keywords whose value is no schema, whatever it looks like. */
const plain: ReadonlySet<string> = new Set(['default', 'required', 'type']);

/** json-schema-diff as the second opinion. Loaded when called: who does not ask for it does not pay for it. */
export async function loadSecondOpinion(): Promise<SecondOpinion> {
  const { default: engine } = await import('json-schema-diff');
  return async (a, b) => {
    if (!isSupported(a) || !isSupported(b)) return undefined;
    try {
      const { removalsFound } = await engine.diffSchemas({
        sourceSchema: structuredClone(a),
        destinationSchema: structuredClone(b),
      });
      return !removalsFound;
    } catch {
      // It throws for what it cannot follow, which is no opinion.
      return undefined;
    }
  };
}

/** True where all keywords of the schema, and of those in it, are among the supported ones. */
function isSupported(schema: Json): boolean {
  if (Array.isArray(schema)) return schema.every(isSupported);
  if (!isJsonObject(schema)) return true;
  return Object.entries(schema).every(([keyword, value]) => {
    if (!supported.has(keyword)) return false;
    if (plain.has(keyword)) return true;
    return keyword === 'properties' && isJsonObject(value)
      ? Object.values(value).every((part) => part !== undefined && isSupported(part))
      : isSupported(value ?? null);
  });
}
