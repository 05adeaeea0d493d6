import { directions, type Verdict, verdicts } from '../../model/drift.js';
import { type Group, groupsBy } from '../../model/groups.js';
import type { Judgement } from '../../model/report.js';
import { type Extent, grouped, shortened } from '../words.js';
import type { Fact, Line } from './fact.js';

const labels: Readonly<Record<Verdict, string>> = {
  breaking: 'breaks',
  warning: 'concerns',
  info: 'safe for',
};

/** Seams that do not use a field and are named for it without `--all`. */
const mostUnused = 3;

/**
 * Whom a finding concerns, a line for each seam, and which verdicts are not those of the law and why. Nobody who is
 * broken is left out, however many they are.
 */
export function judgementFacts(judgements: readonly Judgement[], extent: Extent) {
  return { concerned: concernedFacts(judgements, extent), changed: changedFacts(judgements, extent) };
}

function concernedFacts(judgements: readonly Judgement[], extent: Extent): readonly Fact[] {
  return verdicts.flatMap((verdict) => {
    if (verdict === 'info' && !extent.all) return [];
    const concerned = judgements.filter((judgement) => judgement.verdict === verdict);
    const lines = groupsBy(concerned, ({ seam, owner, runbook }) => [seam, owner, runbook]).map((group) =>
      whom(group, extent),
    );
    return lines.length === 0 ? [] : [{ label: labels[verdict], lines }];
  });
}

/** `webshop-orders (reads, creates) · team-commerce · https://…`. */
function whom(judgements: Group<Judgement>, extent: Extent): Line {
  const [{ owner, runbook }] = judgements;
  const parts = [who(judgements), ...(owner === undefined ? [] : [owner])].map((part) =>
    shortened(part, extent),
  );
  return runbook === undefined ? { parts } : { parts, address: shortened(runbook, extent) };
}

function who(judgements: Group<Judgement>): string {
  const [{ seam }] = judgements;
  const given = new Set(judgements.map(({ direction }) => direction));
  const does = directions.filter((direction) => given.has(direction)).map((direction) => `${direction}s`);
  if (seam !== undefined) return `${seam} (${does.join(', ')})`;
  return `whoever ${alternatives(does)} (no seam names this contract)`;
}

/** `reads, creates or updates`. */
function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** Verdicts that usage, policy or rights made milder or harsher than the law; those of mere usage last. */
function changedFacts(judgements: readonly Judgement[], extent: Extent): readonly Fact[] {
  const changed = judgements.filter(({ changedFrom }) => changedFrom !== undefined);
  const alike = groupsBy(changed, ({ seam, verdict, changedFrom }) => [
    seam,
    verdict,
    changedFrom?.verdict,
    changedFrom?.by,
    changedFrom?.why,
  ]);
  const byUsage = (group: Group<Judgement>) => group[0].changedFrom?.by === 'usage';
  const used = alike.filter((group) => !byUsage(group));
  const unused = alike.filter(byUsage);
  // One more line takes no more room than saying that it is missing.
  const most = extent.all || unused.length <= mostUnused + 1 ? unused.length : mostUnused;
  const missing = unused.length - most;
  const lines = [...used, ...unused.slice(0, most)].map((group) => changeWords(group, extent));
  const rest = missing === 0 ? [] : [`and ${grouped(missing)} more seams that do not use it`];
  return lines.length === 0 ? [] : [{ label: 'verdict', lines: [...lines, ...rest] }];
}

/** `crm-sync (reads): breaking → info by usage, crm-sync does not use state`. */
function changeWords(judgements: Group<Judgement>, extent: Extent): string {
  const [{ verdict, changedFrom }] = judgements;
  const step = `${changedFrom?.verdict} → ${verdict} by ${changedFrom?.by}`;
  return `${shortened(who(judgements), extent)}: ${step}, ${shortened(changedFrom?.why ?? '', extent)}`;
}
