import type { ResolvedSource } from '../../config/interpolate.js';
import { exactNames } from '../../config/select.js';
import { errorCodes } from '../../errors/codes.js';
import type { Config } from '../../model/config.js';
import type { PulledSource } from '../../model/pull.js';
import type { Examination } from '../../model/report.js';
import { type ProbeSettings, probe, type Step } from '../../transport/probe.js';
import type { RunContext } from '../context.js';
import { pullSource } from '../pull-source.js';
import { selectorsOf } from '../workspace.js';
import { type Answered, clockOf, limitsOf } from './answers.js';
import { bad, good, warning } from './examination.js';
import { rightsOf } from './rights.js';

/** Milliseconds for a step on the way; a host that is there answers at once. */
const patience = 10_000;

/** The way to a source, step by step, up to what its account may see. */
export async function examineSource(
  resolved: ResolvedSource,
  config: Config,
  context: RunContext,
): Promise<readonly Examination[]> {
  const { name } = resolved.source;
  const way = await examineWay(resolved, config, context);
  if (way.some(({ outcome }) => outcome === 'bad')) return way;
  const answered: Answered[] = [];
  const selectors = selectorsOf(resolved.source, config);
  const names = exactNames(selectors);
  const heard: RunContext['heard'] = (status, headers) => {
    answered.push({ status, headers, at: context.now() });
  };
  const pulled = await pullSource(resolved, { names, selectors }, config.folder, { ...context, heard });
  return [
    ...way,
    examineLogin(pulled),
    ...(pulled.failure === undefined ? rightsOf(pulled) : []),
    ...clockOf(answered, name),
    ...limitsOf(answered, name),
  ];
}

async function examineWay(
  { source }: ResolvedSource,
  { folder }: Config,
  { signal, now }: RunContext,
): Promise<readonly Examination[]> {
  const { name, url, file, transport } = source;
  if (url === undefined)
    return file === undefined ? [] : [good('connection', `It is read from ${file}.`, name)];
  const settings: ProbeSettings = { source: name, url, transport, folder, signal, patience };
  const found: Examination[] = [];
  for await (const step of probe(settings)) found.push(examineStep(step, name, source.transport.ca, now()));
  if (url.startsWith('http:') && found.every(({ outcome }) => outcome === 'good') && transport.allowHttp) {
    found.push(
      warning(
        'tls',
        'The connection is plain http: all in between can read the credentials.',
        'Use https, and take `allowHttp` out.',
        name,
      ),
    );
  }
  return found;
}

/** Days before the end of a certificate at which somebody should know. */
const soon = 30;

function examineStep(step: Step, source: string, ca: string | undefined, now: Date): Examination {
  if ('refusal' in step) {
    const { code, why, fix = errorCodes[code].remedy } = step.refusal;
    return bad(step.step, { code, why, fix }, source);
  }
  const { host, addresses = [], milliseconds, protocol, issuer, validTo } = step.facts;
  switch (step.step) {
    case 'dns':
      return good('dns', `${host} is ${addresses.join(', ')}.`, source);
    case 'connection':
      return good('connection', `${host} answers after ${milliseconds} ms.`, source);
    case 'tls': {
      const by = `${protocol ?? 'TLS'}, certificate of ${issuer ?? 'an unnamed authority'}${ca === undefined ? '' : `, trusted by ${ca}`}`;
      if (validTo === undefined) return good('tls', `${by}.`, source);
      const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
      const says = `${by}, until ${validTo.toISOString().slice(0, 10)}.`;
      if (days >= soon) return good('tls', says, source);
      return warning(
        'tls',
        `${says} That is in ${days} days.`,
        'Renew it: after that day no check gets through.',
        source,
      );
    }
  }
}

function examineLogin({ name, system, failure }: PulledSource): Examination {
  if (failure !== undefined) return bad('login', failure, name);
  const { product, version, account, company, language } = system ?? { product: 'it', version: '' };
  const eyes = [account === undefined ? undefined : `as ${account}`, company, language].filter(
    (part) => part !== undefined,
  );
  return good('login', `${product} ${version}${eyes.length === 0 ? '' : `, ${eyes.join(', ')}`}.`, name);
}
