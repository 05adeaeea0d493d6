import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutgoingAlert } from '../../src/model/alert.ts';
import type { Post, Receipt } from '../../src/model/delivery.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { channelTypes, loadChannel } from '../../src/notify/channels.ts';
import { openDelivery } from '../../src/transport/delivery.ts';
import { sendMail } from '../../src/transport/mail.ts';
import type { Answer } from '../erp/listening.ts';
import { alertsIn, storyNames } from './stories.ts';
import { startGitHub } from './vendors/github.ts';
import { startGitLab } from './vendors/gitlab.ts';
import { type AnyVendor, vendors } from './vendors/index.ts';
import { startPagerDuty } from './vendors/pagerduty.ts';
import { startSlack } from './vendors/slack.ts';
import { startMailServer } from './vendors/smtp.ts';
import { startTeams } from './vendors/teams.ts';
import type { TrackedIssue } from './vendors/tracker.ts';
import type { Vendor } from './vendors/vendor.ts';
import { startWebhook } from './vendors/webhook.ts';

const signal = new AbortController().signal;
const redact = (text: string) => text;

/** A vendor's service that ends with the test. */
async function started<T extends AnyVendor>(start: () => Promise<T>): Promise<T> {
  const vendor = await start();
  onTestFinished(vendor.close);
  return vendor;
}

/** Sends alerts as a scan does, one after the other. */
async function send(type: string, vendor: AnyVendor, ...alerts: readonly OutgoingAlert[]): Promise<void> {
  const channel = await loadChannel(type);
  const delivery = openDelivery({
    channel: type,
    transport: {},
    folder: '.',
    signal,
    userAgent: 'seam/0.0.0',
    redact,
  });
  const sender = {
    post: delivery.send,
    mail: (mail: Parameters<typeof sendMail>[0]) =>
      sendMail(mail, { channel: type, allowHttp: false, timeout: 10, redact }),
    now: new Date(),
  };
  try {
    for (const alert of alerts) await channel.deliver(alert, vendor.options, sender);
  } finally {
    await delivery.close();
  }
}

test('every type of channel has a vendor here', () => {
  expect(Object.keys(vendors)).toEqual(channelTypes);
});

describe.each(Object.entries(vendors))('%s takes', (type, start) => {
  test.each(storyNames)('%s', async (story) => {
    const vendor = await started(start);
    const alerts = alertsIn(story, type);
    await send(type, vendor, ...alerts);
    expect(vendor.refused).toEqual([]);
    expect(vendor.taken.length).toBeGreaterThanOrEqual(alerts.length);
  });
});

/** What is put at which place of a payload; nothing: it is taken out. */
type Damage = Readonly<Record<string, unknown>>;

/** A payload with that damage. */
function spoilt(payload: Json, damage: Damage): Json {
  const copy: unknown = structuredClone(payload);
  for (const [path, value] of Object.entries(damage)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const place = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
    if (value === undefined) Reflect.deleteProperty(Object(place), last);
    else Reflect.set(Object(place), last, value);
  }
  return copy as Json;
}

const long = 'x'.repeat(100_000);
const card = 'attachments.0.content';
const someText = 'blocks.1.elements.0.elements.0.text';

const refusals: readonly (readonly [
  type: string,
  start: () => Promise<Vendor<unknown>>,
  damages: Readonly<Record<string, readonly [damage: Damage, says: RegExp]>>,
])[] = [
  [
    'slack',
    startSlack,
    {
      'a header of 151 characters': [{ 'blocks.0.text.text': 'x'.repeat(151) }, /^400 invalid_blocks$/],
      'a header in Markdown': [{ 'blocks.0.text.type': 'mrkdwn' }, /^400 invalid_blocks$/],
      'an empty text': [{ [someText]: '' }, /^400 invalid_blocks$/],
      'an empty block': [{ 'blocks.1.elements': [] }, /^400 invalid_blocks$/],
      'a block that it does not know': [{ 'blocks.0.type': 'title' }, /^400 invalid_blocks$/],
      'a key that it does not know': [{ 'blocks.2.colour': 'red' }, /^400 invalid_blocks$/],
      '51 blocks': [{ blocks: Array(51).fill({ type: 'divider' }) }, /^400 invalid_blocks$/],
      'too much text': [{ [someText]: long }, /^400 msg_blocks_too_long$/],
      'no text': [{ text: undefined }, /^400 no_text$/],
    },
  ],
  [
    'teams',
    startTeams,
    {
      'more than 28 KB': [{ [`${card}.body.0.inlines.0.text`]: long }, /^413 .*RequestEntityTooLarge/],
      'a colour that it does not know': [{ [`${card}.body.0.inlines.0.color`]: 'red' }, /Invalid value/],
      'an element that it does not know': [{ [`${card}.body.0.type`]: 'Text' }, /Unknown element type/],
      'an element of a later version': [{ [`${card}.version`]: '1.1' }, /Unknown element type/],
      'a version that is none yet': [{ [`${card}.version`]: '9.9' }, /is not supported/],
      'a run without text': [{ [`${card}.body.0.inlines.0.text`]: undefined }, /TextRun without text/],
      'a button without address': [{ [`${card}.actions.0.url`]: undefined }, /url.* must be set/],
      'no card': [{ attachments: [] }, /^400 .*attachments/],
      'a card that is called something else': [
        { 'attachments.0.contentType': 'text/plain' },
        /^400 .*contentType/,
      ],
    },
  ],
  [
    'pagerduty',
    startPagerDuty,
    {
      'a summary of 1,025 characters': [{ 'payload.summary': 'x'.repeat(1025) }, /^400 .*summary/],
      'a severity that it does not know': [{ 'payload.severity': 'breaking' }, /^400 .*severity/],
      'a time that is none': [{ 'payload.timestamp': 'last night' }, /^400 .*timestamp/],
      'an event of nothing': [{ 'payload.source': undefined }, /^400 .*source/],
      'a link that is none': [{ 'links.0.href': 'the wiki' }, /^400 .*links/],
      'a key of 256 characters': [{ dedup_key: 'x'.repeat(256) }, /^400 .*dedup_key/],
      'the end of nothing': [{ event_action: 'resolve', dedup_key: undefined }, /^400 .*dedup_key/],
      'a key of no integration': [{ routing_key: 'f'.repeat(32) }, /^400 .*routing_key/],
      'more than 512 KB': [{ 'payload.custom_details.text': long.repeat(6) }, /^413/],
    },
  ],
  [
    'github',
    startGitHub,
    {
      'a title of 257 characters': [{ title: 'x'.repeat(257) }, /^422 .*title is too long/],
      'a body of more than 65,536': [{ body: long }, /^422 .*body is too long/],
      'no title': [{ title: undefined }, /^422 .*title/],
      'labels in one text': [{ labels: 'seam' }, /^422 .*labels/],
      'a key that it does not know': [{ description: 'x' }, /^422 .*additional/],
    },
  ],
  [
    'gitlab',
    startGitLab,
    {
      'a title of 256 characters': [{ title: 'x'.repeat(256) }, /^400 .*title.*is too long/],
      'a description of more than 1,048,576': [{ description: long.repeat(11) }, /^400 .*is too long/],
      'no title': [{ title: undefined }, /^400 .*title/],
      'a list of labels': [{ labels: ['seam'] }, /^400 .*labels/],
      'a command in a description': [{ description: 'what is new\n/close' }, /^400 .*command/],
    },
  ],
  ['webhook', startWebhook, { 'a body that was changed on its way': [{ 'data.topic': 'x' }, /^401/] }],
];

describe.each(refusals)('%s refuses', (type, start, damages) => {
  test.each(Object.entries(damages))('%s', async (_, [damage, says]) => {
    const vendor = await started(start);
    const [alert] = alertsIn('one change', type);
    if (alert === undefined) throw new Error('nobody is told');
    const posted: string[] = [];
    const post = async ({ method, url, headers, json }: Post): Promise<Receipt> => {
      const body = json === undefined ? undefined : JSON.stringify(spoilt(json, damage));
      const answer = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      posted.push(`${answer.status} ${text}`);
      return { status: answer.status, text };
    };
    const mail = () => Promise.reject(new Error('no mail'));
    await (await loadChannel(type)).deliver(alert, vendor.options, { post, mail, now: new Date() });
    expect(posted.at(-1)).toMatch(says);
    expect(vendor.taken).toEqual([]);
  });
});

test('a webhook refuses an event that is none, however well signed', async () => {
  const vendor = await started(startWebhook);
  const key = new Webhook(String(vendor.options['secret']));
  const post = async (event: JsonObject) => {
    const [body, at] = [JSON.stringify(event), new Date()];
    const answer = await fetch(vendor.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json',
        'webhook-id': 'a',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': key.sign('a', at, body),
      },
      body,
    });
    return answer.status;
  };
  const event = { specversion: '1.0', id: 'a', source: '/erp-seam', type: 'io.erp-seam.scan.drift' };
  const { type: _, ...untyped } = event;
  expect(await post(event)).toBe(204);
  expect(await post(untyped)).toBe(400);
  expect(await post({ ...event, source: '' })).toBe(400);
  expect(await post({ ...event, time: 'last night' })).toBe(400);
});

describe('a mail server refuses', () => {
  const [alert] = alertsIn('one change', 'email');

  test.each([['a mailbox that is not there', { to: ['nobody@example.com'] }, /550 5\.1\.1 no such mailbox/]])(
    '%s',
    async (_, options, says) => {
      const server = await started(() => startMailServer());
      const there = { ...server, options: { ...server.options, ...options } };
      await expect(send('email', there, ...(alert === undefined ? [] : [alert]))).rejects.toThrow(says);
    },
  );

  test('what is too large for it', async () => {
    const server = await started(() => startMailServer());
    const huge = { server: String(server.options['server']), from: 'a@example.com', to: ['ops@example.com'] };
    const mail = { ...huge, subject: 's', text: long.repeat(2), messageId: '<a@b>', references: '<c@b>' };
    const settings = { channel: 'mail', allowHttp: false, timeout: 10, redact };
    await expect(sendMail(mail, settings)).rejects.toThrow(/too large|exceeds/);
  });
});

describe('a story ends where it began', () => {
  test('PagerDuty: one incident, resolved when all is over', async () => {
    const vendor = await started(startPagerDuty);
    await send('pagerduty', vendor, ...alertsIn('what is over', 'pagerduty'));
    expect([...vendor.incidents.values()]).toEqual(['resolved']);
  });

  test.each([
    ['github', startGitHub],
    ['gitlab', startGitLab],
  ])('%s: one issue, told below what is new, closed when all is over', async (type, start) => {
    const vendor = await started(start);
    const [first, second, over] = alertsIn('a change of the change', type);
    if (first === undefined || second === undefined || over === undefined) throw new Error('nobody is told');
    await send(type, vendor, first, second);
    expect(vendor.issues).toMatchObject([
      { title: 'seam: juice-press drifts', labels: ['seam'], open: true },
    ]);
    expect(vendor.issues[0]?.comments).toHaveLength(1);
    expect(vendor.issues[0]?.body).toContain('changed since it was told');
    await send(type, vendor, over);
    expect(vendor.issues).toMatchObject([{ open: false }]);
    expect(vendor.issues[0]?.comments).toHaveLength(2);
  });

  test('e-mail: what goes on an earlier mail refers to it, and stands below it', async () => {
    const server = await started(() => startMailServer());
    await send('email', server, ...alertsIn('what is over', 'email'));
    const [first, last] = server.taken;
    expect(first).toMatchObject({
      from: { text: 'seam@example.com' },
      subject: '[seam] juice-press: 1 breaking',
    });
    expect(last?.subject).toBe('[seam] team-press: all is over');
    expect(last?.references).toEqual(first?.references);
    expect(last?.messageId).not.toBe(first?.messageId);
  });
});

describe.each([
  ['github', startGitHub],
  ['gitlab', startGitLab],
])('issues of %s', (type, start) => {
  const [first, second] = alertsIn('a change of the change', type);
  if (first === undefined || second === undefined) throw new Error('nobody is told');

  test('are not told twice what has arrived without an answer', async () => {
    const vendor = await started(start);
    await send(type, vendor, first, first);
    expect(vendor.issues).toMatchObject([{ comments: [] }]);
    await send(type, vendor, second, second);
    expect(vendor.issues[0]?.comments).toHaveLength(1);
  });

  test('nor where so many have commented that they fill several pages', async () => {
    const vendor = await started(start);
    await send(type, vendor, first);
    const talk = (at: string) => ({ body: 'is that so?', at });
    vendor.issues[0]?.comments.push(...Array.from({ length: 250 }, () => talk('2026-11-01T12:00:00Z')));
    await send(type, vendor, second, second);
    expect(vendor.issues[0]?.comments).toHaveLength(251);
  });

  test.each<[what: string, byHand: (issues: TrackedIssue[]) => void]>([
    ['closed', (issues) => issues.splice(0, 1, ...issues.map((issue) => ({ ...issue, open: false })))],
    ['deleted', (issues) => issues.splice(0, 1)],
  ])('that somebody has %s are followed by a new one', async (_, byHand) => {
    const vendor = await started(start);
    await send(type, vendor, first);
    byHand(vendor.issues);
    await send(type, vendor, second);
    expect(vendor.issues.filter(({ open }) => open)).toHaveLength(1);
    expect(vendor.issues.at(-1)?.number).toBe(2);
    expect(vendor.refused).toEqual([]);
  });

  test.each<[what: string, answer: Answer, says: RegExp]>([
    [
      'a token that has run out',
      { status: 401, body: '{"message":"Bad credentials"}' },
      /401.*Bad credentials/,
    ],
    [
      'issues that are turned off',
      { status: 410, body: '{"message":"Issues has been disabled"}' },
      /410.*disabled/,
    ],
    ['a repository that has moved', { status: 301, headers: { location: '/elsewhere' } }, /301/],
    ['an hour without calls left', { status: 403, headers: { 'retry-after': '3600' } }, /403: not now/],
  ])('name %s', async (_, answer, says) => {
    const vendor = await started(start);
    vendor.next(answer);
    await expect(send(type, vendor, first)).rejects.toThrow(says);
    expect(vendor.issues).toEqual([]);
  });
});

test.each<[what: string, type: string, start: () => Promise<Vendor<unknown>>, answer: Answer]>([
  ['Slack', 'slack', startSlack, { status: 429, headers: { 'retry-after': '0' } }],
  ['Teams', 'teams', startTeams, { status: 429, headers: { 'retry-after': '0' } }],
  // It does not say how long. https://developer.pagerduty.com/docs/events-api-v2-overview#api-limits
  ['PagerDuty', 'pagerduty', startPagerDuty, { status: 429 }],
  ['GitHub, of its secondary limit', 'github', startGitHub, { status: 403, headers: { 'retry-after': '0' } }],
  [
    'GitHub, of its primary limit',
    'github',
    startGitHub,
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' } },
  ],
  [
    'GitLab',
    'gitlab',
    startGitLab,
    { status: 429, headers: { 'retry-after': '0', 'ratelimit-remaining': '0' } },
  ],
])('who says "not now", as %s does, is asked again', async (_, type, start, answer) => {
  const vendor = await started(() => start());
  vendor.next(answer);
  await send(type, vendor, ...alertsIn('one change', type));
  expect(vendor.taken).toHaveLength(1);
  expect(vendor.asked.length).toBeGreaterThanOrEqual(2);
});
