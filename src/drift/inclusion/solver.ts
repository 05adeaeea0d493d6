import type { Node } from './atoms.js';
import type { Nodes } from './node.js';
import type { Outcome } from './outcome.js';
import type { Tester } from './text.js';

/** What a solver of one type may ask of the whole: about parts of the value, and about texts. */
export type Solver = {
  readonly nodes: Nodes;
  readonly tester: Tester;
  /** A member of a set of values, for a part of the value. */
  readonly satisfy: (goal: Node) => Outcome;
};
