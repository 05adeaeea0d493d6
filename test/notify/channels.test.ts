import { describe, expect, test } from 'vitest';
import { readBaseSchema } from '../../src/config/schema.ts';
import type { OutgoingAlert } from '../../src/model/alert.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { channelTypes, loadChannel } from '../../src/notify/channels.ts';
import { channel, configOf, finding, play } from './nights.ts';

const options: Readonly<Record<string, JsonObject>> = {
  webhook: { url: 'https://a.example.com' },
  slack: { url: 'https://a.example.com' },
  teams: { url: 'https://a.example.com' },
  pagerduty: { routingKey: 'k' },
  github: { repository: 'a/b', token: 't' },
  gitlab: { project: 'a/b', token: 't' },
  email: { server: 'smtp://localhost', from: 'a@example.com', to: ['b@example.com'] },
};

const hostile =
  '<!channel> <script>alert(1)</script> @here **b** [x](javascript:a) \u202e\u001b[31m\n::error::|`';

const made = new Map<string, OutgoingAlert>();

/** An alert of 5,000 changes whose names and values are as long and as bad as an ERP can make them. */
function huge(type: string): OutgoingAlert {
  const known = made.get(type);
  if (known !== undefined) return known;
  const long = hostile.repeat(20);
  const findings = Array.from({ length: 5_000 }, (_, index) =>
    finding(`${index}`, {
      path: { source: 'erp', entity: `${long}${index}`, field: `${long}${index}` },
      before: long,
      after: `${long}.`,
      fingerprint: index.toString(16).padStart(12, '0'),
    }),
  );
  const config = configOf({ channels: [channel('hook', type)] });
  const [[alert] = []] = play([{ findings }], config).alerts;
  if (alert === undefined) throw new Error('nobody is told');
  made.set(type, alert);
  return alert;
}

function small(type: string): readonly OutgoingAlert[] {
  const config = configOf({ channels: [channel('hook', type)] });
  const { alerts } = play(
    [{ findings: [finding('code', { onWrite: 'alters', writeFault: 'too-long' })] }, {}],
    config,
  );
  return alerts.flat();
}

async function payload(type: string, alert: OutgoingAlert): Promise<Json> {
  return (await loadChannel(type)).compose(alert, options[type] ?? {});
}

/** Every text in a value. */
function* texts(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* texts(item);
  else if (isJsonObject(value)) for (const item of Object.values(value)) yield* texts(item);
}

/** Every object in a value. */
function* objects(value: Json): Generator<JsonObject> {
  if (Array.isArray(value)) for (const item of value) yield* objects(item);
  else if (isJsonObject(value)) {
    yield value;
    for (const item of Object.values(value)) yield* objects(item);
  }
}

test('every type has its keys in the schema of seam.yaml, and none is there that is not', async () => {
  const { $defs } = await readBaseSchema();
  const types = isJsonObject($defs) && isJsonObject($defs['channelType']) ? $defs['channelType']['enum'] : [];
  expect(types).toEqual(channelTypes);
  for (const type of channelTypes) expect(isJsonObject($defs) && $defs[`channel-${type}`]).toBeTruthy();
});

describe.each(channelTypes)('%s', (type) => {
  test('answers what a person at 2 am asks', async () => {
    const [alert] = small(type);
    const said = [...texts(await payload(type, alert as OutgoingAlert))].join('\n').replaceAll('\\', '');
    for (const answer of [
      /kumquat.order/,
      /code/,
      /max-length-lowered/,
      /2026-11-01/,
      /Odoo 17.0/,
      /juice-press/,
      /team-press/,
      /https?:\/\/wiki.example.com\/press/,
      /seam check erp kumquat.order/,
      /0af7651916cd43dd8448eb211c80319c/,
      /cut/,
    ]) {
      expect(said).toMatch(answer);
    }
  });

  test('of 5,000 hostile changes is one message with the worst ten at most, and says how many there are', async () => {
    const said = await payload(type, huge(type));
    const all = [...texts(said)].join('\n');
    expect(all).toMatch(type === 'webhook' ? /5,000 breaking/ : /5,000/);
    expect(JSON.stringify(said).length).toBeLessThan(200_000);
    // JSON for programs holds what the ERP says; what people read shows what is treacherous.
    if (type !== 'webhook') expect(all).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('limits of the vendors are kept', () => {
  // https://docs.slack.dev/reference/block-kit/blocks
  test('Slack: 50 blocks, 150 characters of a header, no markup, no empty text', async () => {
    const said = (await payload('slack', huge('slack'))) as JsonObject;
    const { blocks, text } = said;
    expect(Array.isArray(blocks) && blocks.length).toBeLessThanOrEqual(50);
    expect(String(text)).not.toMatch(/[<>]/);
    for (const each of objects(said)) {
      if (each['type'] === 'header')
        expect(String((each['text'] as JsonObject)['text']).length).toBeLessThanOrEqual(150);
      expect(each['type']).not.toBe('mrkdwn');
      if (each['type'] === 'text') expect(each['text']).not.toBe('');
    }
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(40_000);
  });

  // https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams
  test('Teams: 28 KB, an Adaptive Card without Markdown', async () => {
    const said = await payload('teams', huge('teams'));
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(28 * 1024);
    expect([...objects(said)].filter(({ type }) => type === 'TextBlock')).toEqual([]);
    expect([...objects(said)].filter(({ type }) => type === 'AdaptiveCard')).toMatchObject([
      { version: '1.4' },
    ]);
  });

  // https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
  test('PagerDuty: 1,024 characters of a summary, 255 of a key, 512 KB; the same key from trigger to resolve', async () => {
    const said = (await payload('pagerduty', huge('pagerduty'))) as JsonObject;
    expect(String((said['payload'] as JsonObject)['summary']).length).toBeLessThanOrEqual(1_024);
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(512 * 1_000);
    const [trigger, resolve] = await Promise.all(
      small('pagerduty').map((alert) => payload('pagerduty', alert)),
    );
    expect(trigger).toMatchObject({ event_action: 'trigger', payload: { severity: 'critical' } });
    expect(resolve).toEqual({
      routing_key: 'k',
      event_action: 'resolve',
      dedup_key: (trigger as JsonObject)['dedup_key'],
    });
    expect(String((trigger as JsonObject)['dedup_key']).length).toBeLessThanOrEqual(255);
  });

  test.each(['github', 'gitlab'])(
    '%s: 256 characters of a title, 65,536 of a body, nobody mentioned',
    async (type) => {
      const said = (await payload(type, huge(type))) as JsonObject;
      const body = String(said['body'] ?? said['description']);
      expect(String(said['title']).length).toBeLessThanOrEqual(256);
      if (type === 'github') expect(body.length).toBeLessThan(65_536);
      expect(body).not.toMatch(/@here|(?<!\\)<script/);
    },
  );

  test('a webhook: a CloudEvent', async () => {
    const [alert] = small('webhook');
    const said = await payload('webhook', alert as OutgoingAlert);
    expect(said).toMatchObject({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: '/erp-seam/seam.yaml',
      type: 'io.erp-seam.scan.drift',
      time: '2026-11-01T02:00:00.000Z',
    });
  });
});
