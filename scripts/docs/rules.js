// @ts-check
import { fieldRules, rules } from '../../dist/drift/rules/index.js';
import { effectsOf } from '../../dist/drift/rules/rule.js';
import { directions } from '../../dist/model/drift.js';
import { law } from '../../dist/verdict/law.js';
import { cell, generated, table } from './table.js';

/** The page of every rule: what it detects, its effect, and what it breaks by the law. */
export async function rulesPage() {
  const rows = Object.entries(rules).map(([id, rule]) => {
    const effects = effectsOf(rule.effect);
    return [
      `\`${id}\``,
      cell(rule.detects),
      ...directions.map((direction) => verdictOf(direction, effects)),
      cell(rule.advice),
    ];
  });
  const examples = Object.entries(fieldRules).map(([id, { example }]) => [
    `\`${id}\``,
    code(example.contract),
    code(example.live),
  ]);
  return [
    '# Rules',
    generated('the rules table in `src/drift/rules`'),
    'A rule names a change and says what it does to the set of documents that are accepted. One law makes the verdict of it, for each direction: a reader is safe while all that the ERP can return is allowed by the contract, a writer while all that the contract allows is taken by the ERP. A field that a view does not hold (a read-only field for writers) breaks nothing there.',
    table(['rule', 'what happened', 'read', 'create', 'update', 'what to do'], rows),
    '## The law',
    table(
      ['direction', ...Object.keys(law.read)],
      directions.map((direction) => [direction, ...Object.values(law[direction])]),
    ),
    '## Examples',
    'Each is a test: the rule must fire on it with the effect that the table says. `demanded` stands for "create demands the field".',
    table(['rule', 'contract', 'live'], examples),
    '',
  ].join('\n\n');
}

/**
 * @param {import('../../dist/model/drift.js').Direction} direction
 * @param {import('../../dist/model/drift.js').Effects} effects
 */
function verdictOf(direction, effects) {
  return `${law[direction][effects[direction]]} (${effects[direction]})`;
}

/** @param {unknown} value */
function code(value) {
  return `\`${cell(JSON.stringify(value))}\``;
}
