import { SeamError } from '../errors/seam-error.js';
import type { SourceConfig } from '../model/config.js';
import { matchesGlob } from '../model/glob.js';
import type { ResolvedSource } from './interpolate.js';
import { dotted, type Path, textsIn } from './pointer.js';

/** The variable that lists where requests may go. */
export const allowedHostsVariable = 'SEAM_ALLOWED_HOSTS';

/** A host of the list, perhaps `*.` and all below it; without a port, every port of it. */
type AllowedHost = { readonly host: string; readonly port?: string };

/** Where a source would send something, and which key says so. */
type Destination = { readonly key: Path; readonly host: string; readonly port: string };

/**
 * Holds every address of the sources against the list of hosts: the source's own, its proxy's, and each that an option
 * names, as the one of an authorization server. Redirects and links never leave the host of their source.
 * @param list what the variable holds; absent: every host may be asked. Empty is a list of none: a variable that CI
 * leaves empty by mistake must not open everything
 * @throws SeamError `host-not-allowed` for all that is not in the list, `usage-invalid` for a list that is none
 */
export function refuseOtherHosts(sources: readonly ResolvedSource[], list: string | undefined): void {
  if (list === undefined) return;
  const allowed = parseHosts(list);
  const [first, ...others] = sources.flatMap(({ source }) =>
    destinationsOf(source)
      .filter((destination) => !allowed.some((each) => isAllowed(destination, each)))
      .map((destination) => refusal(source, destination)),
  );
  if (first === undefined) return;
  throw new SeamError(first.code, {
    why: first.message,
    where: first.where,
    fix: first.fix,
    also: others.map((each) => each.toFailure()),
  });
}

/** `erp.example.com, *.example.com, localhost:8069` */
function parseHosts(list: string): readonly AllowedHost[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => {
      const [, wild = '', name = '', port] = /^(\*\.)?([^*/?#@\s]+?)(?::(\d{1,5}))?$/.exec(item) ?? [];
      const host = canonical(name);
      if (host === undefined) {
        throw new SeamError('usage-invalid', {
          why: `${allowedHostsVariable} has ${JSON.stringify(item)}, which is no host.`,
          fix: 'Write hosts with commas between them: erp.example.com, *.example.com, localhost:8069.',
        });
      }
      return { host: wild + host, ...(port === undefined ? {} : { port }) };
    });
}

/** The name as a URL has it: lower case, punycode, an IPv4 address as four numbers. */
function canonical(name: string): string | undefined {
  const text = `https://${name}/`;
  if (name === '' || !URL.canParse(text)) return undefined;
  const { hostname, port, pathname } = new URL(text);
  return port === '' && pathname === '/' ? hostname.replace(/\.$/, '') : undefined;
}

/** Ports that an address means without saying so. */
const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function destinationsOf({ url, transport, options }: SourceConfig): readonly Destination[] {
  const given: readonly (readonly [Path, string | undefined])[] = [
    [['url'], url],
    [['proxy'], transport.proxy],
    ...textsIn(options),
  ];
  return given.flatMap(([key, text]) => {
    if (text === undefined || !/^\s*[a-z][a-z\d+.-]*:[/\\]{2}/i.test(text) || !URL.canParse(text)) return [];
    const { hostname, port, protocol } = new URL(text);
    if (hostname === '') return [];
    // Only for http does `URL` write a name as it is meant.
    const host = canonical(hostname) ?? hostname;
    return [{ key, host, port: port === '' ? (usualPorts[protocol] ?? '') : port }];
  });
}

function isAllowed({ host, port }: Destination, allowed: AllowedHost): boolean {
  return matchesGlob(allowed.host, host) && (allowed.port === undefined || allowed.port === port);
}

function refusal({ name, places }: SourceConfig, { key, host, port }: Destination): SeamError {
  const path = dotted(['sources', name, ...key]);
  return new SeamError('host-not-allowed', {
    why: `${path} leads to ${host}${port === '' ? '' : `:${port}`}, which ${allowedHostsVariable} does not list; nothing was sent.`,
    where: { source: name, ...places?.get(key.join('.')) },
  });
}
