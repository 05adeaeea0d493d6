import type { ScanState } from '../model/scan-state.js';

/** What is remembered, and what was done about a state that cannot be read. */
export type OpenState = {
  readonly state: ScanState;
  /** Where a state that could not be read was put aside. */
  readonly setAside?: string;
};

/** Where the state of scans is kept. */
export type StateStore = {
  /** As people see it: a path, or `git:refs/heads/…`. */
  readonly place: string;
  /** True where no other run can write while this one has it open. */
  readonly exclusive: boolean;
  /** What is there now. */
  readonly opened: OpenState;
  /**
   * Changes the state and keeps it. `change` may be called again, on what another run has kept in the meantime.
   * @returns what was kept, when it is safe
   * @throws SeamError `not-delivered` or `git-failed`; nothing is changed then
   */
  update(change: (state: ScanState) => ScanState): Promise<ScanState>;
  /** Gives it back to other runs; never throws. */
  close(): Promise<void>;
};
