/** What became of a limit; absent means "no limit". */
export type Edit = 'raised' | 'lowered' | 'set' | 'dropped';

export const edits = ['raised', 'lowered', 'set', 'dropped'] as const satisfies readonly Edit[];

/** The edit that leads from one limit to the other, or nothing where they are equal. */
export function editOf(was: number | undefined, now: number | undefined): Edit | undefined {
  if (was === now) return undefined;
  if (was === undefined) return 'set';
  if (now === undefined) return 'dropped';
  return now > was ? 'raised' : 'lowered';
}
