import type { Verdict } from './drift.js';
import type { ScanRun } from './scan.js';

/** What became of something since the audience was last told. */
export const alertMarks = [
  'new',
  'changed',
  'returned',
  'worse',
  'flapping',
  'dark',
  'open',
  'resolved',
  'waived',
  'milder',
  'unwatched',
  'readable',
] as const;
export type AlertMark = (typeof alertMarks)[number];

/** A seam that something concerns. */
export type AlertSeam = {
  readonly name: string;
  /** `reads, creates`. */
  readonly does: string;
  readonly owner?: string;
  readonly runbook?: string;
};

/** One thing that an alert tells. All texts are as the ERP and the config have them: each channel escapes them. */
export type AlertItem = {
  readonly mark: AlertMark;
  readonly verdict: Verdict;
  readonly project: string;
  readonly source: string;
  readonly entity?: string;
  readonly field?: string;
  /** Rule, or code of the error. */
  readonly rule: string;
  /** What the contract says, what the ERP says now, or why it could not be looked at. */
  readonly was?: string;
  readonly now?: string;
  readonly why?: string;
  readonly onWrite?: string;
  /** RFC 3339: when it was first seen. */
  readonly since: string;
  /** What the ERP called itself then. */
  readonly version?: string;
  readonly seams: readonly AlertSeam[];
  /** Commands to copy, the first one shows it. */
  readonly next: readonly string[];
};

/** A message of a scan to one audience through one channel; enough to be sent by a later run. */
export type OutgoingAlert = {
  /** The same on every repetition. */
  readonly id: string;
  /** Of what it goes on: the same for all messages about one matter. Deduplication key. */
  readonly topic: string;
  /** Name of the channel in `seam.yaml`, and the file. */
  readonly channel: string;
  readonly project: string;
  /** An owner, a seam, or those whom no seam names. */
  readonly audience: { readonly kind: 'owner' | 'seam'; readonly name: string };
  readonly run: ScanRun;
  /** `over`: nothing is open any more. */
  readonly what: 'news' | 'reminder' | 'over';
  /** Worst first; the first ten of what is news, of what is over, and of what is still open. */
  readonly news: readonly AlertItem[];
  readonly over: readonly AlertItem[];
  readonly open: readonly AlertItem[];
  /** How many there are in all. */
  readonly counts: {
    readonly news: number;
    readonly over: number;
    readonly open: number;
    readonly breaking: number;
    readonly warning: number;
    readonly dark: number;
  };
  /** The command that shows all. */
  readonly all: string;
  /** Recipients that it has not reached, where it has reached the others. */
  readonly left?: readonly string[];
};
