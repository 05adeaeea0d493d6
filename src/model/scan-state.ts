import type { OutgoingAlert } from './alert.js';
import type { FieldPath, Verdict } from './drift.js';
import type { ScanRun } from './scan.js';

/** A time in which drift was there. */
export type Span = {
  /** RFC 3339, UTC. */
  readonly from: string;
  /** Absent while it is there. */
  readonly to?: string;
  /** `changed`: another change took its place. `unwatched`: nothing asks for the entity any more. */
  readonly end?: 'resolved' | 'changed' | 'unwatched';
};

/** Drift that some scan has seen. */
export type KnownDrift = {
  readonly project: string;
  readonly path: FieldPath;
  readonly rule: string;
  readonly fingerprint: string;
  /** As last seen. */
  readonly verdict: Verdict;
  /** The last day on which it is let pass, as last seen. */
  readonly waived?: string;
  /** Seams that it breaks or concerns, as last seen. */
  readonly seams: readonly string[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Id of the run that saw it first. */
  readonly run: string;
  /** What the ERP called itself when it was first seen: `Odoo 17.0`. */
  readonly version?: string;
  /** Oldest first; at most the last twenty. */
  readonly spans: readonly Span[];
  /** How many looks in a row have not found it. */
  readonly missed: number;
};

/** Something that could not be looked at. */
export type Dark = {
  readonly project: string;
  readonly source: string;
  /** Absent: the source as a whole. */
  readonly entity?: string;
  readonly since: string;
  /** How many runs in a row. */
  readonly runs: number;
  /** Code of the error, or `unreadable`. */
  readonly code: string;
  readonly why: string;
};

/** Key of something dark: no other thing that is told has it. */
export function darkKey({ project, source, entity }: Pick<Dark, 'project' | 'source' | 'entity'>): string {
  return JSON.stringify([project, source, ...(entity === undefined ? [] : [entity])]);
}

/** How many contracts one run looked at, and how many findings it made there. */
export type NightCounts = {
  readonly asked: number;
  readonly checked: number;
  readonly breaking: number;
  readonly warning: number;
  readonly waived: number;
};

/** What one run saw of a source, for the history. */
export type SourceNight = NightCounts & {
  readonly project: string;
  readonly source: string;
  readonly version?: string;
};

/** What one run saw of what a seam uses. */
export type SeamNight = NightCounts & {
  readonly project: string;
  readonly seam: string;
  readonly owner?: string;
};

/** A run that has ended. */
export type PastRun = ScanRun & {
  readonly exit: number;
  readonly sources: readonly SourceNight[];
  /** Absent in what an earlier seam wrote. */
  readonly seams?: readonly SeamNight[];
};

/** What one audience of one channel was told and has not been told to be over. */
export type Told = {
  /** Name of the channel and the audience, and what makes them this channel and audience. */
  readonly topic: string;
  readonly channel: string;
  readonly audience: string;
  /** RFC 3339: when the last message was made. */
  readonly at: string;
  /** What is open, by key. */
  readonly open: Readonly<Record<string, ToldItem>>;
};

export type ToldItem = {
  readonly project: string;
  readonly source: string;
  readonly entity?: string;
  readonly field?: string;
  readonly rule: string;
  readonly verdict: Verdict;
  readonly since: string;
  readonly flapping?: true;
};

/** All that scans remember. */
export type ScanState = {
  readonly format: 1;
  readonly drift: readonly KnownDrift[];
  readonly dark: readonly Dark[];
  readonly told: readonly Told[];
  /** Alerts that are not known to have arrived, oldest first. */
  readonly outbox: readonly OutgoingAlert[];
  /** Oldest first. */
  readonly runs: readonly PastRun[];
};

export const emptyState: ScanState = { format: 1, drift: [], dark: [], told: [], outbox: [], runs: [] };
