import type { Finding, Report } from '../../model/report.js';

/** Digits that a fingerprint has at least where it is shown. */
const shortest = 6;

const known = new WeakMap<Report, ReadonlyMap<string, string>>();

/** The shortest beginning of the finding's fingerprint that no other finding of the report has. */
export function shortId({ fingerprint }: Finding, report: Report): string {
  const ids = known.get(report) ?? idsOf(report);
  known.set(report, ids);
  return ids.get(fingerprint) ?? fingerprint;
}

function idsOf({ findings }: Report): ReadonlyMap<string, string> {
  const all = [...new Set(findings.map(({ fingerprint }) => fingerprint))].sort();
  return new Map(
    all.map((id, index) => {
      const like = Math.max(common(id, all[index - 1]), common(id, all[index + 1]));
      return [id, id.slice(0, Math.max(shortest, like + 1))];
    }),
  );
}

/** How many characters two texts begin with alike. */
function common(text: string, other = ''): number {
  let length = 0;
  while (length < text.length && text[length] === other[length]) length += 1;
  return length;
}
