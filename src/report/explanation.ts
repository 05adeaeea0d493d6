import { directions } from '../model/drift.js';
import type { Explanation, RuleSheet } from '../model/explanation.js';
import { isJsonObject, type Json } from '../model/json.js';
import type { Fact } from './finding/fact.js';
import { fieldWords } from './finding/field.js';
import type { RenderOptions } from './format.js';
import { factLines, hanging, headed } from './layout.js';

/** What a rule or an error code means, what follows from it, and what to do. */
export function renderExplanation(explanation: Explanation, options: RenderOptions): string {
  const facts = explanation.kind === 'rule' ? ruleFacts(explanation) : errorFacts(explanation);
  return `${[...headed(explanation.id, explanation.id, options.paint.bold, options), ...factLines(facts, options)].join('\n')}\n`;
}

/** Every rule: what happened, and what it is to readers, creators and updaters. */
export function renderRules(sheets: readonly RuleSheet[], options: RenderOptions): string {
  const blocks = sheets.map((sheet) => {
    return [
      ...headed(sheet.id, sheet.id, options.paint.bold, options),
      ...hanging('    ', sheet.detects, options),
      ...hanging('    ', verdictWords(sheet), options),
    ];
  });
  return `${blocks.flat().join('\n')}\n`;
}

function ruleFacts(sheet: RuleSheet): readonly Fact[] {
  const { detects, advice, example } = sheet;
  const shown =
    typeof example === 'string'
      ? [fact('example', example)]
      : [fact('contract', sideWords(example.contract)), fact('live', sideWords(example.live))];
  return [fact('what', detects), fact('verdict', verdictWords(sheet)), fact('do', advice), ...shown];
}

function errorFacts({ says, remedy, exit }: Extract<Explanation, { kind: 'error' }>): readonly Fact[] {
  return [fact('what', says), fact('do', remedy), fact('exit', String(exit))];
}

function fact(label: string, ...lines: readonly string[]): Fact {
  return { label, lines };
}

/** `read breaking (widens), create info (same), update info (same)`. */
function verdictWords({ judged }: RuleSheet): string {
  return directions
    .map((direction) => `${direction} ${judged[direction].verdict} (${judged[direction].effect})`)
    .join(', ');
}

function sideWords(side: Json): string {
  if (!isJsonObject(side)) return JSON.stringify(side);
  const { demanded, ...schema } = side;
  const words = fieldWords(schema, { all: true });
  return demanded === true ? `${words}, demanded on create` : words;
}
