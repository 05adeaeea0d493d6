import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as tls from 'node:tls';
import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import { codeOf } from './node-error.js';

/** What Node's TLS needs to know; absent: what it trusts anyway. */
export type TlsOptions = {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
};

type ClientCertificate = NonNullable<TransportOptions['clientCertificate']>;

/**
 * Reads the certificates of a source, and tries them, so that a wrong file is told before anything is asked.
 * @throws SeamError `config-invalid`
 */
export async function readTls(
  { ca, clientCertificate }: TransportOptions,
  folder: string,
  source: string,
): Promise<TlsOptions> {
  const authorities = ca === undefined ? [] : certificatesIn(await readPem('ca', ca, folder, source));
  const [first] = authorities;
  if (ca !== undefined && first === undefined) throw notPem('ca', ca, source);
  return {
    ...(first === undefined ? {} : { ca: [...trusted(), ...authorities] }),
    ...(clientCertificate === undefined ? {} : await readClient(clientCertificate, folder, source)),
  };
}

/** What Node trusts without `ca`; from Node 22.15 also what NODE_EXTRA_CA_CERTS and --use-system-ca add. */
function trusted(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

async function readClient(
  { cert: certFile, key: keyFile, passphrase }: ClientCertificate,
  folder: string,
  source: string,
): Promise<TlsOptions> {
  const cert = await readPem('clientCertificate.cert', certFile, folder, source);
  const key = await readPem('clientCertificate.key', keyFile, folder, source);
  const [first] = certificatesIn(cert);
  if (first === undefined) throw notPem('clientCertificate.cert', certFile, source);
  const opened = openKey(key, passphrase);
  if (opened === undefined) throw notOpen(keyFile, key, passphrase, source);
  if (!new X509Certificate(first).checkPrivateKey(opened)) {
    throw unfit(
      source,
      'The key of `clientCertificate` does not belong to its certificate.',
      'Name the key that the certificate was made with.',
    );
  }
  const options = { cert, key, ...(passphrase === undefined ? {} : { passphrase }) };
  try {
    tls.createSecureContext(options);
  } catch (error) {
    throw unfit(
      source,
      `OpenSSL does not take \`clientCertificate\` (${codeOf(error) ?? 'unknown'}).`,
      'Make a certificate with a key of a kind and length that is in use today.',
    );
  }
  return options;
}

/** The certificates in a PEM text, whatever stands between them; none where one of them is damaged. */
function certificatesIn(pem: string): readonly string[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.every(isCertificate) ? found : [];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function openKey(key: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    // What OpenSSL says of it differs by version, format and cipher.
    return undefined;
  }
}

async function readPem(key: string, path: string, folder: string, source: string): Promise<string> {
  try {
    return await readFile(resolve(folder, path), 'utf8');
  } catch (error) {
    const code = codeOf(error);
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})`;
    throw unfit(
      source,
      `The file "${path}" of \`${key}\` ${why}.`,
      'Create it, or correct the path, which is relative to seam.yaml.',
    );
  }
}

function notPem(key: string, path: string, source: string): SeamError {
  return unfit(
    source,
    `The file "${path}" of \`${key}\` holds no certificate, or a damaged one.`,
    'It has to be PEM: lines of base64 between "BEGIN CERTIFICATE" and "END CERTIFICATE".',
  );
}

/** PKCS #8 says in its first line that it is encrypted, the older form in a header. RFC 7468, 11; RFC 1421, 4.6.1.1 */
function notOpen(path: string, key: string, passphrase: string | undefined, source: string): SeamError {
  if (/^-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(key)) {
    return unfit(
      source,
      `The key of \`clientCertificate\` does not open ${passphrase === undefined ? 'without a' : 'with its'} passphrase.`,
      'Set `clientCertificate.passphrase` to a placeholder that gives the passphrase of the key.',
    );
  }
  return unfit(
    source,
    `The file "${path}" of \`clientCertificate.key\` holds no private key.`,
    'It has to be PEM: lines of base64 between "BEGIN PRIVATE KEY" and "END PRIVATE KEY".',
  );
}

function unfit(source: string, why: string, fix: string): SeamError {
  return new SeamError('config-invalid', { why, where: { source }, fix });
}
