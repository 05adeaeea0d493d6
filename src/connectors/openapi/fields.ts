import { SeamError } from '../../errors/seam-error.js';
import type { Field, FieldSchema } from '../../model/schema.js';
import { compile } from '../../protocols/json-schema/compile.js';
import { schemaOf, wholeOf } from '../../protocols/json-schema/field.js';
import { join } from '../../protocols/json-schema/join.js';
import { nameOf } from '../../protocols/json-schema/leftover.js';
import { isObject, type Node, rowsOf } from '../../protocols/json-schema/node.js';
import type { Spot } from '../../protocols/json-schema/references.js';
import type { Side } from '../../protocols/sides/sides.js';
import type { Description } from './client.js';
import type { Parameter } from './operations.js';

/** The node of a schema of this document. */
export function nodeAt(spot: Spot, { library, document, digests, depth }: Description): Node {
  return compile(spot, { library, dialect: document.dialect, digests, depth });
}

/** True for a schema that has fields; also for one that cannot be worked out, so that describing it says why. */
export function isEntity(spot: Spot, description: Description): boolean {
  try {
    return isObject(nodeAt(spot, { ...description, depth: -1 }));
  } catch (error) {
    if (error instanceof SeamError) return true;
    throw error;
  }
}

/**
 * What a body holds: its fields, or those of its rows where it is a list. A body that is no object is one field,
 * `@body`. Several bodies are alternatives.
 */
export function bodySide(spots: readonly Spot[], description: Description): Side | undefined {
  if (spots.length === 0) return undefined;
  const branches = spots.map((spot) => ({ name: nameOf(spot), node: rowsOf(nodeAt(spot, description)) }));
  const { node, exact } = join(branches);
  const whole: Node = exact ? node : { ...node, unmapped: [...node.unmapped, { answers: spots.length }] };
  if (isObject(whole)) return wholeOf(whole);
  return { fields: [{ name: '@body', schema: schemaOf(whole), required: true }], open: false };
}

const places = ['path', 'query', 'header', 'cookie'] as const;

/** The parameters as fields that are only sent, one for each place: `@query`, `@path`, `@header`, `@cookie`. */
export function parameterFields(
  parameters: readonly Parameter[],
  description: Description,
): readonly Field[] {
  return places.flatMap((place): readonly Field[] => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return [];
    const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
    const schema: FieldSchema = {
      type: 'object',
      properties: Object.fromEntries(
        own.map((parameter) => [parameter.name, parameterSchema(parameter, description)]),
      ),
      ...(required.length === 0 ? {} : { required }),
      writeOnly: true,
    };
    return [{ name: `@${place}`, schema, required: required.length > 0 }];
  });
}

function parameterSchema({ schema, name, label }: Parameter, description: Description): FieldSchema {
  const { title, ...value } = schema === undefined ? {} : schemaOf(nodeAt(schema, description));
  const said = name === label ? title : label;
  return said === undefined ? value : { title: said, ...value };
}
