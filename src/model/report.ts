import { type Change, type Direction, type Verdict, verdicts } from './drift.js';
import type { Json } from './json.js';
import type { ObservedFacet } from './schema.js';

/** The verdict of one change for one seam and direction. */
export type Judgement = {
  /** Absent: no seam names the contract, so it is judged for any user of it. */
  readonly seam?: string;
  readonly owner?: string;
  readonly runbook?: string;
  readonly direction: Direction;
  readonly verdict: Verdict;
  /** Where the law said otherwise: what it said, and who changed it. */
  readonly changedFrom?: {
    readonly verdict: Verdict;
    readonly by: 'usage' | 'policy' | 'hidden';
    readonly why: string;
  };
};

/** A place in the file of a contract, as code hosts and editors open it. Line and column count from 1. */
export type ContractPlace = {
  /** Relative to the root of the repository, or to the folder of `seam.yaml` where there is none; with `/`. */
  readonly file: string;
  readonly line: number;
  /** In UTF-16 units. */
  readonly column?: number;
};

/** Who lets a finding pass, and for how long. */
export type Waived = {
  readonly reason: string;
  readonly owner?: string;
  /** The last day on which it is let pass: `2026-12-24`. */
  readonly until: string;
};

/** Something about a waiver that people must know: it lets nothing pass, or need not be there. */
export type WaiverNote = {
  readonly problem: 'invalid' | 'expired' | 'too-long' | 'unused';
  readonly why: string;
  readonly at: ContractPlace;
};

export const weakeningKinds = [
  'source-removed',
  'contracts-moved',
  'contracts-of-changed',
  'account-changed',
  'contract-removed',
  'contract-loosened',
  'entity-unselected',
  'fields-unselected',
  'seam-removed',
  'use-removed',
  'use-narrowed',
  'use-not-strict',
  'use-instead-of-all',
  'rule-lowered',
  'rule-dropped',
  'rules-reordered',
  'fail-on-lowered',
  'waiver-added',
  'waivers-longer',
] as const;

/** Something that a change takes from the gate, or lets through it: it stops checking what was checked before. */
export type Weakening = {
  readonly kind: (typeof weakeningKinds)[number];
  /** What it is about: `erp-prod/sale.order`, the name of a source or seam, or a key of `seam.yaml`. */
  readonly what: string;
  /** The seam that is concerned. */
  readonly seam?: string;
  /** What a contract agrees to, and the verdict that it had before. */
  readonly rule?: string;
  readonly verdict?: Verdict;
  readonly before?: Json;
  readonly after?: Json;
  /** Where the change says it, or would have to. */
  readonly at?: ContractPlace;
};

/** What the change under check does to the gate itself, seen from the commit that it is built on. */
export type GateReport = {
  /** The git ref as it was given, and the full id of its commit. */
  readonly ref: string;
  readonly commit: string;
  readonly weakened: readonly Weakening[];
  /** What of the change's `seam.yaml` was not heeded: how sources are reached is taken from the ref. */
  readonly unheeded: readonly {
    readonly kind: 'changed' | 'new';
    /** `sources.erp-prod.url` */
    readonly key: string;
    readonly at?: ContractPlace;
  }[];
  /** A change that takes something from the gate fails the check. */
  readonly protects: boolean;
};

/** A change with its verdicts. */
export type Finding = Omit<Change, 'proofs'> & {
  /** 12 hex digits, stable across runs, machines and seam versions; changes with before or after. */
  readonly fingerprint: string;
  /** The worst of the judgements. */
  readonly verdict: Verdict;
  readonly judgements: readonly Judgement[];
  /** What the ERP does with a write that no longer fits; only where a writer is concerned and it is known. */
  readonly onWrite?: 'rejects' | 'alters';
  /** Where the contract says it: the field, or what is around it where the contract does not have it. */
  readonly at?: ContractPlace;
  /** When the contract's line was last agreed to, where git can tell. */
  readonly agreed?: { readonly commit: string; readonly date: string; readonly author: string };
  /** Present where a waiver holds: the verdict stays, and does not count for the exit code. */
  readonly waived?: Waived;
  /** What earlier scans know of it; only in the report of a scan. */
  readonly known?: {
    /** `changed`: it took the place of another. `returned`: it had gone. `worse`: it was milder. */
    readonly standing: 'new' | 'changed' | 'returned' | 'worse' | 'still';
    /** RFC 3339: when it was first seen. */
    readonly since: string;
    /** What the ERP called itself then: `Odoo 17.0`. */
    readonly version?: string;
  };
};

/** True for a finding that makes the check fail: nobody lets it pass, and its verdict is at or above `failOn`. */
export function isFailing(
  { verdict, waived }: Pick<Finding, 'verdict' | 'waived'>,
  { failOn }: Pick<Report, 'failOn'>,
): boolean {
  return waived === undefined && verdicts.indexOf(verdict) <= verdicts.indexOf(failOn);
}

/** True for drift that an earlier scan has seen, whether or not it was gone in between. */
export function isSeenBefore({ known }: Pick<Finding, 'known'>): boolean {
  return known?.standing === 'still' || known?.standing === 'returned';
}

export const coverageStatuses = ['clean', 'drifted', 'unreadable', 'skipped', 'not-contracted'] as const;

/** What became of one entity that was asked for, or might have been. */
export type Coverage = {
  readonly source: string;
  readonly entity: string;
  readonly status: (typeof coverageStatuses)[number];
  readonly why?: string;
  readonly fix?: string;
  /** The contract's file; absent where there is no contract. */
  readonly at?: ContractPlace;
  /** It was held against a copy of an earlier run, which the source confirmed to be unchanged. */
  readonly fromCache?: true;
  /** Facets that one side could not tell, or neither, and why. */
  readonly notCompared?: readonly { readonly facet: ObservedFacet; readonly why: string }[];
};

/** A source as the report shows it. */
export type SourceReport = {
  readonly name: string;
  readonly connector: string;
  readonly product?: string;
  readonly version?: string;
  /** Version when the contracts were taken, where it differs. */
  readonly contractVersion?: string;
  readonly account?: string;
  readonly company?: string;
  readonly language?: string;
  /** The source whose contracts it is held against, where it has none of its own. */
  readonly contractsOf?: string;
  /** Facets that the connector cannot tell of any entity, and why: nothing is compared there on either side. */
  readonly notObservable?: readonly { readonly facet: ObservedFacet; readonly why: string }[];
  /** Why nothing could be read of it. */
  readonly failure?: Failure;
  /** When the live schemas were pulled, where not by this run, and how many milliseconds ago that was. */
  readonly pulledAt?: string;
  readonly pulledAgo?: number;
};

/** An error as data: what is wrong, where, what to do. */
export type Failure = {
  readonly code: string;
  readonly why: string;
  readonly where?: Readonly<Record<string, string | number>>;
  readonly fix?: string;
  /** The line of the file that `where` names, and carets under the place; several lines, secrets masked. */
  readonly frame?: string;
  /** What else is wrong in the same file, in order. */
  readonly also?: readonly Failure[];
};

/** What a rule's row says, for whoever renders a finding. */
export type RuleText = { readonly detects: string; readonly advice: string };

/** The outcome of a check or of a comparison: all that is needed to render it in any format. */
export type Report = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'check' | 'diff' | 'scan';
  readonly failOn: Verdict;
  /** Milliseconds from start to verdict. */
  readonly duration: number;
  /** W3C trace id that every call of the run carried; absent where nothing gave one. */
  readonly trace?: string;
  readonly sources: readonly SourceReport[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  /** What a change does to the check itself; absent where it was not held against a base. */
  readonly gate?: GateReport;
  /** Waivers that let nothing pass, or are not needed any more; absent where there are none. */
  readonly waivers?: readonly WaiverNote[];
  /** Texts of the rules that occur in `findings`. */
  readonly rules: Readonly<Record<string, RuleText>>;
  /** The exit code, and all that apply, highest precedence first. */
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};

/** What a snapshot did with one entity, or would do with `--dry-run`. */
export type SnapshotEntity = {
  readonly source: string;
  readonly entity: string;
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'gone' | 'unselected' | 'pruned' | 'unreadable';
  /** Fields in all (`new`). */
  readonly fields?: number;
  /** Names of the fields that differ from the contract before (`changed`), sorted. */
  readonly changedFields?: readonly string[];
  readonly why?: string;
  readonly fix?: string;
};

/** The outcome of a snapshot. */
export type SnapshotReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'snapshot';
  readonly dryRun: boolean;
  readonly duration: number;
  /** W3C trace id that every call of the run carried; absent where nothing gave one. */
  readonly trace?: string;
  /** Folder of contracts as the user wrote it, for the hint `git diff …`. */
  readonly folder: string;
  readonly sources: readonly SourceReport[];
  readonly entities: readonly SnapshotEntity[];
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};

/** The outcome of making a project. */
export type InitReport = {
  readonly format: 1;
  readonly command: 'init';
  readonly source: SourceReport;
  readonly entities: readonly SnapshotEntity[];
  /** What was asked for and cannot be read by this account: excluded in seam.yaml. */
  readonly leftOut: readonly { readonly entity: string; readonly why: string }[];
  /** What the seam uses; without `fields`, all of them. Empty where no seam was named. */
  readonly uses: readonly { readonly contract: string; readonly fields?: readonly string[] }[];
  /** What was written, relative to the folder, sorted. */
  readonly files: readonly string[];
  /** What is left to do by hand, in order. */
  readonly next: readonly string[];
};

/** The outcome of a pull into a file. */
export type PullReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'pull';
  readonly duration: number;
  /** The pull file as the user wrote it. */
  readonly file: string;
  readonly sources: readonly (SourceReport & {
    /** Entities that were described, and those that were not, each with the reason. */
    readonly described: number;
    readonly undescribed: readonly { readonly entity: string; readonly why: string; readonly fix?: string }[];
  })[];
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};

export const examinations = [
  'node',
  'git',
  'config',
  'contracts',
  'secrets',
  'dns',
  'connection',
  'tls',
  'login',
  'rights',
  'clock',
  'limits',
] as const;

/** One thing that the doctor looked at. */
export type Examination = {
  /** The source that it is about; absent: this machine, or the project. */
  readonly source?: string;
  readonly what: (typeof examinations)[number];
  /** `bad` decides the exit code; `warning` does not. */
  readonly outcome: 'good' | 'warning' | 'bad';
  /** One sentence. */
  readonly says: string;
  /** One sentence: what to do; only where something is to be done. */
  readonly fix?: string;
  /** Code of the error, where it is one. */
  readonly code?: string;
};

/** What the doctor found. */
export type DoctorReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'doctor';
  readonly duration: number;
  readonly trace?: string;
  readonly examinations: readonly Examination[];
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};

/** A commit that changed a contract, and what that change was to the seams. */
export type LogStep = {
  readonly commit: {
    readonly id: string;
    /** RFC 3339. */
    readonly date: string;
    readonly author: string;
    readonly subject: string;
  };
  /**
   * `taken`: there was none before. `unreadable`: this seam cannot read one of the two versions. `cut`: a shallow clone
   * does not have what was before.
   */
  readonly what: 'taken' | 'changed' | 'removed' | 'unreadable' | 'cut';
  readonly findings: readonly Finding[];
};

/** The history of a contract, newest first. */
export type LogReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'log';
  readonly contract: string;
  readonly steps: readonly LogStep[];
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};
