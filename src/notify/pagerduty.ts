import type { OutgoingAlert } from '../model/alert.js';
import type { JsonObject } from '../model/json.js';
import { visible } from '../report/escape.js';
import { cutAfter } from '../report/words.js';
import { bytesOf, type Channel, fitted, runbooksOf, textOf } from './channel.js';
import { isAddress, letterOf } from './letter.js';
import { plainText } from './plain.js';

/**
 * PagerDuty, Events API v2: one incident for each seam, with the fingerprint of the seam as its key, so that a repeated
 * event changes nothing. https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export const pagerduty: Channel = {
  type: 'pagerduty',
  tells: 'seam',
  compose,
  async deliver(alert, options, { post }) {
    const json = compose(alert, options);
    await post({
      method: 'POST',
      url: `${textOf(options, 'url').replace(/\/$/, '') || usual}/v2/enqueue`,
      json,
    });
  },
};

const usual = 'https://events.pagerduty.com';

/** Characters of a summary; bytes of an event (512 KB). */
const limits = { summary: 1024, bytes: 500_000 } as const;

function compose(alert: OutgoingAlert, options: JsonObject): JsonObject {
  const key = { routing_key: textOf(options, 'routingKey'), dedup_key: `seam-${alert.topic}` };
  if (alert.what === 'over') return { ...key, event_action: 'resolve' };
  return fitted(
    (most) => ({ ...key, event_action: 'trigger', ...event(alert, most) }),
    bytesOf,
    limits.bytes,
  );
}

function event(alert: OutgoingAlert, most: number): JsonObject {
  const letter = letterOf(alert, most);
  const [worst] = [...alert.news, ...alert.open];
  return {
    client: 'seam',
    payload: {
      summary: cutAfter(visible(letter.subject), limits.summary - 40),
      source: visible(worst?.source ?? alert.project),
      severity: alert.counts.breaking > 0 ? 'critical' : 'warning',
      timestamp: alert.run.at,
      component: visible(alert.audience.name),
      class: 'schema drift',
      custom_details: { text: plainText(letter), counts: alert.counts, trace: alert.run.trace ?? '' },
    },
    links: runbooksOf(alert)
      .filter(isAddress)
      .slice(0, 10)
      .map((href) => ({ href, text: 'Runbook' })),
  };
}
