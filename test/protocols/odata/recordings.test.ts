import { describe, expect, test } from 'vitest';
import { SeamError } from '../../../src/errors/seam-error.js';
import { readMetadata } from '../../../src/protocols/odata/read/metadata.js';
import { counted } from './counted.js';
import { recordedCounts } from './counts.js';
import { recorded, recordings } from './recordings.js';

describe.skipIf(recordings === undefined)('recorded metadata (SEAM_RECORDINGS)', () => {
  test.each(recordedCounts)('%s', async (path, counts) => {
    expect(counted(await readMetadata(recorded(path)))).toEqual(counts);
  });

  test.each(['base', 'drift'])('CSDL JSON counts as its twin in XML: %s', async (model) => {
    const [xml, json] = await Promise.all(
      ['xml', 'json'].map((form) => readMetadata(recorded(`sap/cap-live/${model}/v4-metadata.${form}`))),
    );
    if (xml === undefined || json === undefined) throw new Error('not read');
    expect(counted(json)).toEqual(counted(xml));
  });

  test.each([
    [
      'sap/broken/EAM_OBJPG_MAINTENANCEORDER_SRV.truncated.edmx',
      'source-truncated',
      'line 1, column 128887: unclosed tag: EntityType',
    ],
    [
      'sap/broken/MM_PUR_CNTRL_PO_MAINTAIN_SRV.truncated.edmx',
      'source-truncated',
      'line 1, column 64701: unclosed tag: EntityType',
    ],
    [
      'sap/broken/SCM_TM_FAG_MANAGE_SRV.truncated.edmx',
      'source-truncated',
      'line 1, column 64889: unclosed tag: Schema',
    ],
    [
      'sap/cloud_sdk_tests/API_MULTIPLE_SCHEMAS_SRV.v4.edmx',
      'source-unusable',
      'line 5, column 67: unbound namespace prefix: "sap".',
    ],
  ])('%s is refused: %s', async (path, code, says) => {
    const error: unknown = await readMetadata(recorded(path)).catch((reason: unknown) => reason);
    if (!(error instanceof SeamError)) throw new Error(`it was read, or failed otherwise: ${String(error)}`);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(says)]);
  });

  test('a document is the same however it is cut into pieces', async () => {
    const path = 'sap/cap-live/base/v2-metadata.xml';
    const pieces: Uint8Array[] = [];
    for await (const piece of recorded(path)) {
      if (typeof piece === 'string') throw new Error('a file gives bytes');
      for (let at = 0; at < piece.length; at += 7) pieces.push(piece.subarray(at, at + 7));
    }
    const cut = (async function* () {
      yield* pieces;
    })();
    expect(await readMetadata(cut)).toEqual(await readMetadata(recorded(path)));
  });
});
