import type { JsonObject } from '../../../src/model/json.ts';
import { faultsBy, objectIn, type Ruling, startVendor, type Vendor } from './vendor.ts';

const text = { type: 'string', minLength: 1 } as const;
const style = (...names: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'boolean' }])),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const plainText = (maxLength: number) => ({
  type: 'object',
  required: ['type', 'text'],
  additionalProperties: false,
  properties: { type: { const: 'plain_text' }, text: { ...text, maxLength }, emoji: { type: 'boolean' } },
});

const block = (type: string, required: readonly string[], properties: object) => ({
  required: ['type', ...required],
  additionalProperties: false,
  properties: { type: { const: type }, block_id: { type: 'string', maxLength: 255 }, ...properties },
});

const oneOf = (...forms: readonly object[]) => ({
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: forms,
});

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types */
const inline = oneOf(
  block('text', ['text'], { text, style: style('bold', 'italic', 'strike', 'code', 'underline') }),
  block('link', ['url'], {
    url: { ...text, maxLength: 3000 },
    text,
    unsafe: { type: 'boolean' },
    style: style('bold', 'italic', 'strike', 'code'),
  }),
  block('emoji', ['name'], { name: text }),
);
const some = (items: object) => ({ type: 'array', minItems: 1, items });
const section = block('rich_text_section', ['elements'], { elements: some(inline) });
const list = block('rich_text_list', ['style', 'elements'], {
  style: { enum: ['bullet', 'ordered'] },
  elements: some({ type: 'object', ...section }),
  indent: { type: 'integer', minimum: 0, maximum: 8 },
  offset: { type: 'integer', minimum: 0 },
  border: { type: 'integer', minimum: 0, maximum: 1 },
});

/** A message and the blocks of it that seam may use. https://docs.slack.dev/reference/block-kit/blocks */
const faultsOf = faultsBy({
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: oneOf(
    // https://docs.slack.dev/reference/block-kit/blocks/header-block
    block('header', ['text'], { text: plainText(150) }),
    block('divider', [], {}),
    // https://docs.slack.dev/reference/block-kit/blocks/section-block
    block('section', ['text'], { text: plainText(3000) }),
    block('rich_text', ['elements'], { elements: some(oneOf(section, list)) }),
  ),
});

/** Characters of all texts of the blocks, undocumented. https://github.com/slackapi/bolt-js/issues/2509 */
const mostText = 12_000;

/**
 * An incoming webhook of Slack. Its errors: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks;
 * it answers with text that it calls HTML: https://github.com/slackapi/node-slack-sdk/pull/480
 */
export const startSlack = (): Promise<Vendor<JsonObject>> =>
  startVendor(
    (asked): Ruling<JsonObject> => {
      const say = (status: number, body: string) => ({
        answer: { status, headers: { 'content-type': 'text/html' }, body },
      });
      if (asked.path !== '/services/T0/B0/secret') return say(404, 'no_service');
      const message = objectIn(asked);
      if (asked.method !== 'POST' || message === undefined) return say(400, 'invalid_payload');
      const { blocks } = message;
      if (typeof message['text'] !== 'string' || message['text'] === '') return say(400, 'no_text');
      if (blocks !== undefined && faultsOf(blocks).length > 0) return say(400, 'invalid_blocks');
      if (textsOf(blocks).join('').length > mostText) return say(400, 'msg_blocks_too_long');
      return { ...say(200, 'ok'), took: message };
    },
    (url) => ({ url: `${url}/services/T0/B0/secret` }),
  );

function textsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'text' && typeof part === 'string' ? [part] : textsOf(part),
  );
}
