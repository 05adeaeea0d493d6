import type { ConnectionOptions } from 'node:tls';
import { SeamError } from '../errors/seam-error.js';
import type { TransportOptions } from '../model/config.js';
import { bareHost, decoded, isLoopback, usualTimeout } from './address.js';
import { networkRefusal } from './faults.js';
import { redactor } from './redact.js';
import type { Refusal } from './refusal.js';

/** `verify-full`: authority and host name; `verify-ca`: the authority alone; `none`: nothing is encrypted. */
export type LinkSecurity = 'verify-full' | 'verify-ca' | 'none';

/** How a piece of work with a driver can end that is not its result. */
export type Endings = {
  /** Tears the connection down, so that nothing waits for it any more; must not throw. */
  readonly stop: () => void;
  /** What an error of the driver or the server means; `undefined` where it is none of theirs that is known. */
  readonly refusal: (error: unknown) => Refusal | undefined;
};

/** The way to a source that does not speak HTTP, for a connector that brings a driver of its own. */
export type Link = {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number | undefined;
  /** What stands behind the host in `url`, decoded; empty where there is nothing. */
  readonly path: string;
  /** Milliseconds that a piece of work may take. */
  readonly timeout: number;
  /**
   * What the driver hands to `tls.connect`; `undefined`: nothing is encrypted. Where `security` is absent, it is
   * `verify-full`, and on this machine `none`.
   */
  tls(security: LinkSecurity | undefined): ConnectionOptions | undefined;
  /**
   * The result of work that the driver does. When the time or the run is over, the connection is torn down.
   * @throws SeamError with a `source-*` code and without secrets, or the reason of the run's signal
   */
  ask<T>(work: () => Promise<T>, endings: Endings): Promise<T>;
};

export type LinkSettings = {
  /** Name of the source, for errors. */
  readonly source: string;
  readonly url: string;
  readonly transport: TransportOptions;
  /** Folder that the paths in `transport` are relative to. */
  readonly folder: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
};

/** True for an address that the HTTP client takes. */
export function isHttp(url: string): boolean {
  return /^https?:/i.test(url);
}

/**
 * The way to a source that does not speak HTTP. Nothing is sent yet.
 * @throws SeamError `config-invalid` for an address or certificates that cannot be used
 */
export async function openLink({
  source,
  url,
  transport,
  folder,
  secrets,
  signal,
}: LinkSettings): Promise<Link> {
  const address = linkAddress(url, source);
  const { readTls } = await import('./tls.js');
  const certificates = await readTls(transport, folder, source);
  const redact = redactor(secrets);
  const near = isLoopback(address.hostname.toLowerCase());
  const timeout = (transport.timeout ?? usualTimeout) * 1000;
  const failed = (error: unknown, refusal: Endings['refusal']): SeamError => {
    const { code, why, fix, cause } = refusal(error) ?? networkRefusal(error, way(address), false);
    return new SeamError(code, {
      why: redact(why),
      where: { source, url: redact(address.href) },
      ...(fix === undefined ? {} : { fix }),
      // The message of a server may quote what it was sent.
      ...(cause instanceof Error ? { cause: new Error(redact(cause.message)) } : {}),
    });
  };
  return {
    host: bareHost(address),
    port: address.port === '' ? undefined : Number(address.port),
    path: decoded(address.pathname.replace(/^\//, '')),
    timeout,
    tls(security = near ? 'none' : 'verify-full') {
      if (security === 'none') return undefined;
      return {
        ...certificates,
        rejectUnauthorized: true,
        ...(security === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
      };
    },
    async ask(work, { stop, refusal }) {
      signal.throwIfAborted();
      const late = new Error('late');
      const { promise: over, end } = whenOver(timeout, signal, late);
      try {
        return await Promise.race([work(), over]);
      } catch (error) {
        if (signal.aborted) stop();
        signal.throwIfAborted();
        if (error !== late && error instanceof SeamError) throw error;
        if (error === late) stop();
        throw failed(error, error === late ? () => tooLate(address, timeout) : refusal);
      } finally {
        end();
      }
    },
  };
}

/** A promise that is rejected when the time is up (with `late`) or the run is over. */
function whenOver(timeout: number, signal: AbortSignal, late: Error) {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  // Where the work is done first, nobody waits for it.
  promise.catch(() => undefined);
  const timer = setTimeout(() => reject(late), timeout);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  return {
    promise,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

function tooLate({ host }: URL, timeout: number): Refusal {
  return { code: 'source-timeout', why: `${host} did not answer within ${timeout / 1000} s.` };
}

function way({ host }: URL) {
  return { host, proxy: undefined };
}

function linkAddress(url: string, source: string): URL {
  const refuse = (why: string, fix: string) =>
    new SeamError('config-invalid', { why, where: { source }, fix });
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || address.hostname === '') {
    throw refuse('The url of the source is no address.', 'Write it like scheme://host:port/database.');
  }
  if (address.username !== '' || address.password !== '') {
    throw refuse('The url of the source holds a user or a password.', 'Put them into `auth` of the source.');
  }
  return address;
}
