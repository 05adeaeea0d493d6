import { SeamError } from '../../errors/seam-error.js';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.js';
import type { Dialect } from '../../protocols/json-schema/dialect.js';
import { member, textOf } from '../../protocols/json-schema/json.js';

/** An OpenAPI document, as far as it is looked at before an entity is asked for. */
export type OpenApi = {
  /** `3.0.3`, `3.1.0` … */
  readonly version: string;
  readonly dialect: Dialect;
  readonly product: string;
  readonly productVersion: string;
  /** Names of the schemas in `components`. */
  readonly schemas: readonly string[];
  /** The paths, and the webhooks of 3.1, each with its item. */
  readonly paths: readonly (readonly [path: string, item: JsonObject])[];
  readonly webhooks: readonly string[];
};

/**
 * The document. https://spec.openapis.org/oas/v3.0.4, https://spec.openapis.org/oas/v3.1.1
 * @throws SeamError `source-unusable`
 */
export function parseOpenApi(document: Json, name: string): OpenApi {
  const version = textOf(document, 'openapi') ?? String(member(document, 'openapi') ?? '');
  if (!/^3\.\d/.test(version)) throw notOpenApi(document, version, name);
  const info = member(document, 'info');
  return {
    version,
    // 3.2 describes schemas as 3.1 does.
    dialect: version.startsWith('3.0') ? 'openapi-3.0' : 'openapi-3.1',
    product: textOf(info, 'title') ?? 'OpenAPI',
    productVersion: textOf(info, 'version') ?? String(member(info, 'version') ?? ''),
    schemas: Object.keys(objectAt(member(document, 'components'), 'schemas')),
    paths: Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
      isJsonObject(item) && path.startsWith('/') ? [[path, item] as const] : [],
    ),
    webhooks: Object.keys(objectAt(document, 'webhooks')),
  };
}

/** A member that is an object; an empty one where it is not. */
export function objectAt(value: Json | undefined, name: string): JsonObject {
  const found = member(value, name);
  return isJsonObject(found) ? found : {};
}

function notOpenApi(document: Json, version: string, name: string): SeamError {
  const said = textOf(document, 'swagger');
  const [why, fix] =
    said !== undefined
      ? [
          `${name} is Swagger ${said}, which seam does not read.`,
          'Convert it to OpenAPI 3, for example with swagger2openapi, and name the result.',
        ]
      : version !== ''
        ? [
            `${name} is OpenAPI ${version}; seam reads 3.0 and 3.1.`,
            'Name a document of a version that seam reads.',
          ]
        : [
            `${name} is no OpenAPI document: it has no "openapi".`,
            'Name the document itself, not the page that shows it.',
          ];
  return new SeamError('source-unusable', { why, where: { file: name }, fix });
}
