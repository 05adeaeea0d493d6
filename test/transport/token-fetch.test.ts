import { mkdtempSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TransportOptions } from '../../src/model/config.ts';
import { accessTokens } from '../../src/transport/access-token.ts';
import { redactor } from '../../src/transport/redact.ts';
import { openTokenFetch } from '../../src/transport/token-fetch.ts';
import { newCertificate } from './certificates.ts';
import { closedPort, failureOf, proxying, serving, servingTls } from './servers.ts';

const authority = newCertificate({ name: 'Kumquat Root', authority: true });
const here = newCertificate({ name: 'login', issuer: authority, hosts: ['127.0.0.1'] });
const mine = newCertificate({ name: 'seam', issuer: authority });
const folder = mkdtempSync(join(tmpdir(), 'seam-token-'));
for (const [name, text] of Object.entries({
  'ca.pem': authority.cert,
  'me.pem': mine.cert,
  'me.key': mine.key,
})) {
  writeFileSync(join(folder, name), text);
}
const clientCertificate = { cert: 'me.pem', key: 'me.key' };

const granting: RequestListener = (request, response) => {
  const subject = (request.socket as TLSSocket).getPeerCertificate?.().subject?.CN ?? 'nobody';
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ access_token: `of-${String(subject)}`, token_type: 'bearer' }));
};

/** The token that the authorization server at this address gives. */
function token(url: string, transport: TransportOptions = {}, timeout = 30_000): Promise<string> {
  const settings = { source: 'kumquat-prod', transport, folder, timeout, redact: redactor(['canary']) };
  const { fetch, close } = openTokenFetch({ ...settings, signal: new AbortController().signal });
  onTestFinished(close);
  const tokens = accessTokens({ fetch, now: () => 0 });
  return tokens({ tokenUrl: `${url}/token`, clientId: 'seam', clientSecret: 'canary' });
}

describe('the authorization server is reached as its source is', () => {
  test('with its private authority', async () => {
    const url = await servingTls(here, granting);
    expect(await token(url, { ca: 'ca.pem' })).toBe('of-nobody');
    expect(await failureOf(token(url))).toMatchObject({
      code: 'source-tls',
      where: { source: 'kumquat-prod', url: `${url}/token` },
    });
  });

  test('with its client certificate', async () => {
    const url = await servingTls({ ...here, ca: authority.cert, requestCert: true }, granting);
    expect(await token(url, { ca: 'ca.pem', clientCertificate })).toBe('of-seam');
  });

  test('through its proxy', async () => {
    const url = await servingTls(here, granting);
    const proxy = await proxying();
    expect(await token(url, { ca: 'ca.pem', proxy: proxy.url })).toBe('of-nobody');
    expect(proxy.uses).toMatchObject([{ method: 'CONNECT', target: new URL(url).host }]);
  });
});

describe('a failure says what happened', () => {
  test('nobody there', async () => {
    expect(await failureOf(token(`http://${await closedPort()}`))).toMatchObject({
      code: 'source-unreachable',
    });
  });

  test('no answer', async () => {
    const url = await serving(() => undefined);
    expect(await failureOf(token(url, {}, 200))).toMatchObject({ code: 'source-timeout', why: /0\.2 s/ });
  });

  test('an answer that does not end', async () => {
    const url = await serving((_request, response) => {
      response.setHeader('content-type', 'application/json').write('{"access_token":"');
      const more = setInterval(() => response.write('x'.repeat(100_000)), 1);
      response.on('close', () => clearInterval(more));
    });
    expect(await failureOf(token(url))).toMatchObject({ code: 'source-unauthorised' });
  });

  test('the secret does not follow to another host', async () => {
    let elsewhere = 0;
    const other = await serving((_request, response) => {
      elsewhere += 1;
      response.end();
    });
    const url = await serving((_request, response) => {
      response.writeHead(307, { location: other }).end();
    });
    expect(await failureOf(token(url))).toMatchObject({ code: 'source-unauthorised' });
    expect(elsewhere).toBe(0);
  });
});
