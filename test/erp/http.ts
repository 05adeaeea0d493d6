import { SeamError } from '../../src/errors/seam-error.ts';
import type { Http, HttpRequest, HttpStream } from '../../src/transport/http.ts';

/** A plain client of a loopback server, without retries and limits: for tests of what stands on top of it. */
export function plainHttp(url: string): Http {
  async function stream(asked: HttpRequest): Promise<HttpStream> {
    const { method = 'GET', path, query = {}, headers, json, accept = [] } = asked;
    const target = path.startsWith('http')
      ? new URL(path)
      : new URL(`${url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`);
    for (const [name, value] of Object.entries(query)) target.searchParams.append(name, value);
    const answer = await fetch(target, {
      method,
      redirect: 'manual',
      headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const taken = (answer.ok && answer.status !== 204) || accept.includes(answer.status);
    if (!taken) throw refused(answer.status, await answer.text());
    if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html') === true) {
      throw new SeamError('source-html', { why: 'The source answered with a web page.' });
    }
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
    const text = await answer.text();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      cookies,
      chunks: pieces(text),
    };
  }
  const request: Http['request'] = async (asked) => {
    const { chunks, ...answer } = await stream(asked);
    let text = '';
    for await (const piece of chunks) text += piece;
    return { ...answer, text };
  };
  return {
    stream,
    request,
    json: async (asked) => {
      const { text, ...answer } = await request(asked);
      return { ...answer, body: text === '' ? null : JSON.parse(text) };
    },
  };
}

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 997) yield text.slice(at, at + 997);
}

const codes = new Map<number, ConstructorParameters<typeof SeamError>[0]>([
  [401, 'source-unauthorised'],
  [403, 'source-forbidden'],
  [404, 'source-not-found'],
  [302, 'source-redirected'],
]);

function refused(status: number, text: string): SeamError {
  return new SeamError(codes.get(status) ?? 'source-server-error', {
    why: `The source answered ${status}. ${text.slice(0, 80)}`,
    where: { status },
  });
}
