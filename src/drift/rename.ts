import { sameJson } from '../model/json.js';
import type { FieldSchema } from '../model/schema.js';

/** A field that went and one that came. */
export type Candidate = { readonly name: string; readonly schema: FieldSchema; readonly required: boolean };

export type Rename = {
  readonly from: Candidate;
  readonly to: Candidate;
  /** 0 to 1; 1 is certain. */
  readonly confidence: number;
  /** What speaks for it, strongest first. */
  readonly evidence: readonly string[];
};

export type RenameOptions = {
  /** Old name → new name, as the user says in `renames`. */
  readonly certain: Readonly<Record<string, string>>;
  /** Vendor ids say something only within one database. */
  readonly sameDatabase: boolean;
};

/** Below this a pair is no more than a removal and an addition. */
const threshold = 0.8;

/**
 * Pairs of removed and added fields that are most probably one field under a new name, the most certain first; each
 * field is in at most one pair, and a field that has two equally good partners is in none. A likeness of names alone
 * is never enough: real upgrades remove a field and add another of nearly the same name for something else.
 */
export function renames(
  removed: readonly Candidate[],
  added: readonly Candidate[],
  options: RenameOptions,
): readonly Rename[] {
  const all = removed
    .flatMap((from) => added.map((to) => weigh(from, to, options)))
    .filter((rename): rename is Rename => rename !== undefined)
    .sort((a, b) => b.confidence - a.confidence);
  const taken = new Set<Candidate>();
  const found: Rename[] = [];
  for (const rename of all) {
    if (taken.has(rename.from) || taken.has(rename.to)) continue;
    const rivals = all.filter(
      (other) =>
        other !== rename &&
        (other.from === rename.from || other.to === rename.to) &&
        other.confidence === rename.confidence,
    );
    taken.add(rename.from);
    taken.add(rename.to);
    if (rivals.length === 0) found.push(rename);
  }
  return found;
}

function weigh(from: Candidate, to: Candidate, { certain, sameDatabase }: RenameOptions): Rename | undefined {
  if (Object.hasOwn(certain, from.name)) {
    return certain[from.name] === to.name
      ? { from, to, confidence: 1, evidence: ['`renames` in seam.yaml says so'] }
      : undefined;
  }
  const [was, now] = [from.schema['x-seam'] ?? {}, to.schema['x-seam'] ?? {}];
  const evidence: string[] = [];
  let confidence = 0;
  if (sameDatabase && was.id !== undefined && was.id === now.id) {
    evidence.push(`same id ${was.id}`);
    confidence = 1;
  } else if (sameDatabase && was.id !== undefined && now.id !== undefined) {
    return undefined;
  }
  if (now.formerName === from.name && was.formerName !== from.name) {
    evidence.push('its former name is kept in the metadata');
    confidence = Math.max(confidence, 0.98);
  }
  if (was.formerName !== undefined && was.formerName === now.formerName) {
    evidence.push(`both were called \`${was.formerName}\` before`);
    confidence = Math.max(confidence, 0.95);
  }
  const sameType = was.nativeType === now.nativeType && sameJson(was.target, now.target);
  const label = from.schema.title;
  if (label !== undefined && label === to.schema.title && sameType) {
    evidence.push(`same label "${label}"`);
    // A label of two or more words, or names that share a word, make a chance hit unlikely.
    confidence = Math.max(confidence, sharesWord(from.name, to.name) || label.includes(' ') ? 0.93 : 0.8);
  }
  const sameTarget = was.target !== undefined && sameJson(was.target, now.target);
  if (sameTarget && isPlural(from.name, to.name)) {
    evidence.push('one name is the plural of the other');
    confidence = Math.max(confidence, 0.9);
  }
  if (confidence < threshold) return undefined;
  if (sameType && was.nativeType !== undefined) evidence.push(`same type ${was.nativeType}`);
  if (sameTarget) evidence.push('same target');
  if (haveSameConstraints(from.schema, to.schema)) evidence.push('same constraints');
  if (sharesWord(from.name, to.name)) evidence.push('the names share a word');
  return { from, to, confidence, evidence };
}

/** `line_id` and `line_ids`: what was one record became several, or the other way round. */
function isPlural(a: string, b: string): boolean {
  return `${a}s` === b || `${b}s` === a;
}

const limiting = ['maxLength', 'minimum', 'maximum', 'multipleOf', 'enum', 'format', 'pattern'] as const;

/** True where both sides limit their values, and in the same way. */
function haveSameConstraints(was: FieldSchema, now: FieldSchema): boolean {
  const limits = (schema: FieldSchema) => limiting.map((keyword) => schema[keyword] ?? null);
  return limits(was).some((limit) => limit !== null) && sameJson(limits(was), limits(now));
}

function sharesWord(a: string, b: string): boolean {
  const words = new Set(wordsOf(a));
  return wordsOf(b).some((word) => word.length > 2 && words.has(word));
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/);
}
