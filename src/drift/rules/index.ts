import { retiredRules } from '../../model/retired-rules.js';
import { accessRules } from './access.js';
import { boundRules } from './bounds.js';
import { digitRules } from './digits.js';
import { enumRules } from './enum.js';
import { relationRules } from './relation.js';
import { requirednessRules } from './requiredness.js';
import { rowRules } from './rows.js';
import type { FieldRule, FieldRules, RuleRow } from './rule.js';
import { senseRules } from './sense.js';
import { textRules } from './text.js';
import { typeRules } from './type.js';
import { walkRules } from './walk.js';

/** Every rule for a field that both sides have, in the order in which a field's changes are told. */
export const fieldRules: FieldRules = {
  ...typeRules,
  ...rowRules,
  ...enumRules,
  ...requirednessRules,
  ...accessRules,
  ...boundRules,
  ...digitRules,
  ...textRules,
  ...relationRules,
  ...senseRules,
};

/** The field rules as a list, for the walk. */
export const ruleList: readonly (readonly [id: string, rule: FieldRule])[] = Object.entries(fieldRules);

/** The whole table: every rule that a change can be named by. */
export const rules: Readonly<Record<string, RuleRow & { readonly example: unknown }>> = {
  ...fieldRules,
  ...walkRules,
};

/** Ids of every rule, sorted as the table is. */
export const ruleIds: readonly string[] = Object.keys(rules);

/** Every id that a person may write: those of now, and those of earlier releases. */
export const knownRuleIds: readonly string[] = [...ruleIds, ...Object.keys(retiredRules)];
