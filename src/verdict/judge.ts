import type { Capabilities } from '../model/capabilities.js';
import type { PolicyRule } from '../model/config.js';
import {
  type Change,
  type Direction,
  directions,
  type Effect,
  type Proof,
  type Verdict,
  verdicts,
} from '../model/drift.js';
import type { Finding, Judgement } from '../model/report.js';
import { law } from './law.js';
import { policyFor } from './policy.js';
import { concerns, type OwnedUse } from './usage.js';

/** What is needed to judge the changes of one contract. */
export type Case = {
  /** Uses of the contract by all seams; empty where no seam names it. */
  readonly uses: readonly OwnedUse[];
  readonly policy: readonly PolicyRule[];
  /** What the API does to writers; absent where the connector does not say. */
  readonly onWrite?: Capabilities['onWrite'];
};

/**
 * A change with its verdict for every seam and direction that uses the contract. A contract that no seam names is
 * judged in every direction, for every field.
 */
export function judge(change: Change, fingerprint: string, { uses, policy, onWrite = {} }: Case): Finding {
  const judgements =
    uses.length === 0
      ? directions.map((direction) => judgementOf(change, direction, undefined, policy))
      : uses.flatMap((use) => use.directions.map((direction) => judgementOf(change, direction, use, policy)));
  const written = judgements.some(({ direction, verdict }) => direction !== 'read' && verdict !== 'info');
  const verdict = worst(judgements.map((judgement) => judgement.verdict));
  const { proofs, ...rest } = change;
  const reaction = change.writeFault === undefined || !written ? undefined : onWrite[change.writeFault];
  return {
    ...rest,
    proof: proofThatCounts(change, judgements, verdict),
    fingerprint,
    verdict,
    judgements,
    ...(reaction === undefined ? {} : { onWrite: reaction }),
  };
}

/** The proof of a direction of the worst judgement; a witness before none. */
function proofThatCounts(
  { proof, proofs = {} }: Change,
  judgements: readonly Judgement[],
  verdict: Verdict,
): Proof {
  const found = directions
    .filter((direction) =>
      judgements.some((judgement) => judgement.direction === direction && judgement.verdict === verdict),
    )
    .flatMap((direction) => proofs[direction] ?? []);
  return found.find(({ kind }) => kind === 'witness') ?? found[0] ?? proof;
}

/** The worst of some verdicts; `info` where there is none. */
export function worst(given: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => given.includes(verdict)) ?? 'info';
}

function judgementOf(
  change: Change,
  direction: Direction,
  use: OwnedUse | undefined,
  policy: readonly PolicyRule[],
): Judgement {
  const verdict = law[direction][effectFor(change, direction, use)];
  const judgement: Judgement = { ...ownerOf(use), direction, verdict };
  const tolerated = policyFor(policy, change, direction);
  if (tolerated !== undefined) {
    const changed = { verdict, by: 'policy', why: '`rules` in seam.yaml' } as const;
    return tolerated === verdict ? judgement : { ...judgement, verdict: tolerated, changedFrom: changed };
  }
  if (use === undefined || verdict === 'info' || isConcerned(change, direction, use)) return judgement;
  const why = `${use.seam.name} does not use ${change.path.field ?? 'it'}`;
  return { ...judgement, verdict: 'info', changedFrom: { verdict, by: 'usage', why } };
}

/** A reader that rejects unknown fields suffers from every field that comes. */
function effectFor(change: Change, direction: Direction, use: OwnedUse | undefined): Effect {
  const strict = direction === 'read' && use?.strict === true;
  return strict ? (change.strictRead ?? change.effect.read) : change.effect[direction];
}

function isConcerned(change: Change, direction: Direction, use: OwnedUse): boolean {
  const unknownField = direction === 'read' && use.strict && change.strictRead !== undefined;
  return unknownField || concerns(change, use);
}

function ownerOf(use: OwnedUse | undefined): Pick<Judgement, 'seam' | 'owner' | 'runbook'> {
  if (use === undefined) return {};
  const { name, owner, runbook } = use.seam;
  return {
    seam: name,
    ...(owner === undefined ? {} : { owner }),
    ...(runbook === undefined ? {} : { runbook }),
  };
}
