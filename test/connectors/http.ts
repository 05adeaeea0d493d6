import { type OpenHttp, openHttp } from '../../src/transport/client.ts';

/** The client that a run would open for a source at this address. */
export async function httpAt(url: string): Promise<OpenHttp['http']> {
  const { signal } = new AbortController();
  const { http } = await openHttp({
    source: 'erp',
    url,
    transport: {},
    folder: '.',
    secrets: [],
    signal,
    log: () => {},
  });
  return http;
}
