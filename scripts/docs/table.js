// @ts-check

/**
 * A Markdown table.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/**
 * Text as a table cell.
 * @param {string} text
 */
export function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/**
 * The first line of every generated page.
 * @param {string} from
 */
export function generated(from) {
  return `*Generated from ${from} by \`npm run docs\`; do not edit.*`;
}
