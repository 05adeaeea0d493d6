/** Rule ids of earlier releases, and what the rule is called now. */
export type RetiredRules = Readonly<Record<string, string>>;

/**
 * Every rule id that a release had and that is another one now, the oldest first: rule ids are public, so waivers, policy
 * and fingerprints that were written with one go on working. None was renamed so far; what is here is never taken out.
 */
export const retiredRules: RetiredRules = {};

/** What a rule is called now, by any id that it had. */
export function currentRule(id: string, retired: RetiredRules = retiredRules): string {
  return Object.hasOwn(retired, id) ? (retired[id] ?? id) : id;
}

/** The first id that a rule had: fingerprints are made of it, so that no rename changes them. */
export function firstRule(id: string, retired: RetiredRules = retiredRules): string {
  return Object.entries(retired).find(([, now]) => now === id)?.[0] ?? id;
}
