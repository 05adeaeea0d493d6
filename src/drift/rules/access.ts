import type { Effects } from '../../model/drift.js';
import { type FieldSide, facets } from '../field.js';
import type { Detected, FieldRules } from './rule.js';

const writers = (effect: Effects['create']): Effects => ({ read: 'same', create: effect, update: effect });

type Flag = (side: FieldSide) => boolean;

const readOnly: Flag = ({ schema }) => schema.readOnly === true;
const writeOnly: Flag = ({ schema }) => schema.writeOnly === true;
const immutable: Flag = (side) => facets(side).immutable === true;
const updateOnly: Flag = (side) => facets(side).updateOnly === true;
const onDemand: Flag = (side) => facets(side).onDemand === true;
const unique: Flag = (side) => facets(side).unique === true;
const uiReadOnly: Flag = (side) => facets(side).uiReadOnly === true;

const set = (flag: Flag) => (was: FieldSide, now: FieldSide) =>
  flag(was) || !flag(now) ? undefined : turned(false);
const unset = (flag: Flag) => (was: FieldSide, now: FieldSide) =>
  !flag(was) || flag(now) ? undefined : turned(true);
const turned = (before: boolean): Detected => ({ before, after: !before });

const level = (side: FieldSide) => facets(side).permissionLevel ?? 0;

/** Who may read, write or repeat a value. */
export const accessRules = {
  'read-only-set': {
    detects: 'The API refuses or ignores the value now.',
    effect: writers('narrows'),
    advice: 'Stop writing the field; then accept it.',
    facet: 'readOnly',
    writeFault: 'read-only-field',
    example: { contract: { type: 'string' }, live: { type: 'string', readOnly: true } },
    detect: set(readOnly),
  },
  'read-only-dropped': {
    detects: 'The API takes a value now.',
    effect: writers('widens'),
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'readOnly',
    example: { contract: { type: 'string', readOnly: true }, live: { type: 'string' } },
    detect: unset(readOnly),
  },
  'write-only-set': {
    detects: 'The value is no longer returned.',
    effect: { read: 'widens', create: 'same', update: 'same' },
    advice: 'Stop reading the field; then accept it.',
    facet: 'writeOnly',
    example: { contract: { type: 'string' }, live: { type: 'string', writeOnly: true } },
    detect: set(writeOnly),
  },
  'write-only-dropped': {
    detects: 'The value is returned now.',
    effect: 'same',
    strictRead: 'widens',
    advice: 'Nothing breaks, unless the reader rejects unknown fields. Take a snapshot.',
    facet: 'writeOnly',
    example: { contract: { type: 'string', writeOnly: true }, live: { type: 'string' } },
    detect: unset(writeOnly),
  },
  'immutable-set': {
    detects: 'The value can be set on create only.',
    effect: { read: 'same', create: 'same', update: 'narrows' },
    advice: 'Stop changing the field in existing records; then accept it.',
    facet: 'immutable',
    writeFault: 'immutable-field',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { immutable: true } } },
    detect: set(immutable),
  },
  'immutable-dropped': {
    detects: 'The value can be changed after create.',
    effect: { read: 'same', create: 'same', update: 'widens' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'immutable',
    example: { contract: { type: 'string', 'x-seam': { immutable: true } }, live: { type: 'string' } },
    detect: unset(immutable),
  },
  'update-only-set': {
    detects: 'The value is refused or ignored on create, and can be set afterwards.',
    effect: { read: 'same', create: 'narrows', update: 'same' },
    advice: 'Create without the field, and set it with an update; then accept it.',
    facet: 'updateOnly',
    writeFault: 'read-only-field',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { updateOnly: true } } },
    detect: set(updateOnly),
  },
  'update-only-dropped': {
    detects: 'Create takes a value now.',
    effect: { read: 'same', create: 'widens', update: 'same' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'updateOnly',
    example: { contract: { type: 'string', 'x-seam': { updateOnly: true } }, live: { type: 'string' } },
    detect: unset(updateOnly),
  },
  'on-demand-set': {
    detects: 'Answers hold the value only where the request asks for it.',
    effect: { read: 'widens', create: 'same', update: 'same' },
    advice: 'Ask for the field when reading; then accept it.',
    facet: 'onDemand',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { onDemand: true } } },
    detect: set(onDemand),
  },
  'on-demand-dropped': {
    detects: 'Answers hold the value without being asked for it.',
    effect: { read: 'narrows', create: 'same', update: 'same' },
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'onDemand',
    example: { contract: { type: 'string', 'x-seam': { onDemand: true } }, live: { type: 'string' } },
    detect: unset(onDemand),
  },
  'unique-set': {
    detects: 'No two records may have the same value now.',
    effect: 'narrows',
    advice: 'Check that what is written is never a duplicate; then accept it.',
    facet: 'unique',
    scope: 'document',
    writeFault: 'bad-value',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { unique: true } } },
    detect: set(unique),
  },
  'unique-dropped': {
    detects: 'Two records may have the same value now.',
    effect: 'widens',
    advice: 'Check that nothing uses the field as a key; then accept it.',
    facet: 'unique',
    example: { contract: { type: 'string', 'x-seam': { unique: true } }, live: { type: 'string' } },
    detect: unset(unique),
  },
  'ui-read-only-set': {
    detects: 'People at a screen can no longer change it; the API still takes it.',
    effect: 'same',
    advice: 'Nothing breaks. It is often the first step to a field that the ERP fills in itself.',
    facet: 'uiReadOnly',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { uiReadOnly: true } } },
    detect: set(uiReadOnly),
  },
  'ui-read-only-dropped': {
    detects: 'People at a screen can change it now; the API always took it.',
    effect: 'same',
    advice: 'Nothing breaks.',
    facet: 'uiReadOnly',
    example: { contract: { type: 'string', 'x-seam': { uiReadOnly: true } }, live: { type: 'string' } },
    detect: unset(uiReadOnly),
  },
  'permission-level-raised': {
    detects: 'A higher right is needed for the field.',
    effect: { read: 'unknown', create: 'narrows', update: 'narrows' },
    advice: 'Give the role of the integration the right at the new level; then accept it.',
    facet: 'permissionLevel',
    writeFault: 'no-permission',
    example: { contract: { type: 'string' }, live: { type: 'string', 'x-seam': { permissionLevel: 1 } } },
    detect: (was, now) => (level(now) > level(was) ? { before: level(was), after: level(now) } : undefined),
  },
  'permission-level-lowered': {
    detects: 'A lower right is enough for the field.',
    effect: writers('widens'),
    advice: 'Nothing breaks. Take a snapshot.',
    facet: 'permissionLevel',
    example: { contract: { type: 'string', 'x-seam': { permissionLevel: 1 } }, live: { type: 'string' } },
    detect: (was, now) => (level(now) < level(was) ? { before: level(was), after: level(now) } : undefined),
  },
} as const satisfies FieldRules;
