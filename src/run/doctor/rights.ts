import type { PulledSource } from '../../model/pull.js';
import type { Examination } from '../../model/report.js';
import type { EntityResult } from '../../model/source.js';
import { good, warning } from './examination.js';

/** Names that a sentence holds. */
const most = 5;

/** What the account sees of what `seam.yaml` asks for, and what it does not. */
export function rightsOf({ name, results, listed }: PulledSource): readonly Examination[] {
  const described = results.filter(({ status }) => status === 'described');
  const of = listed === undefined ? '' : ` The account lists ${listed.length} in all.`;
  if (results.length === 0) {
    return [
      warning(
        'rights',
        `No entity that seam.yaml asks for is there.${of}`,
        'Correct `entities` of the source.',
        name,
      ),
    ];
  }
  const seen = `${described.length} of ${results.length} selected entities can be read.${of}`;
  const undescribed = results.filter(({ status }) => status !== 'described');
  const [first] = undescribed.flatMap((result) => (result.status === 'described' ? [] : [result]));
  return [
    first === undefined
      ? good('rights', seen, name)
      : warning(
          'rights',
          `${seen} Not: ${some(undescribed.map(({ entity }) => entity))}. ${first.why}`,
          first.fix ?? 'Give the account the right to read them, or take them out of `entities`.',
          name,
        ),
    ...hiddenOf(results, name),
    ...unobservedOf(results, name),
  ];
}

function hiddenOf(results: readonly EntityResult[], source: string): readonly Examination[] {
  const fields = results.flatMap((result) =>
    result.status === 'described' ? (result.hidden ?? []).map((field) => `${result.entity} ${field}`) : [],
  );
  if (fields.length === 0) return [];
  const says = `${fields.length} ${fields.length === 1 ? 'field is' : 'fields are'} hidden from this account: ${some(fields)}.`;
  return [
    warning(
      'rights',
      says,
      'Give the account the groups or roles that see them, where an integration uses them.',
      source,
    ),
  ];
}

function unobservedOf(results: readonly EntityResult[], source: string): readonly Examination[] {
  const facets = new Map<string, string>();
  for (const result of results) {
    if (result.status !== 'described') continue;
    for (const { facet, why } of result.notObserved ?? []) facets.set(facet, why);
  }
  return [...facets].map(([facet, why]) =>
    warning(
      'rights',
      `Not to be seen: ${facet}. ${why}`,
      'Its changes stay unseen, unless the account may read it.',
      source,
    ),
  );
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, and ${names.length - most} more` : shown;
}
