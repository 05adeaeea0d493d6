import { dialect, type Field, objectOf } from '../../../model/schema.js';
import type { Edm, EdmOperation, EdmParameter } from '../edm.js';
import { core } from '../vocabulary.js';
import type { Described } from './entity.js';
import { textOf } from './expression.js';
import { labelled, parameterField } from './field.js';
import { notesOf } from './lookup.js';
import { membersOf } from './members.js';
import { observedIn } from './observed.js';
import { valueSchema } from './value.js';
import { type Product, type Work, workOn } from './work.js';

/** The field of an operation's answer; OData calls it so where it annotates it. */
const answer = '$return';

/**
 * The live schema of a function, an action or a function import that was kept, by its full name: its parameters are the
 * create view, its answer the read view, and nothing can be updated.
 */
export function describeOperation(edm: Edm, product: Product, name: string): Described | undefined {
  const operation = edm.operations.get(name);
  if (operation === undefined) return undefined;
  const work = workOn(edm, product, name, membersOf);
  const targets = targetsOf(name, operation);
  const notes = notesOf(edm, [operation.annotations], targets);
  const fields = [
    ...operation.parameters.map((parameter) => inputOf(work, operation, parameter, targets)),
    ...outputOf(work, operation),
  ];
  // An import is of every overload: the parameters behind the name tell only which one this is.
  const imports = edm.imports.get(name.replace(/\)\([^()]*\)$/, ')')) ?? [];
  return {
    schema: {
      $schema: dialect,
      ...labelled(notes, operation.sap),
      ...objectOf(fields),
      'x-seam': {
        connector: product.connector,
        entity: product.nameOf(name),
        mapping: product.mapping,
        version: '1.0',
        observed: observedIn(edm, product).observed,
        protocol: `OData ${edm.protocol}`,
        kind: 'operation',
        cannot: ['update'],
        ...(imports.length === 0
          ? {}
          : { addresses: Object.fromEntries(imports.map((each) => [each.name, {}])) }),
      },
    },
    warnings: work.warnings,
  };
}

/** Annotations may name the operation with or without what it is bound to. CSDL XML 4.01, 14.2.2 */
function targetsOf(name: string, operation: EdmOperation): readonly string[] {
  return [...new Set([name, operation.name])];
}

function inputOf(
  work: Work,
  { kind }: EdmOperation,
  parameter: EdmParameter,
  targets: readonly string[],
): Field {
  const places = targets.map((target) => `${target}/${parameter.name}`);
  const notes = notesOf(work.edm, [parameter.annotations], places);
  const optional = notes.get(`${core}.OptionalParameter`);
  // A function is chosen by its parameters, so all of them are sent; an action, and versions 1 to 3, take null for none.
  const demanded = kind === 'function' || parameter.nullable === false;
  return parameterField(work, parameter, notes, {
    required: demanded && optional === undefined,
    defaultValue:
      optional?.value.kind === 'record' ? textOf(optional.value.members.get('DefaultValue')) : undefined,
  });
}

function outputOf(work: Work, { returns }: EdmOperation): readonly Field[] {
  if (returns === undefined) return [];
  const schema = valueSchema(work, returns, returns, returns.nullable === false || returns.collection);
  return [{ name: answer, required: false, schema: { ...schema, readOnly: true } }];
}
