import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/drift/compare.js';
import { prove } from '../../../src/drift/prove.js';
import { fieldRules, ruleIds, ruleList, rules } from '../../../src/drift/rules/index.js';
import { type ExampleSide, effectsOf, type FieldRule } from '../../../src/drift/rules/rule.js';
import { isProvable } from '../../../src/drift/settle.js';
import type { Effects } from '../../../src/model/drift.js';
import { calm, entity, everyFacet } from '../entities.js';

/** A side of a rule's example, of a source that tells presence only where the rule is about it. */
function contractOf({ demanded, ...schema }: ExampleSide, { facet }: Pick<FieldRule, 'facet'>) {
  const observed = everyFacet.filter((each) => each !== 'presence' || each === facet);
  return entity({ kumquat: schema }, demanded ? ['kumquat'] : [], { observed });
}

describe('every rule for a kept field', () => {
  for (const [id, rule] of Object.entries(fieldRules)) {
    test(`${id}: ${rule.detects}`, () => {
      const changes = compare(
        contractOf(rule.example.contract, rule),
        contractOf(rule.example.live, rule),
        calm,
      );
      const change = changes.find((each) => each.rule === id);
      expect(change, `found ${changes.map((each) => each.rule).join(', ') || 'nothing'}`).toBeDefined();
      expect(change?.effect).toEqual(effectsOf(rule.effect));
      expect(change?.path).toEqual({ source: 'erp', entity: 'kumquat.line', field: 'kumquat' });
    });

    test(`${id} does not fire on two equal sides`, () => {
      expect(
        compare(
          contractOf(rule.example.contract, rule),
          structuredClone(contractOf(rule.example.contract, rule)),
          calm,
        ),
      ).toEqual([]);
    });
  }
});

/** Rules that no view can judge, although inclusion sees something of their example, each with the reason. */
const judgedByTheirRow: Readonly<Record<string, string>> = {
  'rows-closed': 'whether somebody writes such fields is not known, so it is a doubt for writers',
  'enum-became-dynamic': 'the values of the moment are not told, so that nobody knows whether any went',
  'enum-became-static': 'the list may hold all that was ever offered before',
  'required-dropped': 'what create demanded was never said of answers, so its end is a doubt for readers',
  'write-only-set': 'what is never returned is gone for readers, as a removed field is',
  'write-only-dropped': 'it comes to readers who never saw it, and is no narrower for them',
};

describe('the effect that a row declares is the one that inclusion proves on its example', () => {
  const plain = { inRow: false, updateRevalidates: false };
  const sideOf = ({ demanded, ...schema }: ExampleSide) => ({ schema, required: demanded === true });

  function provedOn({ contract, live }: FieldRule['example']): Effects {
    const { read, create, update } = prove('kumquat', sideOf(contract), sideOf(live), plain);
    return { read: read.effect, create: create.effect, update: update.effect };
  }

  test.each(ruleList)('%s', (id, { effect, example, facet }) => {
    const [declared, proved] = [effectsOf(effect), provedOn(example)];
    if (Object.hasOwn(judgedByTheirRow, id)) {
      expect(isProvable(id, facet)).toBe(false);
      expect(declared, 'the reason is no longer needed').not.toEqual(proved);
    } else if (isProvable(id, facet) || Object.values(proved).some((each) => each !== 'same')) {
      expect(declared).toEqual(proved);
    }
  });

  test('where a reason is given, the rule is still there', () => {
    for (const id of Object.keys(judgedByTheirRow)) expect(Object.keys(fieldRules)).toContain(id);
  });
});

describe('what a writer runs into that goes on as before', () => {
  const faults = {
    'max-length-lowered': 'too-long',
    'fraction-digits-lowered': 'too-precise',
    'integer-digits-lowered': 'bad-value',
    'target-changed': 'other-target',
    'enum-value-removed': 'bad-value',
    'read-only-set': 'read-only-field',
    'field-removed': 'unknown-field',
    'mandatory-field-added': 'missing-value',
  };
  test.each(Object.entries(faults))('%s: %s', (id, fault) => {
    expect(rules[id]?.writeFault).toBe(fault);
  });
});

describe('the table', () => {
  test('has one grammar for its ids', () => {
    for (const id of ruleIds) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  test('says of each rule what it detects and what to do, in whole sentences', () => {
    for (const [id, { detects, advice }] of Object.entries(rules)) {
      expect(detects, id).toMatch(/^[A-Z].*\.$/);
      expect(advice, id).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('has a mirror for each rule, or a reason why not', () => {
    const mirrors = {
      added: 'removed',
      set: 'dropped',
      raised: 'lowered',
      widened: 'narrowed',
      allowed: 'disallowed',
      opened: 'closed',
      lost: 'gained',
      described: 'undescribed',
    };
    const both = new Map([
      ...Object.entries(mirrors),
      ...Object.entries(mirrors).map(([a, b]) => [b, a] as const),
    ]);
    /** Rules without a twin of the mirrored name, each with the reason. */
    const alone: Readonly<Record<string, string>> = {
      'required-added': 'its mirror is required-dropped: nothing is removed, a demand ends',
      'required-dropped': 'its mirror is required-added',
      'required-doubt-dropped': 'its mirror is required-unknown',
      'condition-added': 'its mirror is condition-dropped',
      'condition-dropped': 'its mirror is condition-added',
      'ui-required-added': 'its mirror is ui-required-dropped',
      'ui-required-dropped': 'its mirror is ui-required-added',
      'default-added': 'its mirror is default-dropped',
      'default-dropped': 'its mirror is default-added',
      'enum-dropped': 'its mirror is enum-set',
      'mandatory-field-added': 'the removal of a field is the same whatever it demanded',
      'maybe-mandatory-field-added': 'the removal of a field is the same whatever it demanded',
      'entity-removed': 'an entity that is new is in no contract: a coverage line',
      'read-lost': 'its mirror is operation-gained, which breaks nobody',
      'create-lost': 'its mirror is operation-gained, which breaks nobody',
      'update-lost': 'its mirror is operation-gained, which breaks nobody',
      'operation-gained': 'its mirrors are read-lost, create-lost and update-lost',
    };
    const missing = ruleIds.filter((id) => {
      const [thing, happened] = [id.slice(0, id.lastIndexOf('-')), id.slice(id.lastIndexOf('-') + 1)];
      const mirror = both.get(happened);
      return mirror !== undefined && !ruleIds.includes(`${thing}-${mirror}`) && !Object.hasOwn(alone, id);
    });
    expect(missing).toEqual([]);
    const stale = Object.keys(alone).filter((id) => !ruleIds.includes(id));
    expect(stale).toEqual([]);
  });
});
