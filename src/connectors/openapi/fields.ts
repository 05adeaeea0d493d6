import { SeamError } from '../../errors/seam-error.js';
import type { Field, FieldSchema } from '../../model/schema.js';
import { byCodePoint } from '../../model/text.js';
import { compile } from '../../protocols/json-schema/compile.js';
import { schemaOf, wholeOf } from '../../protocols/json-schema/field.js';
import { join } from '../../protocols/json-schema/join.js';
import { nameOf, textOfLeftovers } from '../../protocols/json-schema/leftover.js';
import { isObject, type Node, rowsOf } from '../../protocols/json-schema/node.js';
import type { Spot } from '../../protocols/json-schema/references.js';
import type { Side } from '../../protocols/sides/sides.js';
import type { Description } from './client.js';
import type { Body, Parameter } from './operations.js';

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
 * `@body`. Several bodies are alternatives. A media type that is not JSON itself is said beside them.
 */
export function bodySide(bodies: readonly Body[], description: Description): Side | undefined {
  if (bodies.length === 0) return undefined;
  const branches = bodies.map(({ schema }) => ({
    name: nameOf(schema),
    node: rowsOf(nodeAt(schema, description)),
  }));
  const { node, exact } = join(branches);
  const types = [...new Set(bodies.map(({ type }) => type))].filter((type) => type !== 'application/json');
  const said = [
    ...(exact ? [] : [{ answers: branches.map(({ name }) => name) }]),
    ...(types.length === 0 ? [] : [{ content: types.sort(byCodePoint) }]),
  ];
  if (isObject(node)) return wholeOf({ ...node, unmapped: [...node.unmapped, ...said] });
  const unmapped = textOfLeftovers(said);
  const fields = [{ name: '@body', schema: schemaOf(node), required: true }];
  return { fields, open: false, ...(unmapped === undefined ? {} : { unmapped }) };
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
