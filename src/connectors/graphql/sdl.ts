import { SeamError } from '../../errors/seam-error.js';
import type { Json } from '../../model/json.js';

/** More tokens than the largest public schemas have. */
const mostTokens = 1_000_000;

/**
 * The introspection of a schema in the definition language. Directives need not be defined: a schema that is put
 * together from parts has some that are not (`@key`).
 * @throws SeamError `package-missing` or `source-unusable`
 */
export async function introspectSdl(text: string, name: string): Promise<Json> {
  const { parse, buildASTSchema, introspectionFromSchema } = await loadGraphql();
  try {
    const build = (sdl: string) =>
      buildASTSchema(parse(sdl, { noLocation: true, maxTokens: mostTokens }), { assumeValid: true });
    const schema = build(text);
    // Introspection is a query, so there must be something to query.
    const whole = schema.getQueryType() == null ? build(`${text}\n${placeholder(text)}`) : schema;
    return introspectionFromSchema(whole, {
      descriptions: false,
      specifiedByUrl: true,
      inputValueDeprecation: true,
      oneOf: true,
    }) as unknown as Json;
  } catch (cause) {
    throw unusable(cause, name);
  }
}

function placeholder(text: string): string {
  const query = /\btype\s+Query\b/.test(text) ? 'SeamQuery' : 'Query';
  return query === 'Query'
    ? 'type Query { seam: Boolean }'
    : `schema { query: ${query} } type ${query} { seam: Boolean }`;
}

/** The package is large and only SDL needs it: it is loaded when there is some. */
async function loadGraphql(): Promise<typeof import('graphql')> {
  try {
    return await import('graphql');
  } catch (cause) {
    throw new SeamError('package-missing', {
      why: 'Reading GraphQL SDL needs the package graphql, which is not installed.',
      fix: 'npm install graphql@16',
      cause,
    });
  }
}

function unusable(cause: unknown, name: string): SeamError {
  const said = cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
  return new SeamError('source-unusable', {
    why: `${name} is no schema of GraphQL: ${said.replace(/\s+/g, ' ')}`,
    where: { file: name },
    fix: 'Check that the file is SDL, or the JSON of an introspection query.',
    cause,
  });
}
