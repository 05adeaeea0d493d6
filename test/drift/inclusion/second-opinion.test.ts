import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { diffSchemas } from 'json-schema-diff';
import { describe, expect, test } from 'vitest';
import { includes, type JsonSchema } from '../../../src/drift/inclusion/includes.js';
import { isSchema, schemaList } from '../../../src/drift/inclusion/keywords.js';
import { isJsonObject, type Json } from '../../../src/model/json.js';
import { erpPair } from './erp.js';
import { probes } from './probes.js';

type Pair = { readonly id: string; readonly left: JsonSchema; readonly right: JsonSchema };

/** Keywords of which json-schema-diff has an opinion; the others it ignores silently. */
const supported: ReadonlySet<string> = new Set([
  ...['type', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'],
  ...['required', 'properties', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'allOf', 'anyOf', 'not'],
  ...['title', 'description', '$schema', '$comment', 'default'],
]);

function isSupported(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return true;
  return Object.entries(schema).every(([keyword, value]) => {
    if (!supported.has(keyword)) return false;
    const children = keyword === 'properties' ? Object.values(value ?? {}) : (schemaList(value) ?? [value]);
    return keyword === 'default' || children.filter((child: Json) => isSchema(child)).every(isSupported);
  });
}

/** The schema without what json-schema-diff has no opinion of. */
function reduced(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const entries = Object.entries(schema).filter(([keyword]) => supported.has(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      if (keyword === 'properties' && isJsonObject(value)) {
        return [
          keyword,
          Object.fromEntries(Object.entries(value).map(([name, part]) => [name, reducedPart(part)])),
        ];
      }
      return [keyword, Array.isArray(value) ? value.map(reducedPart) : reducedPart(value)];
    }),
  );
}

function reducedPart(part: Json): Json {
  return isJsonObject(part) ? reduced(part) : part;
}

/** Every disagreement that is known, and why json-schema-diff is wrong there. */
const known: Readonly<Record<string, string>> = {
  'jsoncompat-f0ff392cbb': 'It says no: it does not see that the only number from 4 to 4 is an integer.',
};

type Disagreement = Pair & { readonly ours: string; readonly theirs: string };

async function disagreements(pairs: readonly Pair[]): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (const { id, left, right } of pairs) {
    const diff = await diffSchemas({ sourceSchema: plain(left), destinationSchema: plain(right) });
    for (const [a, b, isIncluded] of [
      [left, right, !diff.removalsFound],
      [right, left, !diff.additionsFound],
    ] as const) {
      const answer = includes(a, b);
      if (answer.result === 'unproven' || (answer.result === 'yes') === isIncluded) continue;
      found.push({ id, left: a, right: b, ours: answer.result, theirs: isIncluded ? 'yes' : 'no' });
    }
  }
  return found;
}

function plain(schema: JsonSchema): boolean | Record<string, unknown> {
  return typeof schema === 'boolean' ? schema : structuredClone(schema);
}

describe('json-schema-diff as the second opinion', () => {
  test('agrees about the minimal pairs of which it has one', async () => {
    const pairs = probes.map(({ name, left, right }) => ({ id: name, left, right }));
    const asked = pairs.filter(({ left, right }) => isSupported(left) && isSupported(right));
    expect(asked.length).toBeGreaterThan(10);
    expect(await disagreements(asked)).toEqual([]);
  });

  test('agrees about pairs as ERPs change them, without the keywords that it ignores', async () => {
    const pairs = fc.sample(erpPair, { seed: 20_240_229, numRuns: 120 });
    const asked = pairs.flatMap(([left, right], index) =>
      JSON.stringify([left, right]).includes('$ref')
        ? []
        : [{ id: String(index), left: reduced(left), right: reduced(right) }],
    );
    expect(asked.length).toBeGreaterThan(60);
    expect(await disagreements(asked)).toEqual([]);
  });

  const folder = process.env['SEAM_RECORDINGS'];

  test.skipIf(!folder)(
    'agrees about the corpus but for what is listed with the reason (skipped: SEAM_RECORDINGS is not set)',
    async () => {
      const text = readFileSync(join(folder ?? '', 'schema-inclusion', 'cases.jsonl'), 'utf8');
      const pairs = text
        .trim()
        .split('\n')
        .map((line): Pair => JSON.parse(line));
      const asked = pairs.filter(({ left, right }) => isSupported(left) && isSupported(right));
      expect(asked).toHaveLength(541);
      expect((await disagreements(asked)).map(({ id }) => id)).toEqual(Object.keys(known));
    },
  );
});
