import type { Failure, Report } from './report.js';

/** A run of `seam scan`. */
export type ScanRun = {
  /** Of this run alone; sorts by time. */
  readonly id: string;
  /** RFC 3339, UTC: when it began. */
  readonly at: string;
  /** 32 hexadecimal digits: the W3C trace that all its calls belong to. */
  readonly trace?: string;
};

/** What was seen of one `seam.yaml` and its sources. */
export type SeenProject = {
  /** Path of the file from where the scan was started, with `/`. */
  readonly project: string;
  /** Names of all sources that the file has; those of other shards too. */
  readonly sources: readonly string[];
  /** What became of the sources that were looked at; absent where the file itself is not usable. */
  readonly report?: Report;
  /** Why the file itself is not usable. */
  readonly failure?: Failure;
};

/** What a scan saw, before it is held against what earlier ones saw. `seam scan --output` writes it. */
export type Seen = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'scan';
  readonly run: ScanRun;
  /** Which part of the sources was looked at; absent: all. */
  readonly shard?: Shard;
  /** Milliseconds. */
  readonly duration: number;
  readonly projects: readonly SeenProject[];
};

/** `index` counts from 1. */
export type Shard = { readonly index: number; readonly of: number };

/** What became of one alert. */
export type Delivered = {
  readonly id: string;
  readonly project: string;
  readonly channel: string;
  readonly audience: string;
  readonly what: 'news' | 'reminder' | 'over';
  /** `waiting`: kept for the next run. `dropped`: `seam.yaml` has no such channel any more. */
  readonly outcome: 'delivered' | 'failed' | 'waiting' | 'dropped';
  /** An earlier run could not deliver it. */
  readonly again?: true;
  readonly failure?: Failure;
};

/** Something that was there, and is not any more. */
export type Ended = {
  readonly project: string;
  /** `source/entity/field`. */
  readonly path: string;
  readonly rule: string;
  readonly since: string;
  readonly end: 'resolved' | 'changed' | 'unwatched' | 'readable';
};

/** The outcome of a scan. */
export type ScanReport = {
  readonly format: 1;
  readonly seamVersion: string;
  readonly command: 'scan';
  readonly run: ScanRun;
  /** All projects as one report; with several, a source is called `project/source`. */
  readonly report: Report;
  /** Why files could not be used, each a `seam.yaml`. */
  readonly failures: readonly Failure[];
  readonly ended: readonly Ended[];
  readonly alerts: readonly Delivered[];
  readonly state: {
    readonly place: string;
    /** Where a state that could not be read was put aside. */
    readonly setAside?: string;
    /** Why nothing, or not all that was told, could be remembered. */
    readonly failure?: Failure;
  };
  readonly exit: { readonly code: number; readonly all: readonly number[] };
};
