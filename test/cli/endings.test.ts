import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fieldRemoved } from '../../src/demo/odoo/changes.ts';
import { type OdooProject, odooProject } from './odoo-project.ts';
import { words } from './project.ts';

const opened: OdooProject[] = [];

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
});

async function project(...given: Parameters<typeof odooProject>): Promise<OdooProject> {
  const made = await odooProject(...given);
  opened.push(made);
  return made;
}

/** A server that never answers, and says when it was asked. */
function silence(): { readonly asked: Promise<void>; readonly instead: () => boolean } {
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const instead = () => {
    tell();
    return true;
  };
  return { asked, instead };
}

describe('an interrupted run', () => {
  test.each([
    ['SIGINT', 130, 'Interrupted'],
    ['SIGTERM', 143, 'Terminated'],
  ] as const)('ends at %s with %i, says so, and leaves nothing half-written', async (signal, code, says) => {
    const { asked, instead } = silence();
    const made = await project({ instead });
    const run = await made.seam(['snapshot'], {
      started: (child) => asked.then(() => child.kill(signal)),
    });
    expect(words(run.stderr)).toContain(
      `${says}. → Nothing was left half-written; run it again. → exit ${code}`,
    );
    expect(run).toMatchObject({ code, stdout: '' });
    expect(made.files()).toEqual(['seam.yaml']);
  });
});

describe('a result that cannot be delivered', () => {
  test('ends with 4, names the file, and still prints the other report', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const run = await made.seam(['check', '--format', 'pretty', '--format', 'json=there/is/no/folder.json']);
    expect(run.stdout).toMatch(/no drift/);
    expect(words(run.stderr)).toMatch(/folder\.json could not be written\. The folder is not there\./);
    expect(run.code).toBe(4);
  });

  test('does not hide drift', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    made.erp.drift(fieldRemoved('kumquat.order', 'code'));
    const run = await made.seam(['check', '--format', 'json=there/is/no/folder.json']);
    expect(run.code).toBe(1);
  });

  // Root may write everywhere.
  test.skipIf(process.getuid?.() === 0)(
    'a folder of contracts that cannot be written ends a snapshot',
    async () => {
      const made = await project();
      mkdirSync(join(made.folder, 'contracts'));
      chmodSync(join(made.folder, 'contracts'), 0o500);
      const run = await made.seam(['snapshot']);
      expect(words(run.stderr)).toMatch(/could not be written\. seam may not write there\./);
      expect(run.code).toBe(4);
    },
  );

  test('a reader that has seen enough is no failure', async () => {
    const made = await project();
    await made.seam(['snapshot']);
    const run = await made.seam(['check'], { started: (child) => child.stdout.destroy() });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });
});
