import type { Examination } from '../../model/report.js';
import { good, warning } from './examination.js';

/** Status and headers of an answer, and when it came. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
};

/** Seconds that two clocks may differ: tokens and signatures are taken within minutes. */
const mostSkew = 60;

/** How far the clock of the source is from ours, by the `Date` of its answers. RFC 9110, 6.6.1 */
export function clockOf(answered: readonly Answered[], source: string): readonly Examination[] {
  const skews = answered.flatMap(({ headers, at }) => {
    const date = Date.parse(headers['date'] ?? '');
    return Number.isNaN(date) ? [] : [Math.round((date - at.getTime()) / 1000)];
  });
  // `Date` is of the moment the answer began, so the smallest difference is the true one.
  const [skew] = skews.sort((a, b) => Math.abs(a) - Math.abs(b));
  if (skew === undefined) return [];
  if (Math.abs(skew) <= mostSkew) return [good('clock', 'Its clock and ours agree.', source)];
  const says = `Its clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} ours.`;
  return [
    warning(
      'clock',
      says,
      'Let both follow a time server: tokens and certificates are judged by them.',
      source,
    ),
  ];
}

/** Headers that say what is left of a limit: `RateLimit`, `X-RateLimit-Remaining`, `x-ms-ratelimit-…`. */
const limitHeader = /rate-?limit/i;

/** What the answers say of limits, and whether one was met. https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
export function limitsOf(answered: readonly Answered[], source: string): readonly Examination[] {
  const refused = answered.filter(({ status }) => status === 429).length;
  if (refused > 0) {
    const says = `The source refused ${refused} of ${answered.length} calls as too many.`;
    return [warning('limits', says, 'Lower `concurrency` of the source, or check at another hour.', source)];
  }
  const last = answered.findLast(({ headers }) =>
    Object.keys(headers).some((name) => limitHeader.test(name)),
  );
  if (last === undefined)
    return answered.length === 0 ? [] : [good('limits', 'Its answers name no limit of calls.', source)];
  const named = Object.entries(last.headers).filter(([name]) => limitHeader.test(name));
  const says = `Its limits: ${named.map(([name, value]) => `${name} ${value.slice(0, 60)}`).join(', ')}.`;
  const used = named.some(([name, value]) => /remaining/i.test(name) && Number(value) <= 0);
  if (!used) return [good('limits', says, source)];
  return [
    warning(
      'limits',
      `${says} Nothing is left.`,
      'Wait until the limit is renewed, or ask for a higher one.',
      source,
    ),
  ];
}
