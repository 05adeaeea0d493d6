import type { Log } from '../connectors/connector.js';
import type { Span } from '../model/span.js';
import type { Heard } from '../transport/exchange.js';

/** How far the pull of one source is. */
export type Progress = {
  readonly source: string;
  readonly done: number;
  /** 0 when the pull of the source has ended, however it did. */
  readonly total: number;
  /** The entity that was read last. */
  readonly current: string;
};

/** What a run needs of the process around it, given by the command line or by a library user. */
export type RunContext = {
  /** Folder in which `seam.yaml` is looked for, and that paths of the command line are relative to. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user or the system ends the run. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Folder for metadata documents that the next run may use again; absent: none are kept. */
  readonly cache?: string;
  /** 32 hexadecimal digits: the W3C trace that all calls of the run belong to. */
  readonly trace?: string;
  /** The run as a whole, for who looks at how long its parts take. */
  readonly span?: Span;
  /** Gets each event of the run; secrets are out of it. */
  readonly log: Log;
  readonly progress: (progress: Progress) => void;
  /** Told the status and headers of every answer of a source. */
  readonly heard?: Heard;
  /** Who this process is, and which others live; absent: a lock of another run is trusted until it is old. */
  readonly processes?: { readonly own: number; readonly lives: (id: number) => boolean };
  /** Makes an empty folder that nobody else can read, and that is gone when the run has ended. */
  readonly temporary: () => Promise<string>;
};

/** Which `seam.yaml`, and which part of it. */
export type Selection = {
  /** Path of the file; absent: `seam.yaml`. */
  readonly config?: string | undefined;
  /** Git ref that says how sources are reached: address, connector, secrets, commands. Absent: the file itself. */
  readonly configRef?: string | undefined;
  /** Name of a source; absent: all. */
  readonly source?: string | undefined;
  /** Names of entities; absent or empty: all that the source selects. */
  readonly entities?: readonly string[] | undefined;
};

/** What a report says of the run itself. */
export function runFacts(
  { now, trace }: RunContext,
  started: number,
): { readonly duration: number; readonly trace?: string } {
  return { duration: now().getTime() - started, ...(trace === undefined ? {} : { trace }) };
}
