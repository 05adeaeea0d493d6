import type { JsonObject } from '../../../src/model/json.ts';
import { faultsBy, json, objectIn, type Ruling, startVendor, type Vendor } from './vendor.ts';

const texts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string' }]));

/**
 * An event. https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty, with the lengths of
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
const faultsOf = faultsBy({
  type: 'object',
  required: ['routing_key', 'event_action'],
  additionalProperties: false,
  properties: {
    routing_key: { type: 'string', pattern: '^[0-9a-zA-Z]{32}$' },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { type: 'string', minLength: 1, maxLength: 255 },
    ...texts('client'),
    client_url: { type: 'string', format: 'uri' },
    payload: {
      type: 'object',
      required: ['summary', 'severity', 'source'],
      additionalProperties: false,
      properties: {
        summary: { type: 'string', minLength: 1, maxLength: 1024 },
        source: { type: 'string', minLength: 1 },
        severity: { enum: ['critical', 'warning', 'error', 'info'] },
        timestamp: { type: 'string', format: 'date-time' },
        ...texts('component', 'group', 'class'),
        custom_details: { type: 'object' },
      },
    },
    links: {
      type: 'array',
      items: {
        type: 'object',
        required: ['href'],
        additionalProperties: false,
        properties: { href: { type: 'string', format: 'uri' }, ...texts('text') },
      },
    },
    images: { type: 'array' },
  },
  allOf: [
    {
      if: { properties: { event_action: { const: 'trigger' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['payload'] },
      else: { required: ['dedup_key'] },
    },
  ],
});

/** 512 KB, by the same page. */
const mostBytes = 512 * 1024;

/** The key of the integration. */
const routingKey = '0123456789abcdef0123456789abcdef';

/** PagerDuty with its incidents: open or not, by their key. */
export type PagerDuty = Vendor<JsonObject> & { readonly incidents: ReadonlyMap<string, 'open' | 'resolved'> };

/** The Events API v2 of PagerDuty. */
export async function startPagerDuty(): Promise<PagerDuty> {
  const incidents = new Map<string, 'open' | 'resolved'>();
  const vendor = await startVendor(
    (asked): Ruling<JsonObject> => {
      const refuse = (status: number, name: string, errors: readonly string[]) => ({
        answer: json(status, { status: name, message: 'Event object is invalid', errors }),
      });
      if (asked.method !== 'POST' || asked.path !== '/v2/enqueue') return { answer: { status: 404 } };
      if (Buffer.byteLength(asked.body) > mostBytes) return { answer: { status: 413 } };
      const event = objectIn(asked);
      if (event === undefined) return refuse(400, 'Unrecognized object', ['JSON parse error']);
      const faults = faultsOf(event);
      if (faults.length > 0) return refuse(400, 'invalid event', faults);
      if (event['routing_key'] !== routingKey)
        return refuse(400, 'invalid event', ['routing_key is unknown']);
      const key = String(event['dedup_key']);
      incidents.set(key, event['event_action'] === 'resolve' ? 'resolved' : 'open');
      return {
        answer: json(202, { status: 'success', message: 'Event processed', dedup_key: key }),
        took: event,
      };
    },
    (url) => ({ url, routingKey }),
  );
  return { ...vendor, incidents };
}
