import type { ErrorCode } from 'yaml';

type Sentence = { readonly why: string; readonly fix?: string };

const indentation = {
  why: 'The indentation does not fit, or a } or ] is missing before this.',
  fix: 'Indent with two spaces a level.',
};
const quoting = { why: 'Text that begins or goes on like this must be in quotes.', fix: 'Put it in quotes.' };
const colon = {
  why: 'There is a second ": " where one value is expected, or a line that belongs elsewhere.',
  fix: 'Put text with a colon in quotes, and check the indentation.',
};

/**
 * What is wrong in the words of someone who writes `seam.yaml`. The parser's own messages are not shown: some quote
 * the text, and the text may be a credential.
 */
const sentences: Readonly<Partial<Record<ErrorCode, Sentence>>> = {
  BAD_ALIAS: { why: 'A * begins an alias here.', fix: 'Put a name that begins with * in quotes: "*".' },
  BAD_DQ_ESCAPE: {
    why: 'This escape does not exist in double quotes.',
    fix: 'Write \\\\ for a backslash, or use single quotes.',
  },
  BAD_INDENT: indentation,
  BAD_SCALAR_START: quoting,
  BLOCK_AS_IMPLICIT_KEY: colon,
  BLOCK_IN_FLOW: { why: 'A block cannot stand inside { } or [ ].' },
  MISSING_CHAR: { why: 'A quote, comma, colon or bracket is missing here or before.' },
  MULTILINE_IMPLICIT_KEY: { ...colon, why: 'A key must stand on one line, with a colon behind it.' },
  MULTIPLE_DOCS: { why: 'The file holds more than one document (---).', fix: 'Keep the first one.' },
  RESOURCE_EXHAUSTION: { why: 'The file is nested too deeply.' },
  TAB_AS_INDENT: { why: 'Tabs cannot indent YAML.', fix: 'Indent with two spaces a level.' },
  TAG_RESOLVE_FAILED: {
    why: 'A ! begins a YAML tag here, and seam knows none.',
    fix: 'Put an exclusion in quotes: "!sale.report".',
  },
  UNEXPECTED_TOKEN: quoting,
};

/** The sentence for an error code of the YAML parser. */
export function syntaxFault(code: ErrorCode): Sentence {
  return sentences[code] ?? { why: 'This is not valid YAML.' };
}
