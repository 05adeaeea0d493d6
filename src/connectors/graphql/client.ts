import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json } from '../../model/json.js';
import { depthFault } from '../../protocols/document/depth.js';
import { type Login, loginHeaders } from '../../protocols/document/login.js';
import { parseText } from '../../protocols/document/parse.js';
import { placeOf } from '../../protocols/document/place.js';
import type { Context } from '../connector.js';
import { type Abilities, introspection, noAbilities, probe } from './queries.js';
import { introspectSdl } from './sdl.js';
import { type GraphqlSchema, parseIntrospection } from './wire.js';

/** The keys of a GraphQL source in `seam.yaml`. */
export type GraphqlOptions = {
  readonly auth?: Login;
  readonly operations?: boolean;
  readonly depth?: number;
  readonly inputs?: Readonly<Record<string, string>>;
};

/** The largest public schemas have 10 MiB. */
const mostBytes = 64 * 1024 * 1024;

/** The schema, and by what it is told. */
export type Told = { readonly schema: GraphqlSchema; readonly by: 'introspection' | 'SDL' };

/**
 * The schema: by introspection of an endpoint, or from a file or address that holds SDL or the answer of introspection.
 */
export async function readSchema(options: GraphqlOptions, context: Context): Promise<Told> {
  const headers = loginHeaders(options.auth);
  const { url } = context;
  const isDocument = url === undefined || /\.(?:graphqls?|gql|json)$/i.test(new URL(url).pathname);
  if (!isDocument) return { schema: await introspect(url, headers, context), by: 'introspection' };
  const place = placeOf(context, { headers: { accept: '*/*', ...headers }, followRefs: false });
  const name = place.nameOf(place.root);
  const text = await place.text(place.root);
  if (/^\s*[{[]/.test(text)) {
    return { schema: parseIntrospection(parseText(text, name), name), by: 'introspection' };
  }
  return { schema: parseIntrospection(await introspectSdl(text, name), name), by: 'SDL' };
}

async function introspect(
  url: string,
  headers: Readonly<Record<string, string>>,
  { http, log }: Context,
): Promise<GraphqlSchema> {
  const ask = async (query: string): Promise<Json> => {
    const { body } = await http.json({
      method: 'POST',
      path: url,
      // https://graphql.github.io/graphql-over-http/draft/#sec-Accept
      headers: { accept: 'application/graphql-response+json, application/json;q=0.9', ...headers },
      json: { query },
      expect: 'json',
      maxBytes: mostBytes,
      // Servers refuse introspection as an invalid query.
      accept: [400, 422],
    });
    if (depthFault(body) === undefined) return body;
    throw new SeamError('source-unusable', { why: 'The answer is nested deeper than any schema.' });
  };
  const abilities = abilitiesIn(await ask(probe));
  if (abilities === noAbilities)
    log('graphql: the server tells nothing of its introspection; the plain one is asked');
  const answer = await ask(introspection(abilities));
  const refused = refusalIn(answer);
  if (refused !== undefined) throw refused;
  return parseIntrospection(answer, url);
}

/** What the probe tells; nothing where the server refuses it, which the introspection then shows. */
function abilitiesIn(answer: Json): Abilities {
  const data = isJsonObject(answer) ? answer['data'] : undefined;
  if (!isJsonObject(data)) return noAbilities;
  const [type, field] = [membersOf(data['typeType']), membersOf(data['fieldType'])];
  if (type.size === 0) return noAbilities;
  const asks = (args: ReadonlySet<string> | undefined) => args?.has('includeDeprecated') === true;
  return {
    deprecatedInputs: asks(type.get('inputFields')) && asks(field.get('args')),
    specifiedByURL: type.has('specifiedByURL'),
    isOneOf: type.has('isOneOf'),
  };
}

/** Names of the fields of a type, each with those of its arguments. */
function membersOf(type: Json | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = isJsonObject(type) ? type['fields'] : undefined;
  return new Map(
    namesIn(fields).map(([name, field]) => [name, new Set(namesIn(field['args']).map(([arg]) => arg))]),
  );
}

function namesIn(list: Json | undefined) {
  return (Array.isArray(list) ? list : []).flatMap((item: Json) => {
    const name = isJsonObject(item) ? item['name'] : undefined;
    return isJsonObject(item) && typeof name === 'string' ? [[name, item] as const] : [];
  });
}

/** Why the server does not tell its schema; graphql-java and gqlgen answer null, Apollo and others an error. */
function refusalIn(answer: Json): SeamError | undefined {
  const body = isJsonObject(answer) ? answer : {};
  const data = isJsonObject(body['data']) ? body['data'] : {};
  if (isJsonObject(data['__schema'])) return undefined;
  const errors = Array.isArray(body['errors']) ? body['errors'] : [];
  const [first] = errors.flatMap((error: Json) => (isJsonObject(error) ? [error['message']] : []));
  const said =
    typeof first === 'string' ? `: ${first.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, 200)}` : '.';
  if (typeof first !== 'string' && data['__schema'] === undefined) return undefined;
  return new SeamError('source-forbidden', {
    why: `The server does not tell its schema by introspection${said}`,
    fix: 'Let it answer introspection to this account, or name a file with the schema: `file: schema.graphql`.',
  });
}
