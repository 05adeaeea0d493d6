import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { faultsBy, objectIn, type Ruling, startVendor, type Vendor } from './vendor.ts';

/** The key as both sides have it. https://github.com/standard-webhooks/standard-webhooks */
const secret = `whsec_${Buffer.from('canary-of-the-webhook-key').toString('base64')}`;

const text = { type: 'string', minLength: 1 };

/**
 * What the SDK makes up where it is missing, by the schema of
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/cloudevents.json
 */
const faultsOf = faultsBy({
  type: 'object',
  required: ['id', 'source', 'specversion', 'type'],
  properties: {
    specversion: { const: '1.0' },
    id: text,
    source: { ...text, format: 'uri-reference' },
    type: text,
    subject: text,
    time: { type: 'string', format: 'date-time' },
    datacontenttype: text,
    dataschema: { ...text, format: 'uri' },
  },
  // https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#attribute-naming-convention
  propertyNames: { pattern: '^[a-z0-9]+$' },
});

/** What a webhook made of an event with the SDK of CloudEvents, once the library of Standard Webhooks had let it in. */
export const startWebhook = (): Promise<Vendor<CloudEvent<unknown>>> =>
  startVendor(
    (asked): Ruling<CloudEvent<unknown>> => {
      const { headers, body } = asked;
      const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      try {
        new Webhook(secret).verify(body, sent);
      } catch (error) {
        return { answer: { status: 401, body: String(error) } };
      }
      const faults = faultsOf(objectIn(asked));
      if (faults.length > 0) return { answer: { status: 400, body: faults.join('; ') } };
      try {
        const event = HTTP.toEvent({ headers, body });
        if (!(event instanceof CloudEvent)) return { answer: { status: 400, body: 'a batch' } };
        event.validate();
        return { answer: { status: 204 }, took: event };
      } catch (error) {
        return { answer: { status: 400, body: String(error) } };
      }
    },
    (url) => ({ url: `${url}/hook`, secret }),
  );
