import { isJsonObject } from '../model/json.js';
import { dialect } from '../model/schema.js';
import { anything, facetShapes, keywordShapes, neededFacets, rootFacetShapes, type Shape } from './shapes.js';

/** What is wrong, and where in the document: a JSON pointer (RFC 6901), empty for the document itself. */
export type Problem = { readonly at: string; readonly why: string };

/** Objects and lists inside each other; no ERP nests rows deeper, and no hostile file exhausts the stack. */
const deepest = 64;

/** Problems that are worth reading; a file that is no contract at all has many. */
const most = 10;

type Shapes = ReadonlyMap<string, Shape>;

const keywords: Shapes = new Map(Object.entries(keywordShapes));
const facets: Shapes = new Map(Object.entries(facetShapes));
const rootFacets: Shapes = new Map(Object.entries(rootFacetShapes));

/**
 * Why a value is no contract; empty where it is one. Unknown keywords and unknown members of `x-seam` pass: a newer
 * seam may have written them.
 */
export function problemsOf(value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  if (!isJsonObject(value)) return [{ at: '', why: 'must be an object' }];
  if (value['$schema'] !== dialect) problems.push({ at: '/$schema', why: `must be "${dialect}"` });
  if (value['type'] !== 'object') problems.push({ at: '/type', why: 'must be "object"' });
  if (value['additionalProperties'] !== undefined && value['additionalProperties'] !== true) {
    problems.push({ at: '/additionalProperties', why: 'must be true, or absent' });
  }
  if (value['properties'] === undefined) problems.push({ at: '/properties', why: 'is missing' });
  if (value['required'] === undefined) problems.push({ at: '/required', why: 'is missing' });
  schemaProblems(value, { at: '', depth: 0, facets: rootFacets }, problems);
  const seam = value['x-seam'];
  if (seam === undefined) problems.push({ at: '/x-seam', why: 'is missing' });
  else if (isJsonObject(seam)) {
    for (const name of neededFacets) {
      if (seam[name] === undefined) problems.push({ at: `/x-seam/${name}`, why: 'is missing' });
    }
  }
  return problems;
}

type Place = { readonly at: string; readonly depth: number; readonly facets: Shapes };

function schemaProblems(schema: unknown, { at, depth, facets: members }: Place, problems: Problem[]): void {
  if (problems.length >= most) return;
  if (depth > deepest) {
    problems.push({ at, why: 'is nested too deep' });
    return;
  }
  if (!isJsonObject(schema)) {
    problems.push({ at, why: 'must be a schema, that is an object' });
    return;
  }
  for (const keyword in schema) {
    const value = schema[keyword];
    if (keyword === 'x-seam') {
      memberProblems(value, members, `${at}/x-seam`, problems);
      if (isJsonObject(value) && value['written'] !== undefined) {
        schemaProblems(value['written'], { at: `${at}/x-seam/written`, depth: depth + 1, facets }, problems);
      }
    } else if (keyword === 'properties') propertyProblems(value, at, depth, problems);
    else if (keyword === 'required') requiredProblems(value, schema['properties'], at, problems);
    else if (keyword === 'items') {
      schemaProblems(value, { at: `${at}/items`, depth: depth + 1, facets }, problems);
    } else valueProblem(value, keywords.get(keyword) ?? anything, at, keyword, problems);
  }
}

function propertyProblems(properties: unknown, at: string, depth: number, problems: Problem[]): void {
  if (!isJsonObject(properties)) {
    problems.push({ at: `${at}/properties`, why: 'must be an object of schemas' });
    return;
  }
  for (const name in properties) {
    const place = { at: `${at}/properties/${escaped(name)}`, depth: depth + 1, facets };
    schemaProblems(properties[name], place, problems);
  }
}

function requiredProblems(required: unknown, properties: unknown, at: string, problems: Problem[]): void {
  if (!Array.isArray(required) || !required.every((name) => typeof name === 'string')) {
    problems.push({ at: `${at}/required`, why: 'must be a list of names' });
    return;
  }
  if (new Set(required).size < required.length) {
    problems.push({ at: `${at}/required`, why: 'names a field twice' });
  }
  const stranger = required.find((name) => !isJsonObject(properties) || !Object.hasOwn(properties, name));
  if (stranger !== undefined) {
    const why = `names ${JSON.stringify(stranger)}, which is not among its properties`;
    problems.push({ at: `${at}/required`, why });
  }
}

function memberProblems(value: unknown, shapes: Shapes, at: string, problems: Problem[]): void {
  if (!isJsonObject(value)) {
    problems.push({ at, why: 'must be an object' });
    return;
  }
  for (const name in value) valueProblem(value[name], shapes.get(name) ?? anything, at, name, problems);
}

function valueProblem(value: unknown, shape: Shape, at: string, name: string, problems: Problem[]): void {
  if (!shape.is(value)) {
    problems.push({ at: `${at}/${escaped(name)}`, why: `must be ${shape.says}, and is ${shown(value)}` });
  } else if (shape.open && isDeeper(value, deepest)) {
    problems.push({ at: `${at}/${escaped(name)}`, why: 'is nested too deep' });
  }
}

/** True where a value holds more than so many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

/** A value for a sentence: short, and on one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isJsonObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** RFC 6901, 3 */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
