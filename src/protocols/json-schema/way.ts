import { SeamError } from '../../errors/seam-error.js';
import type { JsonObject } from '../../model/json.js';
import type { FieldFacets } from '../../model/schema.js';
import type { Dialect } from './dialect.js';
import type { Digests } from './leftover.js';
import type { Node } from './node.js';
import type { Library, Spot } from './references.js';

/** What is needed to work out a schema, and how far to go. */
export type Compiler = {
  readonly library: Library;
  readonly dialect: Dialect;
  readonly digests: Digests;
  /** Levels of objects below the entity whose members are described; deeper, an object is said to be one and no more. */
  readonly depth: number;
  /** What a schema says in words of its own beside those of JSON Schema. */
  readonly facets?: (schema: JsonObject) => FieldFacets;
};

/** Where in the entity the work is. */
export type Way = Compiler & {
  /** Objects around this one. */
  readonly level: number;
  /** References and combinations followed without going deeper. */
  readonly steps: number;
  /** Schemas that are being worked out around this one, as address and pointer. */
  readonly around: ReadonlySet<string>;
  /** Nodes that may still be made. */
  readonly budget: { left: number };
};

/** Works out a schema that stands below another one. */
export type NodeOf = (spot: Spot, way: Way) => Node;

/** Nodes of one entity; one that needs more is described in a way that nobody could read. */
const mostNodes = 20_000;

/** Combinations within each other (`allOf` in `allOf`, references to references). */
const mostSteps = 100;

/** The way at the beginning of an entity. */
export function startOf(compiler: Compiler): Way {
  return { ...compiler, level: 0, steps: 0, around: new Set(), budget: { left: mostNodes } };
}

/**
 * Counts one more node.
 * @throws SeamError `source-unusable` where that is more than an entity may have
 */
export function spend({ budget, steps, depth }: Way): void {
  budget.left -= 1;
  if (budget.left >= 0 && steps <= mostSteps) return;
  throw new SeamError('source-unusable', {
    why: `Written out ${depth} levels deep it has more than ${mostNodes} parts.`,
    fix: 'Lower `depth` of the source: objects below it are then described by contracts of their own.',
  });
}

/** True where the members of an object are still described. */
export function isDescribed({ level, depth }: Way): boolean {
  return level <= depth;
}

/** The way to a member of an object. */
export function deeper(way: Way): Way {
  return { ...way, level: way.level + 1, steps: 0 };
}

/** The way to a part of the same value. */
export function further(way: Way): Way {
  return { ...way, steps: way.steps + 1 };
}
