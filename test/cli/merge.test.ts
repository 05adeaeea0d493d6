import { afterEach, expect, test } from 'vitest';
import { fieldChanged } from '../../src/demo/odoo/changes.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { words } from './project.ts';
import { eventsOf, type Receiver, startReceiver, toldBy } from './receiver.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** Three sources of one ERP, all of which a seam uses. */
async function fleet(): Promise<{ readonly project: OdooProject; readonly receiver: Receiver }> {
  const receiver = await startReceiver();
  const project = await odooProject(
    {},
    {
      more: `seams:
  juice-press:
    owner: team-press
    uses: [{ contract: erp/kumquat.order, direction: both }]
notify:
  channels: { hook: { type: webhook, url: "${receiver.url}" } }
  default: [hook]
`,
    },
  );
  opened.push(project, receiver);
  const source = (name: string) => `  ${name}:
    connector: odoo
    url: ${project.erp.url}
    database: ${project.erp.database}
    auth: { user: admin, apiKey: "\${KUMQUAT_KEY}" }
    contractsOf: erp
`;
  project.write(
    'seam.yaml',
    project.read('seam.yaml').replace('seams:', `${source('east')}${source('west')}seams:`),
  );
  await project.seam(['snapshot', 'erp']);
  return { project, receiver };
}

test('shards that are merged give one report, one exit code, and one message for each owner', async () => {
  const { project, receiver } = await fleet();
  project.erp.drift(fieldChanged('kumquat.order', 'code', { size: 8 }));
  const one = await project.seam(['scan', '--shard', '1/2', '--output', 'shard-1.json']);
  const two = await project.seam(['scan', '--shard', '2/2', '--output', 'shard-2.json']);
  expect([one.code, two.code]).toEqual([1, 1]);
  expect(receiver.asked).toEqual([]);
  expect(project.files().filter((file) => file.startsWith('.seam'))).toEqual([]);

  const merged = await project.seam(['merge', 'shard-2.json', 'shard-1.json']);
  expect(merged).toMatchObject({ code: 1, stderr: '' });
  expect(merged.stdout).toMatch(/15 contracts/);
  expect(eventsOf(receiver).map(toldBy)).toEqual([
    Array.from({ length: 3 }, () => 'new max-length-lowered code'),
  ]);
  expect((await project.seam(['merge', 'shard-2.json', 'shard-1.json', '--fail-on-new'])).code).toBe(0);
});

test('a shard that is missing leaves its sources unchecked', async () => {
  const { project } = await fleet();
  await project.seam(['scan', '--shard', '1/3', '--output', 'shard-1.json']);
  await project.seam(['scan', '--shard', '3/3', '--output', 'shard-3.json']);
  const merged = await project.seam(['merge', 'shard-1.json', 'shard-3.json']);
  expect(words(merged.stdout)).toMatch(/east not-complete Nothing is there of shard 2\./);
  expect(merged.code).toBe(3);
});

test.each<[what: string, args: readonly string[], says: RegExp]>([
  ['a shard without a file', ['scan', '--shard', '1/2'], /--shard and --output go together/],
  ['a shard that is none', ['scan', '--shard', '3/2', '--output', 'a.json'], /INDEX\/OF/],
  ['more shards than sources', ['scan', '--shard', '4/4', '--output', 'a.json'], /There are 3 sources/],
  ['a file that is none of a shard', ['merge', 'seam.yaml'], /is no JSON/],
  ['a file that is not there', ['merge', 'nothing.json'], /cannot be read \(ENOENT\)/],
])('%s is wrong usage', async (_, args, says) => {
  const { project } = await fleet();
  const run = await project.seam(args);
  expect(words(run.stderr)).toMatch(says);
  expect(run.code).toBe(2);
});
