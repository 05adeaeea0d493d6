import type { Annotation, Expression } from '../edm.js';

/** What an annotation says where it says yes or no: `when` is a path or another thing that is known with a record only. */
export type Truth = 'yes' | 'no' | { readonly when: string };

/** A tagging term or Boolean: without a value it is the term's default, which is true for all that are read. */
export function truthOf(value: Expression | undefined): Truth | undefined {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'constant':
      return value.text.trim() === 'false' || value.text.trim() === '0' ? 'no' : 'yes';
    case 'path':
      return { when: value.path };
    case 'dynamic':
      return { when: value.what };
    default:
      return 'yes';
  }
}

/** The text of a constant. */
export function textOf(value: Expression | undefined): string | undefined {
  return value?.kind === 'constant' ? value.text : undefined;
}

/** The path of a path expression. */
export function pathOf(value: Expression | undefined): string | undefined {
  return value?.kind === 'path' ? value.path : undefined;
}

/** The number of a constant. */
export function numberOf(value: Expression | undefined): number | undefined {
  const text = textOf(value);
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Member of a record. */
export function memberOf(value: Expression | undefined, name: string): Expression | undefined {
  return value?.kind === 'record' ? value.members.get(name) : undefined;
}

/** Items of a collection; none where it is no collection. */
export function itemsOf(value: Expression | undefined): readonly Expression[] {
  return value?.kind === 'collection' ? value.items : [];
}

/** Names or paths in a collection of property paths. */
export function pathsOf(value: Expression | undefined): ReadonlySet<string> {
  return new Set(itemsOf(value).flatMap((item) => textOf(item) ?? pathOf(item) ?? []));
}

/**
 * Member names of an enum constant, without their type: `Ns.Type/Read Ns.Type/Write` gives `Read` and `Write`. CSDL JSON
 * has the bare names, joined by commas.
 */
export function memberNamesOf(value: Expression | undefined): readonly string[] {
  return (textOf(value) ?? '')
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .map((name) => name.slice(name.lastIndexOf('/') + 1));
}

/** True for an annotation of the annotation or record with this term, unless it says no. */
export function isTagged(annotations: readonly Annotation[], term: string): boolean {
  const found = annotations.find((annotation) => annotation.term === term);
  return found !== undefined && truthOf(found.value) !== 'no';
}
