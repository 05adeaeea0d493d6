import type { EntitySchema } from '../../model/schema.js';
import { refused } from '../refused.js';
import { type Code, fieldsIn } from './code.js';
import type { NewUse } from './config-text.js';

export type UsesOptions = {
  readonly seam?: string | undefined;
  readonly direction?: string | undefined;
  /** Fields in use, by entity: they go before what the code says. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly code: Code | undefined;
};

/**
 * What a seam uses: every entity that is contracted, with the fields that were named or that its code names. An entity
 * none of whose fields the code names is used whole.
 * @throws SeamError `usage-invalid` for fields of an entity that is not contracted
 */
export function usesOf(
  source: string,
  schemas: readonly EntitySchema[],
  { seam, direction, fields = {}, code }: UsesOptions,
): readonly NewUse[] {
  if (seam === undefined || direction === undefined) return [];
  const names = schemas.map((schema) => schema['x-seam'].entity);
  const stranger = Object.keys(fields).find((entity) => !names.includes(entity));
  if (stranger !== undefined) {
    throw refused(
      `--fields names ${stranger}, which is not contracted.`,
      `Contracted are: ${names.join(', ')}.`,
    );
  }
  return schemas.map((schema) => {
    const { entity } = schema['x-seam'];
    const given = Object.hasOwn(fields, entity) ? fields[entity] : undefined;
    const used = given ?? (code === undefined ? [] : namedIn(code, schema, direction));
    return { contract: `${source}/${entity}`, direction, ...(used.length === 0 ? {} : { fields: used }) };
  });
}

/**
 * The fields that the code names, and for those who create what the entity demands: code that leaves it out does not work.
 * `fields` takes points and stars for paths and globs; with a name that has them, the entity is used whole.
 */
function namedIn(code: Code, schema: EntitySchema, direction: string): readonly string[] {
  const names = fieldsIn(code, Object.keys(schema.properties));
  const demanded = names.length > 0 && creating.has(direction) ? schema.required : [];
  const all = [...new Set([...names, ...demanded])];
  return all.some((name) => /[.*?]/.test(name)) ? [] : all;
}

const creating: ReadonlySet<string> = new Set(['create', 'write', 'both']);
