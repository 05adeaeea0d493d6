import type { Finding } from '../model/report.js';
import type { KnownDrift } from '../model/scan-state.js';

/** Drift of a night, as alerts need it. */
export type NightDrift = {
  readonly key: string;
  readonly project: string;
  readonly finding: Finding;
  readonly standing: 'new' | 'changed' | 'returned' | 'worse' | 'still';
  readonly known: KnownDrift;
};
