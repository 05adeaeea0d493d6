import { visible } from '../report/escape.js';
import type { Letter, LetterItem, LetterLine } from './letter.js';

/** A letter as plain text, each fact on a line of its own; what is treacherous in a terminal is made visible. */
export function plainText({ subject, sections, end }: Letter): string {
  const lines = [
    visible(subject),
    ...sections.flatMap(({ title, items }) => ['', visible(title), ...items.flatMap(itemLines)]),
    '',
    ...end.map(lineText),
  ];
  return `${lines.join('\n')}\n`;
}

function itemLines({ symbol, head, lines }: LetterItem): readonly string[] {
  return ['', `${symbol} ${visible(head)}`, ...lines.map((line) => `    ${lineText(line)}`)];
}

function lineText({ label, text }: LetterLine): string {
  return `${label === undefined ? '' : `${label}: `}${visible(text)}`;
}
