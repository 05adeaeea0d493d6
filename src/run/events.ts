import { looksSecret } from '../config/secrets.js';
import { isJsonObject, type Json } from '../model/json.js';
import type { PulledSource } from '../model/pull.js';
import type { Report, SnapshotReport } from '../model/report.js';
import type { RunContext } from './context.js';

type Log = RunContext['log'];

/** The log of one source: each event names it, and secrets are out of all texts, by their value and by their name. */
export function logOfSource(log: Log, source: string, redact: (text: string) => string): Log {
  const shown = (value: Json): Json => {
    if (typeof value === 'string') return redact(value);
    if (Array.isArray(value)) return value.map(shown);
    return isJsonObject(value) ? masked(value) : value;
  };
  const masked = (facts: Readonly<Record<string, Json>>): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, looksSecret(name) ? '***' : shown(fact)]),
    );
  return (message, facts = {}) => log(redact(message), { ...masked(facts), source });
}

/** What became of each entity that a source was asked for, or of the source as a whole. */
export function logPull(log: Log, { name, results, failure }: PulledSource): void {
  for (const { entity, status, ...rest } of results) {
    log(`entity ${status}`, { source: name, entity, ...('why' in rest ? { why: rest.why } : {}) });
  }
  if (failure !== undefined) log('source failed', { source: name, code: failure.code, why: failure.why });
}

/** Each finding, once for each seam that it concerns; then the outcome. */
export function logReport(log: Log, { findings, exit }: Report): void {
  for (const { path, rule, verdict, fingerprint, judgements, silent, waived } of findings) {
    if (silent) continue;
    const facts = {
      source: path.source,
      entity: path.entity,
      ...(path.field === undefined ? {} : { field: path.field }),
      rule,
      verdict,
      fingerprint,
      ...(waived === undefined ? {} : { waived: true }),
    };
    const seams = [...new Set(judgements.flatMap(({ seam }) => seam ?? []))];
    if (seams.length === 0) log('drift', facts);
    for (const seam of seams) log('drift', { ...facts, seam });
  }
  log('checked', { exit: exit.code });
}

/** What a snapshot did with each entity; then the outcome. */
export function logSnapshot(log: Log, { entities, exit }: SnapshotReport): void {
  for (const { source, entity, outcome } of entities) log(`contract ${outcome}`, { source, entity });
  log('snapshot taken', { exit: exit.code });
}
