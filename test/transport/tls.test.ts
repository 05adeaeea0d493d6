import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TransportOptions } from '../../src/model/config.ts';
import { tlsRefusal } from '../../src/transport/tls-faults.ts';
import { type CertificateOptions, newCertificate } from './certificates.ts';
import { clientOf, errorOf, failureOf, serving, servingTls } from './servers.ts';

const authority = newCertificate({ name: 'Kumquat Root', authority: true });
const here = newCertificate({ name: 'erp', issuer: authority, hosts: ['127.0.0.1'] });
const folder = mkdtempSync(join(tmpdir(), 'seam-tls-'));

/** Writes a file into the folder of `seam.yaml`; gives its name. */
function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const ca = file('ca.pem', authority.cert);
const request = { path: '/', expect: 'json' } as const;

async function ask(url: string, transport: TransportOptions = {}) {
  const http = await clientOf(url, transport, { folder });
  return (await http.json(request)).body;
}

afterEach(() => vi.unstubAllEnvs());

describe('a certificate', () => {
  test('of an authority that `ca` names is trusted', async () => {
    expect(await ask(await servingTls(here), { ca })).toEqual({ hello: 'kumquat' });
  });

  test('is trusted with others around it in the file', async () => {
    const other = newCertificate({ name: 'Quince Root', authority: true });
    const several = file('several.pem', `# ours\n${other.cert}\r\n${authority.cert}`);
    expect(await ask(await servingTls(here), { ca: several })).toEqual({ hello: 'kumquat' });
  });

  test('that signs itself is trusted where `ca` names it', async () => {
    const alone = newCertificate({ name: 'erp', hosts: ['127.0.0.1'] });
    expect(await ask(await servingTls(alone), { ca: file('alone.pem', alone.cert) })).toEqual({
      hello: 'kumquat',
    });
  });

  const intermediate = newCertificate({ name: 'Kumquat Issuing', authority: true, issuer: authority });
  const chained = newCertificate({ name: 'erp', issuer: intermediate, hosts: ['127.0.0.1'] });

  test('is trusted through the certificates in between', async () => {
    const chain = { key: chained.key, cert: chained.cert + intermediate.cert };
    expect(await ask(await servingTls(chain), { ca })).toEqual({ hello: 'kumquat' });
  });

  const bad: readonly (readonly [what: string, why: RegExp, options: Omit<CertificateOptions, 'name'>])[] = [
    ['that has expired', /has expired/, { issuer: authority, hosts: ['127.0.0.1'], years: [2020, 2021] }],
    [
      'that is not valid yet',
      /not valid yet/,
      { issuer: authority, hosts: ['127.0.0.1'], years: [2080, 2090] },
    ],
    [
      'of another host',
      /does not belong to 127\.0\.0\.1:\d+: it names other hosts/,
      { issuer: authority, hosts: ['erp.example.com', '127.0.0.2'] },
    ],
    ['that signs itself', /self-signed/, { hosts: ['127.0.0.1'] }],
    [
      'of an unknown authority',
      /authority that is not known here/,
      { issuer: newCertificate({ name: 'Quince Root', authority: true }), hosts: ['127.0.0.1'] },
    ],
    [
      'without those in between',
      /does not send the certificates in between/,
      { issuer: intermediate, hosts: ['127.0.0.1'] },
    ],
  ];

  test.each(bad)('%s is not trusted', async (_what, why, options) => {
    const url = await servingTls(newCertificate({ name: 'erp', ...options }));
    const failure = await failureOf(ask(url, { ca }));
    expect(failure).toMatchObject({ code: 'source-tls', why: expect.stringMatching(why) });
    expect(failure.fix).not.toBe('');
  });

  test('is verified whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const error = await errorOf(ask(await servingTls(here)));
    expect([error.code, (error.cause as { code?: unknown }).code]).toEqual([
      'source-tls',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ]);
  });
});

test('a server that does not speak TLS is told by what it does', async () => {
  const url = (await serving(() => undefined)).replace('http:', 'https:');
  expect(await failureOf(ask(url))).toMatchObject({
    code: 'source-tls',
    why: expect.stringContaining('does not speak TLS'),
  });
});

test('a server that speaks only old TLS is told by what it does', async () => {
  const old = { ...here, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  expect(await failureOf(ask(await servingTls(old), { ca }))).toMatchObject({
    code: 'source-tls',
    why: expect.stringContaining('no longer safe'),
  });
});

describe('a client certificate', () => {
  const clients = newCertificate({ name: 'Kumquat Clients', authority: true });
  const ours = newCertificate({ name: 'seam', issuer: clients, passphrase: 'canary' });
  const cert = file('client.pem', ours.cert);
  const key = file('client.key', ours.key);
  const asking = { ...here, ca: clients.cert, requestCert: true, rejectUnauthorized: true };
  const clientCertificate = { cert, key, passphrase: 'canary' };

  test('is shown to the source', async () => {
    const url = await servingTls(asking, (message, response) => {
      const { subject } = (message.socket as import('node:tls').TLSSocket).getPeerCertificate();
      response.end(JSON.stringify({ subject: subject.CN }));
    });
    expect(await ask(url, { ca, clientCertificate })).toEqual({ subject: 'seam' });
  });

  const stranger = newCertificate({ name: 'stranger' });
  const strange = { cert: file('stranger.pem', stranger.cert), key: file('stranger.key', stranger.key) };

  // From TLS 1.3 on, and where the server is Node, the connection just closes.
  test.each([
    ['is missing', 'TLSv1.2', 'source-tls', undefined],
    ['is missing', 'TLSv1.3', 'source-unreachable', undefined],
    ['is of a stranger', 'TLSv1.2', 'source-unreachable', strange],
    ['is of a stranger', 'TLSv1.3', 'source-unreachable', strange],
  ] as const)('that %s is thought of: %s', async (_what, version, code, certificate) => {
    const url = await servingTls({ ...asking, minVersion: version, maxVersion: version });
    const failure = await failureOf(
      ask(url, certificate === undefined ? { ca } : { ca, clientCertificate: certificate }),
    );
    expect(failure.code).toBe(code);
    expect(`${failure.why} ${failure.fix}`).toContain('client certificate');
  });

  const wrong: readonly (readonly [what: string, why: RegExp, transport: TransportOptions])[] = [
    ['a file that is not there', /"nowhere.pem" of `ca` does not exist/, { ca: 'nowhere.pem' }],
    ['a folder', /"\." of `ca` cannot be read \(EISDIR\)/, { ca: '.' }],
    [
      'a file without a certificate',
      /"client.key" of `ca` holds no certificate, or a damaged one/,
      { ca: key },
    ],
    [
      'a damaged certificate',
      /"torn.pem" of `ca` holds no certificate, or a damaged one/,
      { ca: file('torn.pem', authority.cert.replace(/.{40}\n/, '\n')) },
    ],
    [
      'a key that is not there',
      /"nowhere.key" of `clientCertificate.key` does not exist/,
      { clientCertificate: { cert, key: 'nowhere.key' } },
    ],
    [
      'a key without its passphrase',
      /does not open without a passphrase/,
      { clientCertificate: { cert, key } },
    ],
    [
      'a key with another passphrase',
      /does not open with its passphrase/,
      { clientCertificate: { cert, key, passphrase: 'quince' } },
    ],
    [
      'the key of another certificate',
      /does not belong to its certificate/,
      { clientCertificate: { cert, key: file('other.key', here.key) } },
    ],
    [
      'no certificate',
      /of `clientCertificate.cert` holds no certificate/,
      { clientCertificate: { cert: key, key } },
    ],
    ['no key', /holds no private key/, { clientCertificate: { cert, key: cert } }],
  ];

  test.each(wrong)('and `ca` are tried before anything is asked: %s', async (_what, why, transport) => {
    const failure = await failureOf(clientOf('https://erp.example.com', transport, { folder }));
    expect(failure).toMatchObject({
      code: 'config-invalid',
      why: expect.stringMatching(why),
      where: { source: 'kumquat-prod' },
    });
    expect(JSON.stringify(failure)).not.toMatch(/canary|quince|-----BEGIN/);
  });
});

test.each([
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /client certificate/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /client certificate/],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', /does not accept the client certificate/],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /does not accept the client certificate/],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no longer safe/],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', /no longer safe/],
  ['ERR_SSL_DH_KEY_TOO_SMALL', /no longer safe/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
  ['ERR_SSL_KUMQUAT', /handshake with erp failed \(ERR_SSL_KUMQUAT\)/],
  ['EPROTO', /handshake with erp failed/],
  ['CERT_UNTRUSTED', /handshake with erp failed/],
  ['CERT_REVOKED', /revoked/],
])('%s is about TLS', (code, why) => {
  expect(tlsRefusal(code, { host: 'erp', proxy: undefined })).toMatchObject({
    code: 'source-tls',
    why: expect.stringMatching(why),
  });
});

test.each(['ECONNRESET', 'UND_ERR_SOCKET', 'ERR_INVALID_URL', 'CERTAINLY_NOT'])('%s is not', (code) => {
  expect(tlsRefusal(code, { host: 'erp', proxy: undefined })).toBeUndefined();
});
