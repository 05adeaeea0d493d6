import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { SeamError } from '../errors/seam-error.js';
import type { Json, JsonObject } from '../model/json.js';
import { once } from '../model/once.js';
import { hasPlaceholder } from './placeholder.js';
import { pathOf, pointerOf } from './pointer.js';
import type { Problem } from './problem.js';
import { sentenceFor } from './sentences.js';

/** Keywords that can only be judged when the placeholders of a text are filled in. */
const textKeywords: ReadonlySet<string> = new Set([
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'maxLength',
]);
const alternativeKeywords: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not']);
/** Keywords whose own errors only repeat what a nested one says. */
const wrappers: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/**
 * Everything in a document that its schema does not allow, as sentences. What a text with placeholders will be is not
 * known here; `resolveSource` checks that again.
 * @throws SeamError `connector-broken` where the schema itself is none: a connector brought it
 */
export async function validate(schema: JsonObject, root: Json): Promise<readonly Problem[]> {
  const errors = (await schemaErrors(schema, root)).filter((error) => !isUndecided(error));
  const alternatives = errors.filter(({ keyword }) => alternativeKeywords.has(keyword));
  const problems = errors
    .filter(({ keyword }) => !wrappers.has(keyword))
    .filter((error) => !alternatives.some((other) => isBranch(error, other)))
    .map((error) => sentenceFor(error, pathOf(error.instancePath, root)));
  // A misspelt key is both unknown and lacking under its right name: it is told once.
  return [...new Map(problems.map((problem) => [pointerOf(problem.path) + problem.why, problem])).values()];
}

/** True for what cannot be said of a text before its placeholders are filled in. */
function isUndecided({ keyword, data }: ErrorObject): boolean {
  return textKeywords.has(keyword) && typeof data === 'string' && hasPlaceholder(data);
}

/**
 * All errors of a document.
 * @throws SeamError `connector-broken` where the schema is none
 */
export async function schemaErrors(schema: JsonObject, root: Json): Promise<readonly ErrorObject[]> {
  const ajv = await compiler();
  try {
    const check = compiled(ajv, schema);
    check(root);
    return check.errors ?? [];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SeamError('connector-broken', {
      why: `The schema of a connector's options is no JSON Schema: ${message}.`,
      cause,
    });
  }
}

/** That schemas are schemas is not asked again: ours are, and a plugin's was looked at when it was loaded. */
const compiler = once(async () => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  return new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    validateSchema: false,
    logger: false,
  });
});

/** By its text: a schema is composed anew for each file, and a fleet has many sources of one connector. */
const known = new Map<string, ValidateFunction>();

function compiled(ajv: Ajv2020, schema: JsonObject): ValidateFunction {
  const text = JSON.stringify(schema);
  const check = known.get(text) ?? ajv.compile<unknown>(schema);
  known.set(text, check);
  return check;
}

/** True for what one branch of an alternative says, where the alternative as a whole has failed. */
function isBranch({ schemaPath, instancePath }: ErrorObject, other: ErrorObject): boolean {
  return schemaPath.startsWith(`${other.schemaPath}/`) && instancePath.startsWith(other.instancePath);
}
