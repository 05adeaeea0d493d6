import type { Finding, Report, SourceReport } from '../../model/report.js';
import { worstFirst } from '../finding/order.js';
import { counted, type Extent } from '../words.js';

/** What is told of one source. */
export type Told = {
  readonly name: string;
  /** Absent where findings name a source that the config does not have. */
  readonly source?: SourceReport;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Findings that only `--all` shows. */
  readonly hidden: readonly Finding[];
};

/** The sources, those with the most severe findings first, else in the order of the report. */
export function sourcesTold(report: Report, { all }: Extent): readonly Told[] {
  const { sources, findings, failOn } = report;
  const known = new Map(sources.map((source) => [source.name, source]));
  const names = new Set([...known.keys(), ...findings.map(({ path }) => path.source)]);
  // What fails the check is never hidden.
  const isShown = ({ verdict }: Finding) => all || verdict !== 'info' || failOn === 'info';
  const told = [...names].map((name) => {
    const source = known.get(name);
    const own = findings.filter(({ path }) => path.source === name).sort(worstFirst);
    return {
      name,
      ...(source === undefined ? {} : { source }),
      findings: own.filter(isShown),
      hidden: own.filter((finding) => !isShown(finding)),
    };
  });
  return told.sort((a, b) => rank(a) - rank(b));
}

/** True where there is nothing to say of a source but that it is clean. */
export const isCalm = ({ source, findings }: Told) => findings.length === 0 && source?.failure === undefined;

/** Breaking, could not look, warning, harmless or let pass, calm. */
function rank({ source, findings: [worst] }: Told): number {
  const verdict = worst?.waived === undefined ? worst?.verdict : 'info';
  if (verdict === 'breaking') return 0;
  if (source?.failure !== undefined) return 1;
  if (verdict === undefined) return 4;
  return verdict === 'warning' ? 2 : 3;
}

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

/** `1 change that no seam uses, 4 changes of labels or layout`: what is not shown; nothing where all is. */
export function hiddenWords(findings: readonly Finding[]): string | undefined {
  if (findings.length === 0) return undefined;
  const kinds = findings.map(kindOf);
  const parts = (Object.keys(words) as Kind[]).flatMap((kind) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 0 ? [] : [words[kind](count)];
  });
  return parts.join(', ');
}
