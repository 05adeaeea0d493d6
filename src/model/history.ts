import type { Verdict } from './drift.js';
import type { NightCounts } from './scan-state.js';

/** A time in which something drifted. */
export type HistorySpan = {
  /** `source/entity/field`. */
  readonly path: string;
  readonly rule: string;
  readonly verdict: Verdict;
  /** RFC 3339. */
  readonly from: string;
  /** Absent while it is there. */
  readonly to?: string;
  readonly end?: 'resolved' | 'changed' | 'unwatched';
  /** What the ERP called itself when it was first seen. */
  readonly version?: string;
  readonly waived?: string;
  readonly seams: readonly string[];
};

/** What a scan saw of a source, or of what a seam uses, at a time. */
export type HistoryNight = NightCounts & { readonly at: string };

/** A source or a seam over time. */
export type HistoryLine = {
  readonly name: string;
  readonly owner?: string;
  readonly version?: string;
  /** Why it cannot be looked at now, and since when. */
  readonly dark?: { readonly since: string; readonly code: string };
  /** What is there now, by verdict; what is let pass is not counted. */
  readonly breaking: number;
  readonly warning: number;
  /** How often drift was resolved, and how many milliseconds that took on average. */
  readonly resolved: number;
  readonly meanTime?: number;
  /** Newest first. */
  readonly spans: readonly HistorySpan[];
  /** Oldest first. */
  readonly nights: readonly HistoryNight[];
};

/** A commit to a contract. */
export type HistoryCommit = {
  readonly at: string;
  readonly id: string;
  readonly author: string;
  readonly subject: string;
};

/** What scans remember, put in order. */
export type HistoryReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'history';
  /** Where scans remember. */
  readonly place: string;
  /** A source or contract that it is about; absent: everything. */
  readonly about?: string;
  /** RFC 3339: when it was put together. */
  readonly at: string;
  /** How many scans there were, and when the first and the last were. */
  readonly runs: number;
  readonly first?: string;
  readonly last?: string;
  /** Worst first. */
  readonly sources: readonly HistoryLine[];
  /** Worst first. */
  readonly seams: readonly HistoryLine[];
  /** Commits of the contract, newest first; absent where it is not about one. */
  readonly commits?: readonly HistoryCommit[];
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};
