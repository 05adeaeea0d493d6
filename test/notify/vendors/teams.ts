import { createRequire } from 'node:module';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import { faultsBy, json, objectIn, type Ruling, startVendor, type Vendor } from './vendor.ts';

/** Its modules are not for Node.js, its bundle is. */
const require = createRequire(import.meta.url);
const {
  AdaptiveCard,
  SerializationContext,
  Version,
}: typeof import('adaptivecards') = require('adaptivecards/dist/adaptivecards.js');

/** A message to a workflow. https://learn.microsoft.com/en-us/connectors/teams/?tabs=text1#microsoft-teams-webhook */
const faultsOf = faultsBy({
  type: 'object',
  required: ['type', 'attachments'],
  properties: {
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['contentType', 'content'],
        additionalProperties: false,
        properties: {
          contentType: { const: 'application/vnd.microsoft.card.adaptive' },
          contentUrl: { type: 'null' },
          content: { type: 'object', required: ['type', 'version', 'body'] },
        },
      },
    },
  },
});

/** https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams */
const mostBytes = 28 * 1024;

/** What the schema demands, and Microsoft's own parser lets pass. https://adaptivecards.io/explorer/TextRun.html */
const needs: Readonly<Record<string, string>> = {
  RichTextBlock: 'inlines',
  TextRun: 'text',
  TextBlock: 'text',
};

/**
 * A workflow of Microsoft Teams, "Post to a channel when a webhook request is received". The real one answers 202 before
 * it has looked at the card, and fails unseen; this one looks first.
 */
export const startTeams = (): Promise<Vendor<JsonObject>> =>
  startVendor(
    (asked): Ruling<JsonObject> => {
      const refuse = (status: number, code: string, message: string) => ({
        answer: json(status, { error: { code, message } }),
      });
      if (asked.path !== '/workflows/abc/triggers/manual/paths/invoke')
        return refuse(404, 'WorkflowNotFound', 'The workflow could not be found.');
      if (asked.query.get('sig') !== 'canary')
        return refuse(401, 'DirectApiInvalidAuthorizationScheme', 'The signature does not fit.');
      if (Buffer.byteLength(asked.body) > mostBytes)
        return refuse(413, 'RequestEntityTooLarge', 'The message is too large.');
      const message = objectIn(asked);
      const faults =
        message === undefined ? ['no JSON'] : [...faultsOf(message), ...cards(message).flatMap(wrong)];
      if (message === undefined || faults.length > 0) return refuse(400, 'BadRequest', faults.join('; '));
      return { answer: { status: 202 }, took: message };
    },
    (url) => ({ url: `${url}/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=canary` }),
  );

function cards({ attachments }: JsonObject): readonly JsonObject[] {
  const all = Array.isArray(attachments) ? attachments.filter(isJsonObject) : [];
  return all.flatMap(({ content }) => (isJsonObject(content) ? [content] : []));
}

/** What Microsoft's parser finds wrong with a card in the version that the card names. */
function wrong(card: JsonObject): readonly string[] {
  const version = Version.parse(String(card['version']), new SerializationContext());
  const context = new SerializationContext(version);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  const told = [...events, ...parsed.validateProperties().validationEvents].map(({ message }) => message);
  return [...told, ...missing(card)];
}

function missing(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(missing);
  if (!isJsonObject(value)) return [];
  const type = String(value['type']);
  const need = Object.hasOwn(needs, type) ? needs[type] : undefined;
  const own = need !== undefined && !(need in value) ? [`${type} without ${need}`] : [];
  return [...own, ...Object.values(value).flatMap(missing)];
}
