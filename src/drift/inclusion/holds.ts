import { compare, decimalOf, isMultiple } from '../../model/decimals.js';
import { isJsonObject, type Json } from '../../model/json.js';
import { type Atom, guards, isTyped, type Node, type TypedAtom } from './atoms.js';
import { spend } from './limits.js';
import { type Tester, testText } from './text.js';
import { codePoints, every, negated, some, type Truth, typeBits, typeOf, valueKey } from './values.js';

/** Whether the value is in the set. */
export function holds(tester: Tester, node: Node, value: Json): Truth {
  spend(tester.budget);
  if ((node.mask & typeBits[typeOf(value)]) === 0) return false;
  const { form } = node;
  switch (form.kind) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'and':
      return every(form.parts, (part) => holds(tester, part, value));
    case 'or':
      return some(form.parts, (part) => holds(tester, part, value));
    case 'not':
      return negated(holds(tester, form.of, value));
    case 'reference':
      return holds(tester, form.target(), value);
    case 'atom':
      return atomHolds(tester, form.atom, value);
  }
}

function atomHolds(tester: Tester, atom: Atom, value: Json): Truth {
  if (isTyped(atom)) return typeOf(value) === guards[atom.kind] ? typedHolds(tester, atom, value) : true;
  if (atom.kind === 'types') return (atom.mask & typeBits[typeOf(value)]) !== 0;
  return atom.kind === 'finite' ? atom.values.has(valueKey(value)) : 'unknown';
}

function typedHolds(tester: Tester, atom: TypedAtom, value: Json): Truth {
  if (typeof value === 'number') return numberHolds(atom, value);
  if (typeof value === 'string') return stringHolds(tester, atom, value);
  if (Array.isArray(value)) return arrayHolds(tester, atom, value);
  return isJsonObject(value) ? objectHolds(tester, atom, Object.entries(value)) : 'unknown';
}

function numberHolds(atom: TypedAtom, value: number): Truth {
  const decimal = decimalOf(value);
  if (atom.kind === 'multiple-of') return isMultiple(decimal, atom.step);
  if (atom.kind !== 'minimum' && atom.kind !== 'maximum') return 'unknown';
  const order = compare(decimal, atom.bound) * (atom.kind === 'minimum' ? 1 : -1);
  return atom.exclusive ? order > 0 : order >= 0;
}

function stringHolds(tester: Tester, atom: TypedAtom, value: string): Truth {
  if (atom.kind === 'min-length') return codePoints(value) >= atom.count;
  if (atom.kind === 'max-length') return codePoints(value) <= atom.count;
  if (atom.kind !== 'pattern' && atom.kind !== 'format') return 'unknown';
  return testText(tester, atom.kind, atom.text, value);
}

function arrayHolds(tester: Tester, atom: TypedAtom, items: readonly Json[]): Truth {
  const inside = (node: Node) => (item: Json) => holds(tester, node, item);
  switch (atom.kind) {
    case 'min-items':
      return items.length >= atom.count;
    case 'max-items':
      return items.length <= atom.count;
    case 'unique':
      return new Set(items.map(valueKey)).size === items.length;
    case 'item':
      return every(items.slice(atom.index, atom.index + 1), inside(atom.node));
    case 'tail':
      return every(items.slice(atom.from), inside(atom.node));
    case 'at-least':
      return atLeast(items.map(inside(atom.node)), atom.count);
    case 'at-most':
      return negated(atLeast(items.map(inside(atom.node)), atom.count + 1));
    default:
      return 'unknown';
  }
}

function atLeast(truths: readonly Truth[], count: number): Truth {
  if (truths.filter((truth) => truth === true).length >= count) return true;
  return truths.filter((truth) => truth !== false).length >= count ? 'unknown' : false;
}

function objectHolds(tester: Tester, atom: TypedAtom, members: readonly (readonly [string, Json])[]): Truth {
  const among = (pick: (name: string) => Truth, node: Node) =>
    every(members, ([name, member]) => {
      const picked = pick(name);
      return picked === false ? true : some([negated(picked), () => holds(tester, node, member)], lazily);
    });
  switch (atom.kind) {
    case 'min-properties':
      return members.length >= atom.count;
    case 'max-properties':
      return members.length <= atom.count;
    case 'required':
      return members.some(([name]) => name === atom.name);
    case 'property':
      return among((name) => name === atom.name, atom.node);
    case 'named':
      return among((name) => holds(tester, atom.names, name), atom.node);
    default:
      return 'unknown';
  }
}

function lazily(truth: Truth | (() => Truth)): Truth {
  return typeof truth === 'function' ? truth() : truth;
}
