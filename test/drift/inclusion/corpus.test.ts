import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Inclusion, includes, type JsonSchema } from '../../../src/drift/inclusion/includes.js';
import type { Json } from '../../../src/model/json.js';
import { judgeOf } from './judge.js';

type Case = {
  readonly id: string;
  readonly left: JsonSchema;
  readonly right: JsonSchema;
  readonly left_subset_of_right: boolean | null;
  readonly right_subset_of_left: boolean | null;
};
type Answered = {
  readonly id: string;
  readonly a: JsonSchema;
  readonly b: JsonSchema;
  readonly truth: boolean;
  readonly answer: Inclusion;
};

/** "Included" by the corpus, and here is a document that ajv accepts on the left and rejects on the right. */
const refuted: Readonly<Record<string, Json>> = {
  // The new "x$" lets in names that end with x and do not start with it.
  'jsoncompat-6aa5e56b00': { ax: 0 },
  // The "not" holds for what is inside the inner tree too, so that it does not contradict the other half.
  'containment-testsuite-5775793df4': { meta: '', nodes: [{ value: 0, subtree: { meta: '', nodes: [] } }] },
};

/** Unproven directions by keyword or reason: they may only go down. */
const limits: Readonly<Record<string, number>> = {
  format: 106,
  // No keywords of JSON Schema 2020-12, in the corpus' own schemas.
  maximumForOptimizer: 12,
  forOptimizer: 2,
  'unknown-keyword': 4,
  'maxItems:': 3,
  value: 3,
  multipleOF: 1,
  // References that depend on where a schema was entered.
  // Where ajv and the specification differ on what `contains` and a bare `if` have looked at.
  unevaluatedItems: 15,
  unevaluatedProperties: 6,
  $dynamicRef: 11,
  $ref: 2,
  pattern: 1,
  'a value is not decided': 2,
};

const folder = process.env['SEAM_RECORDINGS'];

describe.skipIf(!folder)('the corpus of answered cases (skipped: SEAM_RECORDINGS is not set)', () => {
  let answers: readonly Answered[] = [];

  beforeAll(() => {
    const text = readFileSync(join(folder ?? '', 'schema-inclusion', 'cases.jsonl'), 'utf8');
    const cases = text
      .trim()
      .split('\n')
      .map((line): Case => JSON.parse(line));
    answers = cases.flatMap(({ id, left, right, left_subset_of_right, right_subset_of_left }) => [
      ...answered(`${id} →`, left, right, Object.hasOwn(refuted, id) ? false : left_subset_of_right),
      ...answered(`${id} ←`, right, left, right_subset_of_left),
    ]);
  });

  test('there are 6,113 directions with a known answer', () => expect(answers).toHaveLength(6_113));

  test('no answer is wrong', () => {
    const wrong = answers.filter(({ answer, truth }) => answer.result === (truth ? 'no' : 'yes'));
    expect(wrong).toEqual([]);
  });

  test('ajv confirms each witness', () => {
    const wrong = answers.filter(({ answer, a, b }) => {
      if (answer.result !== 'no') return false;
      return judgeOf(a)(answer.witness) !== true || judgeOf(b)(answer.witness) !== false;
    });
    expect(wrong.map(({ id, answer }) => [id, answer])).toEqual([]);
  });

  test('where the corpus is corrected, ajv says so', () => {
    for (const [id, document] of Object.entries(refuted)) {
      const found = answers.find((one) => one.id === `${id} →`);
      expect([judgeOf(found?.a ?? false)(document), judgeOf(found?.b ?? true)(document)]).toEqual([
        true,
        false,
      ]);
    }
  });

  test('at most 3 % are unproven, and of no keyword more than before', () => {
    const counts = new Map<string, number>();
    for (const { answer } of answers) {
      if (answer.result !== 'unproven') continue;
      const reason = answer.keyword ?? answer.reason;
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    const over = [...counts].filter(([reason, count]) => count > (limits[reason] ?? 0));
    expect(over).toEqual([]);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
      answers.length * 0.03,
    );
  });
});

function answered(id: string, a: JsonSchema, b: JsonSchema, truth: boolean | null): readonly Answered[] {
  return truth === null ? [] : [{ id, a, b, truth, answer: includes(a, b) }];
}
