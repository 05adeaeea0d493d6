import type { Config, Use } from '../model/config.js';
import { isGlob, matchesGlob } from '../model/glob.js';
import type { EntitySchema, FieldSchema } from '../model/schema.js';
import { byCodePoint } from '../model/text.js';
import type { Found, LoadedConfig } from './load.js';
import { dotted, type Path } from './pointer.js';
import { listed, quoted, suggestion } from './say.js';

/** Contracts by `source/entity`. */
export type Contracts = ReadonlyMap<string, EntitySchema>;

/**
 * Holds what the seams and renames say against the contracts: every word must lead somewhere, and a seam that creates must send
 * what the contract requires.
 * @throws SeamError `no-contract` or `config-invalid`, with all problems and their places
 */
export function checkUses(loaded: LoadedConfig, contracts: Contracts): void {
  const dead = loaded.config.seams.flatMap((seam) =>
    seam.uses.flatMap((use, index) => useProblems(use, ['seams', seam.name, 'uses', index], contracts)),
  );
  const [first, ...others] = [...dead, ...deadRenames(loaded.config, contracts)];
  if (first !== undefined) throw loaded.problem(first, ...others);
}

function useProblems(use: Use, path: Path, contracts: Contracts): readonly Found[] {
  const contract = contracts.get(`${use.source}/${use.entity}`);
  if (contract === undefined) return [noContract(use, [...path, 'contract'], contracts)];
  const dead = (use.fields ?? []).flatMap((pattern, index) => {
    const problem = patternProblem(pattern, { source: use.source, entity: use.entity, contracts });
    return problem === undefined ? [] : [{ path: [...path, 'fields', index], ...problem }];
  });
  return [...dead, ...missingOnCreate(use, contract, path)];
}

function noContract(
  { source, entity }: Pick<Use, 'source' | 'entity'>,
  path: Path,
  contracts: Contracts,
): Found {
  const known = [...contracts.keys()]
    .filter((key) => key.startsWith(`${source}/`))
    .map((key) => key.slice(source.length + 1));
  if (known.length === 0) {
    const fix = `Run seam snapshot ${source}, look at the result, and commit it.`;
    return { code: 'no-contract', path, why: `${source} has no contracts yet.`, fix };
  }
  const hint = suggestion(entity, known.sort(byCodePoint), `Contracts of ${source}`);
  const fix = `${hint} If the ERP has it: add it to \`entities\` of ${source}, and run seam snapshot ${source}.`;
  return { path, why: `There is no contract ${quoted(`${source}/${entity}`)}.`, fix };
}

type Place = { readonly source: string; readonly entity: string; readonly contracts: Contracts };
type Dead = Pick<Found, 'why' | 'fix'>;

/** Renames of what no contract has under either name: one that was accepted has the new one. */
function deadRenames({ renames, entityRenames }: Config, contracts: Contracts): readonly Found[] {
  const ofFields = Object.entries(renames).flatMap(([key, names]): readonly Found[] => {
    const [source = '', ...rest] = key.split('/');
    const contract = contracts.get(key);
    if (contract === undefined) {
      return [noContract({ source, entity: rest.join('/') }, ['renames', key], contracts)];
    }
    const fields = fieldsOf(contract);
    const known = [...fields.keys()].sort(byCodePoint);
    return Object.entries(names)
      .filter((pair) => !pair.some((name) => fields.has(name)))
      .map(([from]) => ({
        path: ['renames', key, from],
        on: 'key' as const,
        why: `${quoted(from)} is no field of the contract ${quoted(key)}.`,
        fix: suggestion(from, known, 'Its fields'),
      }));
  });
  const ofEntities = Object.entries(entityRenames).flatMap(([source, names]) =>
    Object.entries(names)
      .filter((pair) => !pair.some((entity) => contracts.has(`${source}/${entity}`)))
      .map(([entity]) => ({
        ...noContract({ source, entity }, ['renames', source, entity], contracts),
        on: 'key' as const,
      })),
  );
  return [...ofFields, ...ofEntities];
}

/** Why a field name, glob or path leads nowhere, or `undefined` where it does lead somewhere. */
function patternProblem(pattern: string, place: Place): Dead | undefined {
  const key = `${place.source}/${place.entity}`;
  const fields = fieldsOf(place.contracts.get(key));
  if ([...fields.keys()].some((name) => matchesGlob(pattern, name))) return undefined;
  const relation = relationIn(pattern, fields);
  if (relation !== undefined) return throughRelation(relation, place);
  const what = isGlob(pattern) ? 'fits' : 'is';
  return {
    why: `${quoted(pattern)} ${what} no field of the contract ${quoted(key)}.`,
    fix: suggestion(pattern, [...fields.keys()].sort(byCodePoint), 'Its fields'),
  };
}

type Relation = { readonly field: string; readonly rest: string; readonly schema: FieldSchema };

/** The relation that a path begins with: a field with a target and no nested rows, in front of a point. */
function relationIn(pattern: string, fields: ReadonlyMap<string, FieldSchema>): Relation | undefined {
  for (const { index } of pattern.matchAll(/\./g)) {
    const field = pattern.slice(0, index);
    const schema = fields.get(field);
    if (schema !== undefined && rowsOf(schema) === undefined && targetsOf(schema).length > 0)
      return { field, rest: pattern.slice(index + 1), schema };
  }
  return undefined;
}

function throughRelation({ field, rest, schema }: Relation, { source, contracts }: Place): Dead | undefined {
  const [target, ...others] = targetsOf(schema);
  if (rest === '')
    return { why: `The path ends behind ${quoted(field)}.`, fix: `Write ${quoted(field)}, or "${field}.*".` };
  if (target === undefined || others.length > 0) {
    return {
      why: `${quoted(field)} can point to ${listed(targetsOf(schema).map(quoted))}, so no path can go through it.`,
      fix: 'Name each of those contracts in a use of its own.',
    };
  }
  if (contracts.has(`${source}/${target}`))
    return patternProblem(rest, { source, entity: target, contracts });
  return {
    why: `${quoted(field)} points to ${quoted(target)}, and there is no contract ${quoted(`${source}/${target}`)}.`,
    fix: `Add ${quoted(target)} to \`entities\` of ${source}, and run seam snapshot ${source}.`,
  };
}

function targetsOf(schema: FieldSchema): readonly string[] {
  const target = schema['x-seam']?.target ?? schema.items?.['x-seam']?.target;
  return target === undefined ? [] : [target].flat();
}

type ObjectSchema = {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
};

/** Every field by its path, those of nested rows joined by points: `items`, `items.qty`. */
function fieldsOf(object: ObjectSchema | undefined, prefix = ''): ReadonlyMap<string, FieldSchema> {
  return new Map(
    Object.entries(object?.properties ?? {}).flatMap(([name, schema]) => [
      [prefix + name, schema] as const,
      ...fieldsOf(rowsOf(schema), `${prefix}${name}.`),
    ]),
  );
}

/** The object in which a field's nested fields stand: the row of a list, or the field itself. */
function rowsOf(schema: FieldSchema): ObjectSchema | undefined {
  const rows = schema.items ?? schema;
  return rows.properties === undefined ? undefined : rows;
}

function missingOnCreate(use: Use, contract: EntitySchema, path: Path): readonly Found[] {
  if (use.fields === undefined || !use.directions.includes('create')) return [];
  const missing = requiredButUnused(contract, use.fields, '').map((name) => quoted(name));
  if (missing.length === 0) return [];
  const fields: Path = [...path, 'fields'];
  return [
    {
      path: fields,
      on: 'key',
      why: `${dotted(fields)} leaves out ${listed(missing)}, which ${quoted(`${use.source}/${use.entity}`)} requires on create.`,
      fix: `Add ${missing.length === 1 ? 'it' : 'them'}, or take create out of the direction.`,
    },
  ];
}

/** Required writable fields that no pattern uses; inside nested rows only where the rows are used in part. */
function requiredButUnused(
  object: ObjectSchema,
  patterns: readonly string[],
  prefix: string,
): readonly string[] {
  const required = new Set(object.required);
  const isUsed = (path: string) => patterns.some((pattern) => matchesGlob(pattern, path));
  return Object.entries(object.properties ?? {}).flatMap(([name, schema]) => {
    const path = prefix + name;
    if (isUsed(path) || schema.readOnly) return [];
    const rows = rowsOf(schema);
    const rowsInUse = [...fieldsOf(rows, `${path}.`).keys()].some(isUsed);
    if (rows !== undefined && rowsInUse) return requiredButUnused(rows, patterns, `${path}.`);
    const throughIt = patterns.some((pattern) => pattern.startsWith(`${path}.`));
    return required.has(name) && !throughIt ? [path] : [];
  });
}
