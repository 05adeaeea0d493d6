import type { Refusal, Way } from './refusal.js';

type Row = { readonly why: (way: Way) => string; readonly fix?: string };

const authority = 'Name the PEM file of the authority that signed it with `ca` of the source.';

/** Codes of certificate checks, as Node names those of OpenSSL. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificates: Readonly<Record<string, Row>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    why: ({ host }) => `The certificate of ${host} is self-signed: no authority vouches for it.`,
    fix: 'Name the PEM file of the certificate itself with `ca` of the source.',
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    why: ({ host }) => `The certificate of ${host} is signed by an authority that is not known here.`,
    fix: authority,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    why: ({ host }) => `The certificate of ${host} is signed by an authority that is not known here.`,
    fix: authority,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    why: ({ host }) => `The certificate of ${host} is signed by an authority that is not known here.`,
    fix: authority,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    why: ({ host }) =>
      `The certificate of ${host} is signed by an authority that is not known here, or the server does not send the certificates in between.`,
    fix: 'Name the PEM file of the authority with `ca` of the source, or let the server send its whole chain.',
  },
  CERT_HAS_EXPIRED: {
    why: ({ host }) => `The certificate of ${host} has expired.`,
    fix: 'Renew the certificate of the server.',
  },
  CERT_NOT_YET_VALID: {
    why: ({ host }) => `The certificate of ${host} is not valid yet.`,
    fix: 'Check the clock of this machine, then the certificate of the server.',
  },
  CERT_REVOKED: {
    why: ({ host }) => `The certificate of ${host} is revoked.`,
    fix: 'Renew the certificate of the server.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    why: ({ host }) => `The certificate does not belong to ${host}: it names other hosts.`,
    fix: 'Set url to a name that the certificate holds, or renew the certificate.',
  },
  UND_ERR_PRX_TLS: {
    why: ({ proxy = '' }) => `The certificate does not belong to the proxy ${proxy}: it names other hosts.`,
    fix: 'Set `proxy` to a name that the certificate holds.',
  },
};

/** Endings of OpenSSL's codes, which differ by protocol version: `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`. */
const handshakes: readonly (Row & { readonly ending: RegExp })[] = [
  {
    ending: /CERTIFICATE_REQUIRED$|HANDSHAKE_FAILURE$/,
    why: ({ host }) => `${host} ends the TLS handshake; most often it asks for a client certificate.`,
    fix: 'Name certificate and key with `clientCertificate` of the source.',
  },
  {
    ending:
      /(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|ACCESS_DENIED|DECRYPT_ERROR)$/,
    why: ({ host }) => `${host} does not accept the client certificate.`,
    fix: 'Check `clientCertificate` of the source: is it in date, and signed by an authority that the server knows?',
  },
  {
    ending: /(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/,
    why: ({ host }) => `${host} does not speak TLS on this port.`,
    fix: 'Check the port in url, and whether https is right.',
  },
  {
    ending:
      /(?:UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_SHARED_CIPHER|DH_KEY_TOO_SMALL|UNSAFE_LEGACY_RENEGOTIATION_DISABLED)$/,
    why: ({ host }) => `${host} speaks only versions or ciphers of TLS that are no longer safe.`,
    fix: 'Let the server speak TLS 1.2 or later.',
  },
];

/** The refusal for a code that is about certificates or the TLS handshake, else `undefined`. */
export function tlsRefusal(code: string, way: Way): Refusal | undefined {
  const row =
    certificates[code] ??
    handshakes.find(({ ending }) => /^ERR_SSL_|^EPROTO$/.test(code) && ending.test(code));
  if (row === undefined) {
    return /^ERR_(?:SSL|TLS|OSSL)_|^EPROTO$|^CERT_/.test(code)
      ? { code: 'source-tls', why: `The TLS handshake with ${way.host} failed (${code}).` }
      : undefined;
  }
  return { code: 'source-tls', why: row.why(way), ...(row.fix === undefined ? {} : { fix: row.fix }) };
}
