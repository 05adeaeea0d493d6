import type { Finding } from '../../model/report.js';
import type { RenderOptions } from '../format.js';
import { apart } from '../layout.js';
import { counted } from '../words.js';

type Kind = 'silent' | 'policy' | 'hidden' | 'usage' | 'harmless';

const words: Readonly<Record<Kind, (count: number) => string>> = {
  policy: (count) => `${counted(count, 'change')} that \`rules\` in seam.yaml tolerate`,
  hidden: (count) => `${counted(count, 'change')} of what is hidden`,
  usage: (count) => `${counted(count, 'change')} that no seam uses`,
  harmless: (count) => `${counted(count, 'change')} that ${count === 1 ? 'breaks' : 'break'} nobody`,
  silent: (count) => `${counted(count, 'change')} of labels or layout`,
};

/** What a finding of verdict `info` is: tolerated, not used, without effect, or about looks alone. */
function kindOf({ silent, judgements }: Finding): Kind {
  if (silent) return 'silent';
  const by = new Set(judgements.map(({ changedFrom }) => changedFrom?.by));
  return (['policy', 'hidden', 'usage'] as const).find((each) => by.has(each)) ?? 'harmless';
}

/** One line for all findings that are not shown, with the command that shows them; none where all are shown. */
export function collapsedLines(findings: readonly Finding[], options: RenderOptions): readonly string[] {
  if (findings.length === 0) return [];
  const kinds = findings.map(kindOf);
  const parts = (Object.keys(words) as Kind[]).flatMap((kind) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 0 ? [] : [words[kind](count)];
  });
  const text = `· ${parts.join(', ')}`;
  const { dim, cyan } = options.paint;
  return apart([{ text, paint: dim }], { text: 'seam check --all', paint: cyan }, options);
}
