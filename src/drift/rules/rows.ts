import { type FieldSide, types } from '../field.js';
import { changed, type Detected, type FieldRules } from './rule.js';

/** True where it is known what a list or an object holds: its items, its members, or the entity whose records they are. */
const described = ({ schema }: FieldSide) =>
  schema.items !== undefined || schema.properties !== undefined || schema['x-seam']?.target !== undefined;

/** True where both sides are lists, or both are objects. */
function sameShape(was: FieldSide, now: FieldSide): boolean {
  const [before, after] = [types(was), types(now)];
  return (['array', 'object'] as const).some(
    (type) => before?.has(type) === true && after?.has(type) === true,
  );
}

const isOpen = ({ schema }: FieldSide) => (schema.items ?? schema).additionalProperties === true;

function turned(flag: (side: FieldSide) => boolean, to: boolean) {
  return (was: FieldSide, now: FieldSide): Detected | undefined =>
    sameShape(was, now) && flag(was) !== to && flag(now) === to ? { before: !to, after: to } : undefined;
}

const step = ({ schema }: FieldSide) => schema.multipleOf;
const distinct = ({ schema }: FieldSide) => schema.uniqueItems === true;

/** What lists and objects hold, and the keywords of JSON Schema that a document of somebody's own may have. */
export const rowRules = {
  'rows-described': {
    detects: 'The ERP says what the rows are made of, where it did not.',
    effect: 'narrows',
    advice: 'Check that the rows that are written have this form; then accept it.',
    facet: 'type',
    writeFault: 'bad-type',
    example: {
      contract: { type: 'array' },
      live: { type: 'array', items: { type: 'object', properties: { quince: { type: 'string' } } } },
    },
    detect: turned(described, true),
  },
  'rows-undescribed': {
    detects: 'The ERP no longer says what the rows are made of.',
    effect: 'widens',
    advice: 'Let what reads the rows cope with any form; then accept it.',
    facet: 'type',
    example: {
      contract: { type: 'array', items: { type: 'object', properties: { quince: { type: 'string' } } } },
      live: { type: 'array' },
    },
    detect: turned(described, false),
  },
  'rows-opened': {
    detects: 'The rows can hold fields that no metadata names.',
    effect: { read: 'same', create: 'widens', update: 'widens' },
    strictRead: 'widens',
    advice: 'Let what reads the rows ignore what it does not know; then accept it.',
    facet: 'type',
    example: {
      contract: { type: 'object', properties: { quince: { type: 'string' } } },
      live: { type: 'object', properties: { quince: { type: 'string' } }, additionalProperties: true },
    },
    detect: turned(isOpen, true),
  },
  'rows-closed': {
    detects: 'The rows can no longer hold fields that no metadata names.',
    effect: { read: 'narrows', create: 'unknown', update: 'unknown' },
    advice: 'Check that nothing writes such fields; then accept it.',
    facet: 'type',
    writeFault: 'unknown-field',
    example: {
      contract: { type: 'object', properties: { quince: { type: 'string' } }, additionalProperties: true },
      live: { type: 'object', properties: { quince: { type: 'string' } } },
    },
    detect: turned(isOpen, false),
  },
  'multiple-of-added': {
    detects: 'Only multiples of a number are taken now.',
    effect: 'narrows',
    advice: 'Check that what is written is one; then accept it.',
    facet: 'bounds',
    keywords: ['multipleOf'],
    writeFault: 'bad-value',
    example: { contract: { type: 'integer' }, live: { type: 'integer', multipleOf: 5 } },
    detect: (was, now) => (step(was) === undefined ? changed(undefined, step(now)) : undefined),
  },
  'multiple-of-removed': {
    detects: 'The number need no longer be a multiple of another.',
    effect: 'widens',
    advice: 'Check that what reads it can hold any number; then accept it.',
    facet: 'bounds',
    keywords: ['multipleOf'],
    example: { contract: { type: 'integer', multipleOf: 5 }, live: { type: 'integer' } },
    detect: (was, now) => (step(now) === undefined ? changed(step(was), undefined) : undefined),
  },
  'multiple-of-changed': {
    detects: 'The number must be a multiple of another one.',
    effect: 'crosses',
    advice: 'Check what reads and writes the number; then accept it.',
    facet: 'bounds',
    keywords: ['multipleOf'],
    writeFault: 'bad-value',
    example: { contract: { type: 'integer', multipleOf: 5 }, live: { type: 'integer', multipleOf: 7 } },
    detect: (was, now) =>
      step(was) === undefined || step(now) === undefined ? undefined : changed(step(was), step(now)),
  },
  'unique-items-set': {
    detects: 'No row may stand twice in the list now.',
    effect: 'narrows',
    advice: 'Check that what is written has no row twice; then accept it.',
    facet: 'bounds',
    keywords: ['uniqueItems'],
    writeFault: 'bad-value',
    example: { contract: { type: 'array' }, live: { type: 'array', uniqueItems: true } },
    detect: turned(distinct, true),
  },
  'unique-items-dropped': {
    detects: 'A row can stand twice in the list.',
    effect: 'widens',
    advice: 'Check that what reads the list can cope; then accept it.',
    facet: 'bounds',
    keywords: ['uniqueItems'],
    example: { contract: { type: 'array', uniqueItems: true }, live: { type: 'array' } },
    detect: turned(distinct, false),
  },
} as const satisfies FieldRules;
