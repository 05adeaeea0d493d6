import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TransportOptions } from '../../src/model/config.ts';
import { newCertificate } from './certificates.ts';
import { clientOf, closedPort, errorOf, failureOf, proxying, serving, servingTls } from './servers.ts';

const authority = newCertificate({ name: 'Kumquat Root', authority: true });
const here = newCertificate({ name: 'erp', issuer: authority, hosts: ['127.0.0.1'] });
const folder = mkdtempSync(join(tmpdir(), 'seam-proxy-'));
writeFileSync(join(folder, 'ca.pem'), authority.cert);

async function ask(url: string, transport: TransportOptions) {
  const http = await clientOf(url, { ca: 'ca.pem', allowHttp: true, ...transport }, { folder });
  return (await http.json({ path: '/metadata', expect: 'json', headers: { authorization: 'Bearer ours' } }))
    .body;
}

/** The proxy's address with credentials in it. */
const as = (credentials: string, proxy: string) => proxy.replace('//', `//${credentials}@`);

describe('through a proxy', () => {
  test('https goes in a tunnel, so that the proxy sees the host alone', async () => {
    const source = await servingTls(here);
    const { url, uses } = await proxying();
    expect(await ask(source, { proxy: url })).toEqual({ hello: 'kumquat' });
    expect(uses).toEqual([{ method: 'CONNECT', target: new URL(source).host, authorization: undefined }]);
  });

  test('plain http is forwarded, as proxies tunnel to port 443 only', async () => {
    const source = await serving(() => undefined);
    const { url, uses } = await proxying();
    expect(await ask(source, { proxy: url })).toEqual({ through: `${source}/metadata` });
    expect(uses).toMatchObject([{ method: 'GET', target: `${source}/metadata` }]);
  });

  test.each(['https', 'http'])('%s goes with the credentials that it asks for', async (scheme) => {
    const source = scheme === 'https' ? await servingTls(here) : await serving(() => undefined);
    const { url, uses } = await proxying('reader:c@n/ary');
    await ask(source, { proxy: as('reader:c%40n%2Fary', url) });
    expect(uses).toHaveLength(1);
  });

  test('that speaks TLS itself, its certificate is verified', async () => {
    const source = await servingTls(here);
    const secure = await proxying(undefined, here);
    expect(await ask(source, { proxy: secure.url })).toEqual({ hello: 'kumquat' });
    expect(secure.uses).toHaveLength(1);
    const strange = await proxying(undefined, newCertificate({ name: 'proxy', hosts: ['127.0.0.1'] }));
    expect(await failureOf(ask(source, { proxy: strange.url }))).toMatchObject({ code: 'source-tls' });
    const other = await proxying(
      undefined,
      newCertificate({ name: 'proxy', issuer: authority, hosts: ['127.0.0.2'] }),
    );
    expect(await failureOf(ask(source, { proxy: other.url }))).toMatchObject({
      code: 'source-tls',
      why: /to the proxy/,
    });
    expect([...strange.uses, ...other.uses]).toEqual([]);
  });

  test('the certificate of the source is verified', async () => {
    const source = await servingTls(newCertificate({ name: 'erp', hosts: ['127.0.0.1'] }));
    const { url } = await proxying();
    expect(await failureOf(ask(source, { proxy: url }))).toMatchObject({ code: 'source-tls' });
  });
});

describe('a proxy', () => {
  test.each(['https', 'http'])(
    'that asks for other credentials is named, they are not: %s',
    async (scheme) => {
      const source = scheme === 'https' ? await servingTls(here) : await serving(() => undefined);
      const { url } = await proxying('reader:other');
      const error = await errorOf(ask(source, { proxy: as('reader:canary', url) }));
      expect(error.toFailure()).toMatchObject({ code: 'source-unreachable', why: /proxy/, fix: /`proxy`/ });
      expect(`${JSON.stringify(error.toFailure())} ${error.stack} ${String(error.cause)}`).not.toContain(
        'canary',
      );
    },
  );

  test('that cannot reach the source says so', async () => {
    const { url } = await proxying();
    expect(await failureOf(ask(`https://${await closedPort()}`, { proxy: url }))).toMatchObject({
      code: 'source-unreachable',
      why: expect.stringMatching(/^The proxy 127\.0\.0\.1:\d+ answered 502/),
    });
  });

  test('that is not there is named', async () => {
    const proxy = await closedPort();
    expect(await failureOf(ask('https://erp.example.com', { proxy: `http://${proxy}` }))).toMatchObject({
      code: 'source-unreachable',
      why: `${proxy} refuses the connection: nothing listens there.`,
      fix: expect.stringContaining('`proxy`'),
    });
  });

  test('that is no address is not quoted', async () => {
    for (const proxy of ['socks5://u:canary@proxy.example.com', 'canary', '']) {
      const failure = await failureOf(clientOf('https://erp.example.com', { proxy }));
      expect(failure.code).toBe('config-invalid');
      expect(JSON.stringify(failure)).not.toContain('canary');
    }
  });
});
