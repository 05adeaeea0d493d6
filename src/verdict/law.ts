import type { Direction, Effect, Verdict } from '../model/drift.js';

const whenWriting = {
  same: 'info',
  narrows: 'breaking',
  widens: 'info',
  crosses: 'breaking',
  unknown: 'warning',
  meaning: 'warning',
} as const satisfies Record<Effect, Verdict>;

/**
 * Verdict of an effect for a seam of a direction. A reader is safe while live.read ⊆ contract.read, a writer while
 * contract.create ⊆ live.create and contract.update ⊆ live.update.
 */
export const law = {
  read: { ...whenWriting, narrows: 'info', widens: 'breaking' },
  create: whenWriting,
  update: whenWriting,
} as const satisfies Record<Direction, Record<Effect, Verdict>>;
