import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programIn } from '../connectors/exec-source.ts';
import { canary, makeProject, type Project, words } from './project.ts';

const key = 'canary-tap-key';

/** A project whose source is a tap in Python. */
function tapProject(config: string): Project {
  const made = makeProject(`sources:
  grove:
    connector: exec
    format: singer
    command: [python3, "${programIn('tap-grove.py').replaceAll('\\', '/')}", --config, "{config}", --discover]
    config: ${config}
    entities: ["*"]
`);
  onTestFinished(() => made.remove());
  return made;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('a Singer tap in Python (skipped where there is no python3)', () => {
  const env = { GROVE_KEY: key };

  test('is contracted and checked like any other source', async () => {
    const made = tapProject('{ api_key: "${GROVE_KEY}", version: 1 }');
    const taken = await made.seam(['snapshot'], { env });
    expect(taken.stdout).toMatch(/^grove · Singer tap python3/);
    expect(taken.code).toBe(0);
    const crate = JSON.parse(made.read('contracts/grove/grove-public-crate.json'));
    expect(Object.keys(crate.properties)).toEqual(['id', 'picked_at', 'ripeness', 'weight']);
    expect(crate).toMatchObject({
      properties: {
        id: { type: ['integer', 'null'], maximum: 2147483647, 'x-seam': { nativeType: 'integer' } },
        ripeness: { maxLength: 20, 'x-seam': { nativeType: 'character varying' } },
        weight: { 'x-seam': { scale: '3' } },
      },
      'x-seam': { key: ['id'], cannot: ['create', 'update'] },
    });
    expect(JSON.parse(made.read('contracts/grove/growers.json'))['x-seam'].key).toEqual(['grove', 'id']);
    expect(made.files().some((file) => canary.test(made.read(file)))).toBe(false);
    expect((await made.seam(['check'], { env })).stdout).toMatch(/2 of 2 checked, no drift/);

    made.write('seam.yaml', made.read('seam.yaml').replace('version: 1', 'version: 2'));
    const drifted = await made.seam(['check'], { env });
    expect(words(drifted.stdout)).toMatch(/✖ grove-public-crate ripeness max-length-raised/);
    expect(drifted.code).toBe(1);
  });

  test('that fails is no drift, and tells no secret', async () => {
    const made = tapProject('{ api_key: "${GROVE_KEY}", fail: true }');
    const run = await made.seam(['snapshot'], { env });
    expect(words(run.stdout + run.stderr)).toMatch(
      /program-failed.*"python3" ended with status 1\..*401 for key \*\*\*/,
    );
    expect(run.stdout + run.stderr).not.toMatch(canary);
    expect(run.code).toBe(3);
    expect(made.files()).toEqual(['seam.yaml']);
  });
});

test('a source that is a program has no url', async () => {
  const made = makeProject(
    'sources: { grove: { connector: exec, url: "https://a", command: [a], entities: ["*"] } }\n',
  );
  onTestFinished(() => made.remove());
  const run = await made.seam(['snapshot']);
  expect(run.stderr).toMatch(/unknown key "url" in sources\.grove/);
  expect(run.code).toBe(2);
});
