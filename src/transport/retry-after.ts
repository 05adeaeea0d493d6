const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

/** The three forms of an HTTP date: IMF-fixdate, RFC 850, asctime. RFC 9110, 5.6.7 */
const forms = [
  new RegExp(String.raw`^[A-Z][a-z]{2}, \d{2} (?:${months}) \d{4} \d{2}:\d{2}:\d{2} GMT$`),
  new RegExp(String.raw`^[A-Z][a-z]{5,8}, \d{2}-(?:${months})-\d{2} \d{2}:\d{2}:\d{2} GMT$`),
  new RegExp(String.raw`^[A-Z][a-z]{2} (?:${months}) [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$`),
];

/**
 * Milliseconds that a `Retry-After` asks to wait, never negative, or `undefined` where it says nothing. A date is
 * taken relative to the server's own `Date`, so that a clock that is wrong does not matter. RFC 9110, 10.2.3
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  now: number = Date.now(),
): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  // Not in the RFC: some gateways send fractions of a second.
  if (/^\d+(?:\.\d+)?$/.test(value))
    return Math.min(Math.ceil(Number(value) * 1000), Number.MAX_SAFE_INTEGER);
  const until = httpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (httpDate(headers['date']?.trim() ?? '') ?? now));
}

function httpDate(text: string): number | undefined {
  if (!forms.some((form) => form.test(text))) return undefined;
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
