import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TransportOptions } from '../../src/model/config.ts';
import { probe, type Step } from '../../src/transport/probe.ts';
import { newCertificate } from './certificates.ts';
import { serving, servingTcp, servingTls } from './servers.ts';

const authority = newCertificate({ name: 'Kumquat Root', authority: true });
const here = newCertificate({ name: 'erp', issuer: authority, hosts: ['127.0.0.1'] });
const folder = mkdtempSync(join(tmpdir(), 'seam-probe-'));
writeFileSync(join(folder, 'ca.pem'), authority.cert);

async function steps(
  url: string,
  transport: TransportOptions = {},
  { patience = 5_000, signal = new AbortController().signal } = {},
): Promise<readonly Step[]> {
  const found: Step[] = [];
  for await (const step of probe({ source: 'erp', url, transport, folder, signal, patience }))
    found.push(step);
  return found;
}

/** Each step by name, with a mark where it failed. */
const names = (found: readonly Step[]) =>
  found.map((each) => ('refusal' in each ? `${each.step}: ${each.refusal.code}` : each.step));

describe('the way to a source', () => {
  test('over TLS ends with the certificate: who signed it, and its last moment', async () => {
    const found = await steps(await servingTls(here), { ca: 'ca.pem' });
    expect(names(found)).toEqual(['dns', 'connection', 'tls']);
    expect(found.at(-1)).toMatchObject({
      facts: { issuer: 'Kumquat Root', protocol: 'TLSv1.3', validTo: new Date('2090-01-01T00:00:00Z') },
    });
  });

  test('with plain http ends with the connection', async () => {
    expect(names(await steps(await serving(() => {})))).toEqual(['dns', 'connection']);
  });

  test('to a certificate of a private authority says what `ca` is for', async () => {
    const found = await steps(await servingTls(here));
    expect(names(found)).toEqual(['dns', 'connection', 'tls: source-tls']);
    expect(found.at(-1)).toMatchObject({ refusal: { fix: expect.stringContaining('`ca`') } });
  });

  test.each([
    ['has expired', { hosts: ['127.0.0.1'], years: [2020, 2021] as const }, /has expired/],
    ['is of another host', { hosts: ['kumquat.example'] }, /names other hosts/],
  ])('to a certificate that %s says so', async (_, options, why) => {
    const other = newCertificate({ name: 'erp', issuer: authority, ...options });
    const [last] = (await steps(await servingTls(other), { ca: 'ca.pem' })).slice(-1);
    expect(last).toMatchObject({
      step: 'tls',
      refusal: { code: 'source-tls', why: expect.stringMatching(why) },
    });
  });

  test('to a server that takes the connection and says nothing ends after the patience', async () => {
    const url = (await servingTcp(() => {})).replace('http:', 'https:');
    expect(names(await steps(url, {}, { patience: 200 }))).toEqual([
      'dns',
      'connection',
      'tls: source-unreachable',
    ]);
  });

  test('through a proxy ends at the proxy', async () => {
    const proxy = await serving(() => {});
    const found = await steps('https://kumquat.invalid', { proxy });
    expect(names(found)).toEqual(['dns', 'connection']);
    expect(found[0]).toMatchObject({ facts: { host: new URL(proxy).host } });
  });

  test('to a driver without a port ends with the name', async () => {
    expect(names(await steps('kumquat://127.0.0.1/db'))).toEqual(['dns']);
  });

  test('is left at once where the run is ended', async () => {
    const url = (await servingTcp(() => {})).replace('http:', 'https:');
    const controller = new AbortController();
    const way = steps(url, {}, { patience: 60_000, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(way).rejects.toThrow('enough');
  });
});
