import { isJsonObject } from '../model/json.js';
import type { ScanState } from '../model/scan-state.js';

/** A state that was read, or why it cannot be used. `newer`: a newer seam wrote it. */
export type ParsedState = { readonly state: ScanState } | { readonly fault: 'broken' | 'newer' };

/** What each kind of entry must have, for this seam to go on with it. */
const texts = {
  drift: ['project', 'rule', 'fingerprint', 'verdict', 'firstSeen', 'lastSeen', 'run'],
  dark: ['project', 'source', 'since', 'code', 'why'],
  told: ['topic', 'channel', 'audience', 'at'],
  outbox: ['id', 'topic', 'channel', 'project', 'what', 'all'],
  runs: ['id', 'at'],
} as const;

/** Members that hold more than text. */
const parts = {
  drift: { path: isJsonObject, seams: Array.isArray, spans: hasSpans },
  dark: {},
  told: { open: isJsonObject },
  outbox: {
    audience: isJsonObject,
    run: isJsonObject,
    counts: isJsonObject,
    news: Array.isArray,
    over: Array.isArray,
    open: Array.isArray,
    left: isListOrAbsent,
  },
  runs: { sources: Array.isArray, seams: isListOrAbsent },
} as const satisfies Record<keyof typeof texts, Readonly<Record<string, (value: unknown) => boolean>>>;

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

/** Reads a state as `stateText` writes it. */
export function parseState(text: string): ParsedState {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { fault: 'broken' };
  }
  if (!isJsonObject(root)) return { fault: 'broken' };
  const format = root['format'];
  if (typeof format === 'number' && format > 1) return { fault: 'newer' };
  if (format !== 1) return { fault: 'broken' };
  const lists = Object.keys(texts) as (keyof typeof texts)[];
  const whole = lists.every((list) => {
    const entries = root[list];
    return Array.isArray(entries) && entries.every((entry) => isEntry(entry, list));
  });
  // It has just been looked at.
  return whole ? { state: root as unknown as ScanState } : { fault: 'broken' };
}

/** The state as text: a change of one entry is a change of one line, for those who keep it in git. */
export function stateText(state: ScanState): string {
  const { format, ...lists } = state;
  const members = Object.entries(lists).map(([name, entries]) => {
    const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
    return `  ${JSON.stringify(name)}: [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]`;
  });
  return `{\n  "format": ${format},\n${members.join(',\n')}\n}\n`;
}

function isEntry(entry: unknown, list: keyof typeof texts): boolean {
  return (
    isJsonObject(entry) &&
    texts[list].every((name) => typeof entry[name] === 'string') &&
    Object.entries(parts[list]).every(([name, fits]) => fits(entry[name]))
  );
}

function hasSpans(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((span) => isJsonObject(span) && typeof span['from'] === 'string')
  );
}
