import { expect, onTestFinished, test } from 'vitest';
import { fieldChanged } from '../../src/demo/odoo/changes.ts';
import { startGitHub } from '../notify/vendors/github.ts';
import { startGitLab } from '../notify/vendors/gitlab.ts';
import { startPagerDuty } from '../notify/vendors/pagerduty.ts';
import { startSlack } from '../notify/vendors/slack.ts';
import { startMailServer } from '../notify/vendors/smtp.ts';
import { startTeams } from '../notify/vendors/teams.ts';
import { startWebhook } from '../notify/vendors/webhook.ts';
import { odooProject } from './odoo-project.ts';

const secrets = new Set(['url', 'secret', 'token', 'routingKey']);

test('seam scan tells through every channel what drifts and when it is over, and every vendor takes it', async () => {
  const [webhook, slack, teams, pagerduty, github, gitlab, email] = await Promise.all([
    startWebhook(),
    startSlack(),
    startTeams(),
    startPagerDuty(),
    startGitHub(),
    startGitLab(),
    startMailServer(),
  ]);
  const vendors = { webhook, slack, teams, pagerduty, github, gitlab, email };
  // Secrets are in the environment alone, also where they are a whole address.
  const env: Record<string, string> = {};
  const channels = Object.entries(vendors).map(([type, { options }]) => {
    const keys = Object.entries(options).map(([key, value]) => {
      if (!secrets.has(key)) return `${key}: ${JSON.stringify(value)}`;
      const name = `${type}_${key}`.toUpperCase();
      env[name] = String(value);
      return `${key}: "\${${name}}"`;
    });
    return `    ${type}: { type: ${type}, ${keys.join(', ')} }`;
  });
  const project = await odooProject(
    {},
    {
      more: `seams:
  juice-press:
    owner: team-press
    runbook: https://wiki.example.com/juice-press
    uses: [{ contract: erp/kumquat.order, direction: read, fields: [code] }]
notify:
  default: [${Object.keys(vendors).join(', ')}]
  channels:
${channels.join('\n')}
`,
    },
  );
  onTestFinished(async () => {
    await Promise.all([project, ...Object.values(vendors)].map((each) => each.close()));
  });
  await project.seam(['snapshot']);

  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 40 }));
  const first = await project.seam(['scan'], { env });
  expect(first).toMatchObject({ code: 1, stderr: '' });
  expect(first.stdout.match(/told: .* through \w+/g)).toHaveLength(7);

  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 12 }));
  const last = await project.seam(['scan'], { env });
  expect(last).toMatchObject({ code: 0, stderr: '' });

  const refused = Object.entries(vendors).map(([type, vendor]) => [type, vendor.refused]);
  expect(Object.fromEntries(refused)).toEqual(
    Object.fromEntries(Object.keys(vendors).map((type) => [type, []])),
  );
  for (const vendor of [webhook, slack, teams, pagerduty, email]) expect(vendor.taken).toHaveLength(2);
  expect([...pagerduty.incidents.values()]).toEqual(['resolved']);
  for (const { issues } of [github, gitlab]) expect(issues).toMatchObject([{ open: false }]);
  expect(email.taken.map(({ subject }) => subject)).toEqual([
    '[seam] juice-press: 1 breaking',
    '[seam] team-press: all is over',
  ]);
});

test('a mail that the server takes for some recipients alone goes to the others alone from then on', async () => {
  const boxes = new Set(['ops@example.com']);
  const server = await startMailServer(boxes);
  const address = String(server.options['server']);
  const project = await odooProject(
    {},
    {
      more: `notify:
  default: [mail]
  channels:
    mail: { type: email, server: "${address}", from: seam@example.com, to: ["Ops <ops@example.com>", "New <new@example.com>"] }
`,
    },
  );
  onTestFinished(async () => {
    await Promise.all([project.close(), server.close()]);
  });
  await project.seam(['snapshot']);
  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
  const recipients = () => server.envelopes.map((envelope) => envelope.join(', '));

  const first = await project.seam(['scan']);
  expect(first.stdout).toContain('taken for others, and not for new@example.com');
  expect(recipients()).toEqual(['ops@example.com']);

  await project.seam(['scan']);
  expect(recipients()).toEqual(['ops@example.com']);

  boxes.add('new@example.com');
  expect(await project.seam(['scan'])).toMatchObject({ code: 1 });
  expect(await project.seam(['scan'])).toMatchObject({ code: 1 });
  expect(recipients()).toEqual(['ops@example.com', 'new@example.com']);
  expect(server.taken.map(({ messageId }) => messageId)).toEqual(Array(2).fill(server.taken[0]?.messageId));
});
