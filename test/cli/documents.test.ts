import { readFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { serve } from '../connectors/documents.ts';
import { canary, makeProject, words } from './project.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

/** Exactly one place of a text replaced. */
function edited(text: string, from: string, to: string): string {
  expect(text.split(from)).toHaveLength(2);
  return text.replace(from, to);
}

/** The findings of the last check: which rule at which field, and its verdict in each direction. */
function findings(report: string): readonly string[] {
  const { findings: found }: Report = JSON.parse(report);
  return found.map(
    ({ rule, path, judgements }) =>
      `${rule} ${path.entity} ${path.field} ${judgements.map(({ verdict }) => verdict).join(' ')}`,
  );
}

describe('an OpenAPI document beside seam.yaml', () => {
  const answer =
    "{ description: A seal, content: { application/json: { schema: { $ref: '#/components/schemas/Seal' } } } }";
  const documented = (maxLength: number) => `openapi: 3.1.0
info: { title: Kumquat ERP, version: '1' }
paths:
  /seals:
    get: { responses: { '200': ${answer} } }
    post: { requestBody: ${answer}, responses: { '200': ${answer} } }
components:
  schemas:
    Seal:
      type: object
      required: [code]
      properties:
        code: { type: string, maxLength: ${maxLength} }
`;

  function project() {
    const made = makeProject(`sources:
  erp:
    connector: openapi
    file: kumquat.yaml
    entities: [Seal]
`);
    onTestFinished(made.remove);
    made.write('kumquat.yaml', documented(9));
    return made;
  }

  test('is snapshotted, green, and red after a new version of it', async () => {
    const erp = project();
    const taken = await erp.seam(['snapshot']);
    expect(taken.stdout).toMatch(/Wrote 1 file under contracts\/erp\./);
    expect((await erp.seam(['snapshot'])).stdout).toMatch(/Nothing to write\.\n$/);
    const green = await erp.seam(['check']);
    expect(green.stdout).toMatch(/1 of 1 checked, no drift/);
    expect(green.code).toBe(0);

    erp.write('kumquat.yaml', documented(8));
    const red = await erp.seam(['check', '--format', 'json=report.json']);
    expect(findings(erp.read('report.json'))).toEqual(['max-length-lowered Seal code info breaking info']);
    expect(red.code).toBe(1);
  });

  test.each<[what: string, text: string]>([
    ['that breaks off', documented(9).slice(0, -12)],
    ['that is a web page', '<!doctype html><title>Kumquat</title>'],
  ])('%s was not looked at: exit 3, and nothing is written', async (_, text) => {
    const erp = project();
    await erp.seam(['snapshot']);
    const before = erp.files();
    erp.write('kumquat.yaml', text);
    const check = await erp.seam(['check']);
    expect(words(check.stdout)).toMatch(/^✖ erp source-/);
    expect(check.code).toBe(3);
    expect((await erp.seam(['snapshot'])).code).toBe(3);
    expect(erp.files()).toEqual(before);
  });

  test('that is not there is told with what to do', async () => {
    const erp = project();
    await erp.seam(['snapshot']);
    erp.write('seam.yaml', edited(erp.read('seam.yaml'), 'kumquat.yaml', 'quince.yaml'));
    const check = await erp.seam(['check']);
    expect(words(check.stdout)).toMatch(/✖ erp source-not-found .*"quince\.yaml" does not exist/);
    expect(check.code).toBe(3);
  });

  test('and an address at once are one too many', async () => {
    const erp = project();
    erp.write(
      'seam.yaml',
      edited(
        erp.read('seam.yaml'),
        'file: kumquat.yaml',
        'file: kumquat.yaml\n    url: https://erp.example.com',
      ),
    );
    expect((await erp.seam(['check'])).code).toBe(2);
  });
});

describe('a GraphQL endpoint', () => {
  async function project() {
    let sdl = fixture('graphql/kumquat.graphql');
    let instead: { status?: number; type?: string; body: string } | undefined;
    const erp = await serve(({ headers }) => {
      if (instead !== undefined) return instead;
      if (headers.authorization !== 'Bearer canary-press-key') return { status: 401, body: '{}' };
      const data = introspectionFromSchema(buildSchema(sdl), { inputValueDeprecation: true });
      return { type: 'application/graphql-response+json', body: JSON.stringify({ data }) };
    });
    const made = makeProject(`sources:
  erp:
    connector: graphql
    url: ${erp.url}/graphql
    auth: { token: "\${KUMQUAT_KEY}" }
    inputs: { Crate: CrateInput }
    entities: [Crate]
seams:
  juice-press:
    uses:
      - { contract: erp/Crate, direction: both }
`);
    onTestFinished(made.remove);
    return {
      ...made,
      seam: (...args: readonly string[]) => made.seam(args, { env: { KUMQUAT_KEY: 'canary-press-key' } }),
      drift(from: string, to: string) {
        sdl = edited(sdl, from, to);
      },
      answer(given: typeof instead) {
        instead = given;
      },
    };
  }

  test('is snapshotted, green, and red for those whom a new version of it breaks', async () => {
    const erp = await project();
    expect((await erp.seam('snapshot')).stdout).toMatch(/Wrote 1 file under contracts\/erp\./);
    const green = await erp.seam('check');
    expect(green.stdout).toMatch(/1 of 1 checked, no drift/);
    expect(green.code).toBe(0);

    erp.drift(
      'type Crate implements Node {\n  id: ID!\n  code: String!',
      'type Crate implements Node {\n  id: ID!\n  code: String',
    );
    const red = await erp.seam('check', '--format', 'json=report.json', '--format', 'pretty');
    expect(findings(erp.read('report.json'))).toEqual(['null-allowed Crate code breaking info info']);
    expect(red.code).toBe(1);
    expect(red.stdout + red.stderr + erp.read('report.json')).not.toMatch(canary);
  });

  test.each<[what: string, answer: { status?: number; type?: string; body: string }, code: string]>([
    [
      'a login page',
      { type: 'text/html', body: '<html><input type=password></html>' },
      'source-unauthorised',
    ],
    ['half of an answer', { body: '{"data":{"__sch' }, 'source-truncated'],
    ['another API', { body: '{"hello":1}' }, 'source-unusable'],
  ])('that answers %s was not looked at: exit 3, and nothing is written', async (_, answer, code) => {
    const erp = await project();
    await erp.seam('snapshot');
    const before = erp.files();
    erp.answer(answer);
    const check = await erp.seam('check');
    expect(words(check.stdout)).toContain(`✖ erp ${code}`);
    expect(check.code).toBe(3);
    expect((await erp.seam('snapshot')).code).toBe(3);
    expect(erp.files()).toEqual(before);
    expect(check.stdout + check.stderr).not.toMatch(canary);
  });
});
