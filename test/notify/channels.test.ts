import { describe, expect, test } from 'vitest';
import { readBaseSchema } from '../../src/config/schema.ts';
import type { OutgoingAlert } from '../../src/model/alert.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { channelTypes, loadChannel } from '../../src/notify/channels.ts';
import { alertsIn } from './stories.ts';

const options: Readonly<Record<string, JsonObject>> = {
  webhook: { url: 'https://a.example.com' },
  slack: { url: 'https://a.example.com' },
  teams: { url: 'https://a.example.com' },
  pagerduty: { routingKey: 'k' },
  github: { repository: 'a/b', token: 't' },
  gitlab: { project: 'a/b', token: 't' },
  email: { server: 'smtp://localhost', from: 'a@example.com', to: ['b@example.com'] },
};

/** An alert of 5,000 changes whose names and values are as long and as bad as an ERP can make them. */
function huge(type: string): OutgoingAlert {
  const [alert] = alertsIn('5,000 hostile changes', type);
  if (alert === undefined) throw new Error('nobody is told');
  return alert;
}

const small = (type: string) => alertsIn('what is over', type);

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

test.each(channelTypes)('%s shows the worst ten of 5,000 changes of usual length', async (type) => {
  const [alert] = alertsIn('5,000 changes', type);
  const all = [...texts(await payload(type, alert as OutgoingAlert))].join('\n').replaceAll('\\', '');
  expect(new Set(all.match(/field_\d+/g))).toHaveProperty('size', 10);
});

describe('what an ERP says is text and nothing else', () => {
  test('in Slack', async () => {
    const said = (await payload('slack', huge('slack'))) as JsonObject;
    expect(String(said['text'])).not.toMatch(/[<>]/);
    expect([...objects(said)].filter(({ type }) => type === 'mrkdwn')).toEqual([]);
  });

  test('in Teams: text runs, in which nothing is Markdown', async () => {
    const said = await payload('teams', huge('teams'));
    expect([...objects(said)].filter(({ type }) => type === 'TextBlock')).toEqual([]);
  });

  test.each(['github', 'gitlab'])('in issues of %s, where it mentions nobody', async (type) => {
    const said = (await payload(type, huge(type))) as JsonObject;
    expect(String(said['body'] ?? said['description'])).not.toMatch(/@here|(?<!\\)<script/);
  });
});

test('PagerDuty: the same key from trigger to resolve', async () => {
  const [trigger, resolve] = await Promise.all(
    small('pagerduty').map((alert) => payload('pagerduty', alert)),
  );
  expect(trigger).toMatchObject({ event_action: 'trigger', payload: { severity: 'critical' } });
  expect(resolve).toEqual({
    routing_key: 'k',
    event_action: 'resolve',
    dedup_key: (trigger as JsonObject)['dedup_key'],
  });
});

test('a webhook: a CloudEvent', async () => {
  const [alert] = small('webhook');
  expect(await payload('webhook', alert as OutgoingAlert)).toMatchObject({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    source: '/erp-seam/seam.yaml',
    type: 'io.erp-seam.scan.drift',
    time: '2026-11-01T02:00:00.000Z',
  });
});
