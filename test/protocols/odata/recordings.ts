import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Chunks } from '../../../src/protocols/odata/read/text.js';

/** Folder of the recorded documents, where there is one. */
export const recordings = process.env['SEAM_RECORDINGS'];

/** Ground truth of drift, beside the recordings. */
export const facts = recordings === undefined ? undefined : join(recordings, '..', 'facts');

/** A recorded document as its bytes come, unpacked. */
export function recorded(path: string): Chunks {
  const file = createReadStream(join(recordings ?? '', path));
  return path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
}

/** True where the ground truth lies beside the recordings. */
export const hasFacts = facts !== undefined && existsSync(join(facts, 'odata-drift.md'));
