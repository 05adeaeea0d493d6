import { createHmac } from 'node:crypto';
import type { OutgoingAlert } from '../model/alert.js';
import type { Json, JsonObject } from '../model/json.js';
import { type Channel, textOf } from './channel.js';
import { letterOf } from './letter.js';

/**
 * Any receiver: a CloudEvent in structured mode, signed with HMAC-SHA256.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md,
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const webhook: Channel = {
  type: 'webhook',
  tells: 'owner',
  compose,
  async deliver(alert, options, { post, now }) {
    const json = compose(alert);
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      ...signature(alert.id, JSON.stringify(json), textOf(options, 'secret'), now),
    };
    await post({ method: 'POST', url: textOf(options, 'url'), headers, json });
  },
};

const types = { news: 'drift', reminder: 'reminder', over: 'over' } as const;

function compose(alert: OutgoingAlert): JsonObject {
  const { id, topic, project, audience, run, what, news, over, open, counts, all } = alert;
  return {
    specversion: '1.0',
    id,
    // A relative reference; the project is the context in which the id is unique.
    source: `/erp-seam/${project.split('/').map(encodeURIComponent).join('/')}`,
    type: `io.erp-seam.scan.${types[what]}`,
    subject: audience.name,
    time: run.at,
    datacontenttype: 'application/json',
    data: {
      summary: letterOf(alert, 0).subject,
      topic,
      audience,
      run,
      counts,
      // Items are JSON: their members are texts, lists of texts, and seams.
      news: news as unknown as Json,
      over: over as unknown as Json,
      open: open as unknown as Json,
      all,
    },
  };
}

/** Headers of Standard Webhooks; none without a secret. `whsec_` says that base64 follows. */
function signature(id: string, body: string, secret: string, now: Date): Readonly<Record<string, string>> {
  if (secret === '') return {};
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const seconds = String(Math.floor(now.getTime() / 1000));
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${mac}` };
}
