/** Exit codes of every command, and what each says. Printed by `seam --help`. */
export const exitCodes = {
  ok: { code: 0, says: 'checked all that was asked; nothing at or above --fail-on' },
  drift: { code: 1, says: 'drift at or above --fail-on' },
  usage: { code: 2, says: 'wrong usage or config, known before anything was pulled' },
  unchecked: {
    code: 3,
    says: 'could not check: a source or an entity unreachable, unauthorised, or its answer unusable',
  },
  undelivered: { code: 4, says: 'checked, but a result could not be delivered' },
  bug: { code: 70, says: 'a bug in seam' },
  interrupted: { code: 130, says: 'interrupted' },
  terminated: { code: 143, says: 'terminated' },
} as const satisfies Record<string, { readonly code: number; readonly says: string }>;

export type ExitReason = keyof typeof exitCodes;

/** Which of several reasons decides: a bug before wrong usage before drift before what could not be looked at. */
const precedence: readonly ExitReason[] = [
  'terminated',
  'interrupted',
  'bug',
  'usage',
  'drift',
  'unchecked',
  'undelivered',
  'ok',
];

/**
 * The exit code for a set of reasons, and all that apply with the deciding one first.
 * No reason at all is `ok`.
 */
export function exitFor(reasons: Iterable<ExitReason>): {
  readonly code: number;
  readonly all: readonly number[];
} {
  const given = new Set(reasons);
  const bad = precedence.filter((reason) => reason !== 'ok' && given.has(reason));
  const all = (bad.length > 0 ? bad : (['ok'] as const)).map((reason) => exitCodes[reason].code);
  return { code: all[0] ?? exitCodes.ok.code, all };
}

/** The reason behind an exit code of the table. */
export function reasonFor(code: number): ExitReason {
  const found = precedence.find((reason) => exitCodes[reason].code === code);
  if (found === undefined) throw new RangeError(`${code} is no exit code of seam`);
  return found;
}
