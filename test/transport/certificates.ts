import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate with its key, in PEM. */
export type Certificate = { readonly cert: string; readonly key: string };

export type CertificateOptions = {
  readonly name: string;
  /** Who signs; absent: it signs itself. */
  readonly issuer?: Authority;
  readonly authority?: boolean;
  /** Names and IPv4 addresses that it is for. */
  readonly hosts?: readonly string[];
  /** Years that it is valid, beginning and end. */
  readonly years?: readonly [from: number, to: number];
  readonly passphrase?: string;
};

export type Authority = Certificate & { readonly name: string; readonly privateKey: KeyObject };

/** A new X.509 certificate: none has to be kept in the repository, and none of them ends. RFC 5280, 4.1 */
export function newCertificate({
  name,
  issuer,
  authority = false,
  hosts = [],
  years = [2020, 2090],
  passphrase,
}: CertificateOptions): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    ...(authority ? [extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff]))))] : []),
    ...(hosts.length > 0 ? [extension('2.5.29.17', sequence(...hosts.map(generalName)))] : []),
  ];
  const body = sequence(
    der(0xa0, integer(2)),
    integer(nextSerial()),
    ecdsaWithSha256,
    distinguishedName(issuer?.name ?? name),
    sequence(...years.map((year) => der(0x18, Buffer.from(`${year}0101000000Z`)))),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const certificate = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lock = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return {
    name,
    privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem', ...lock })),
  };
}

let serial = 1;

function nextSerial(): number {
  serial += 1;
  return serial;
}

/** Tag, length, contents. X.690, 8.1 */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const bytes = content.length.toString(16).padStart(content.length > 255 ? 4 : 2, '0');
  const length = Buffer.from(bytes, 'hex');
  const header = content.length < 128 ? length : Buffer.concat([Buffer.from([0x80 + length.length]), length]);
  return Buffer.concat([Buffer.from([tag]), header, content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] =>
    value < 128 ? [value] : [...base128(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]));
}

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

/** One common name. */
function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(name)))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(0x01, Buffer.from([0xff])), der(0x04, value));
}

function generalName(host: string): Buffer {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isAddress ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}
