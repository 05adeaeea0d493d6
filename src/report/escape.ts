/**
 * What a terminal acts on, hides or turns around, and what looks like a plain space and is none: control characters
 * (C0, C1, so ANSI escapes too), format characters (bidi marks and overrides, zero width, soft hyphen, tags), line and
 * paragraph separators, lone surrogates, private use, ignorable code points (Hangul fillers, variation selectors).
 * https://www.unicode.org/reports/tr36/ (security), https://www.unicode.org/reports/tr9/ (bidi)
 */
const treacherous = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * The text on one line, with each treacherous character as `\u{1b}`. Whatever an ERP or a pull request says is hostile
 * until it went through here; twice does no harm.
 */
export function visible(text: string): string {
  return text.replace(treacherous, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
