import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import type { Json } from '../model/json.js';
import type { Http, HttpAnswer, HttpRequest } from './http.js';

export type HttpSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly url: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  readonly log: (message: string, facts?: Readonly<Record<string, Json>>) => void;
};

export type OpenHttp = { readonly http: Http; close(): Promise<void> };

/**
 * The HTTP client of one source. Nothing is sent yet.
 * @throws SeamError where the settings cannot be used
 */
export async function openHttp({ source, url, transport, signal, log }: HttpSettings): Promise<OpenHttp> {
  const { Agent, request: send } = await import('undici');
  const timeout = (transport.timeout ?? 60) * 1000;
  const agent = new Agent({
    connections: transport.concurrency ?? 4,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const { method = 'GET', path, query = {}, headers = {}, json, accept = [] } = asked;
    const target = new URL(`${url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`);
    for (const [name, value] of Object.entries(query)) target.searchParams.append(name, value);
    log(`${method} ${target.origin}${target.pathname}`);
    const answer = await send(target, {
      dispatcher: agent,
      method,
      signal,
      headers: {
        accept: asked.expect === 'json' ? 'application/json' : 'application/xml',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? null : JSON.stringify(json),
    });
    const text = await answer.body.text();
    const { statusCode: status } = answer;
    if ((status < 200 || status > 299) && !accept.includes(status)) {
      const where = { source, method, url: target.origin + target.pathname, status };
      throw new SeamError(codeOf(status), { why: `The source answered ${status}.`, where });
    }
    const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { status, headers: Object.fromEntries(named), text };
  }

  return {
    http: {
      request,
      json: async (asked) => {
        const { status, headers, text } = await request(asked);
        return { status, headers, body: parsed(text) };
      },
    },
    close: () => agent.destroy(),
  };
}

function codeOf(status: number) {
  if (status === 401) return 'source-unauthorised';
  if (status === 403) return 'source-forbidden';
  return status === 404 ? 'source-not-found' : 'source-server-error';
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SeamError('source-unusable', { why: 'The answer is no JSON.', cause });
  }
}
