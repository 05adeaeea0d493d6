/** A part of a text with placeholders. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `${NAME}`, `${file:path}`, `${cmd:command line}`. */
  | { readonly kind: 'env' | 'file' | 'cmd'; readonly name: string };

/** The parts of a text, or what is wrong with its placeholders; the sentence never quotes the text. */
export type Placeholders =
  | { readonly parts: readonly Part[] }
  | { readonly fault: { readonly why: string; readonly fix: string } };

const forms =
  'Write "${NAME}", "${file:path}" or "${cmd:command}"; "$${" stands for the characters themselves.';

/**
 * Splits a text at its placeholders. `$${` is a plain `${`; a lone `$` is itself. Braces inside a placeholder pair up,
 * so a command may hold `{…}`.
 */
export function parsePlaceholders(text: string): Placeholders {
  const parts: Part[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      plain += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = closingBrace(text, at + 2);
      if (end === undefined)
        return { fault: { why: 'a placeholder that begins with ${ has no end', fix: forms } };
      const part = placeholder(text.slice(at + 2, end));
      if (part === undefined) return { fault: { why: 'what stands in ${…} is no placeholder', fix: forms } };
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      parts.push(part);
      plain = '';
      at = end + 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return { parts };
}

/** True where the text has a placeholder that can be filled in. */
export function hasPlaceholder(text: string): boolean {
  const parsed = parsePlaceholders(text);
  return 'parts' in parsed && parsed.parts.some(({ kind }) => kind !== 'text');
}

function placeholder(inside: string): Part | undefined {
  const [, kind, name] = /^(file|cmd):\s*(\S.*)$/s.exec(inside) ?? [];
  if (name !== undefined) return { kind: kind === 'file' ? 'file' : 'cmd', name: name.trimEnd() };
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(inside) ? { kind: 'env', name: inside } : undefined;
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
