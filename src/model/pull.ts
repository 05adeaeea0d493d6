import type { Failure } from './report.js';
import type { EntityResult, SystemInfo } from './source.js';

/** What one source told, or why it told nothing. It holds nothing of how the source was reached. */
export type PulledSource = {
  readonly name: string;
  readonly connector: string;
  /** Version of the connector's mapping that made the schemas. */
  readonly mapping: number;
  /** Absent where the source failed before it said what it is. */
  readonly system?: SystemInfo;
  readonly results: readonly EntityResult[];
  /** Names in the catalogue, where it was asked for. */
  readonly listed?: readonly string[];
  /** Why nothing could be read of it. */
  readonly failure?: Failure;
};

/** The live schemas of a moment in one file, for checks without credentials. */
export type PullFile = {
  /** Version of this form. */
  readonly format: 1;
  readonly seamVersion: string;
  /** When the sources were asked: RFC 3339, UTC. */
  readonly pulledAt: string;
  readonly sources: readonly PulledSource[];
};
