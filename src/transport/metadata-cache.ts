import { createHash } from 'node:crypto';
import { SeamError } from '../errors/seam-error.js';
import type { Json } from '../model/json.js';
import type { Http, HttpRequest, HttpStream } from './http.js';
import type { DocumentRequest, MetadataCache } from './metadata.js';
import { folderStore, type Kept, memoryStore } from './metadata-store.js';

export type MetadataCacheSettings = {
  readonly http: Pick<Http, 'stream'>;
  /** Url of the source: its documents are kept apart from those of other sources. */
  readonly url: string;
  /** The user's cache folder of seam; absent (`--no-cache`): nothing outlives the run. */
  readonly folder?: string;
  readonly log: (message: string, facts?: Readonly<Record<string, Json>>) => void;
};

/** What servers say where they have no such form. */
const noSuchForm: readonly number[] = [406, 415];

/**
 * Metadata documents by conditional request (RFC 9110, section 13): what the server confirms is read from the folder.
 * What cannot be written there is held in memory: a full disk or a read-only home ends no run.
 */
export function openMetadataCache({ http, url, folder, log }: MetadataCacheSettings): MetadataCache {
  const memory = memoryStore();
  const store = folder === undefined ? memory : folderStore(folder);
  return {
    async document(request) {
      const key = keyOf(url, request);
      const kept = await store.kept(key);
      const answer = await answered(http, request, kept);
      if (answer.status === 304 && kept !== undefined) {
        log('metadata is unchanged, and read from the cache', { path: request.path });
        return { cached: true, chunks: kept.chunks };
      }
      try {
        const { hash, chunks } = await store.receive(key, answer.chunks);
        await store.keep(key, { hash, ...validators(answer) });
        return { cached: false, chunks };
      } catch (error) {
        if (error instanceof SeamError || store === memory) throw error;
        log('the cache cannot be written', { error: error instanceof Error ? error.message : String(error) });
        const again = await answered(http, request, undefined);
        return { cached: false, chunks: (await memory.receive(key, again.chunks)).chunks };
      }
    },
  };
}

function validators({ headers }: HttpStream): Pick<Kept, 'etag' | 'lastModified'> {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

/** Names of files tell nothing of what is in them, and hold no login. */
function keyOf(url: string, { path, query = {}, forms, of }: DocumentRequest): string {
  const asked = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([url, path, asked, forms, of]))
    .digest('hex');
}

async function answered(
  http: Pick<Http, 'stream'>,
  { forms, of: _of, ...request }: DocumentRequest,
  kept: Kept | undefined,
): Promise<HttpStream> {
  const conditions = {
    ...(kept?.etag === undefined ? {} : { 'if-none-match': kept.etag }),
    ...(kept?.lastModified === undefined ? {} : { 'if-modified-since': kept.lastModified }),
  };
  for (const [index, form] of forms.entries()) {
    const last = index === forms.length - 1;
    const asked: HttpRequest = {
      ...request,
      headers: { ...request.headers, ...conditions, accept: form },
      expect: form.includes('json') ? 'json' : 'xml',
      accept: [...(kept === undefined ? [] : [304]), ...(last ? [] : noSuchForm)],
    };
    const answer = await http.stream(asked);
    if (!noSuchForm.includes(answer.status)) return answer;
    for await (const _ of answer.chunks) break;
  }
  throw new SeamError('source-unusable', { why: 'The source has its metadata in no form that seam reads.' });
}
