/** Name of the file in the folder of contracts that tells why contracts changed. */
export const changelogFile = 'CHANGELOG.md';

/** Changes of one contract that were agreed to. */
export type Entry = {
  /** `2026-11-24`. */
  readonly day: string;
  /** `erp-prod/sale.order`. */
  readonly contract: string;
  /** The version that it has now; absent: it is gone. */
  readonly version?: string;
  readonly reason?: string;
  /** One line for each change. */
  readonly changes: readonly string[];
};

const title = '# Changelog of the contracts\n';

/** The text of the changelog with these entries on top; what stands there stays as it is. */
export function withEntries(text: string | undefined, entries: readonly Entry[]): string {
  const before = text ?? title;
  const [head, rest] = before.startsWith(title) ? [title, before.slice(title.length)] : ['', before];
  return `${head}\n${entries.map(entryText).join('\n')}${rest === '' ? '' : `\n${rest.replace(/^\n+/, '')}`}`;
}

function entryText({ day, contract, version, reason, changes }: Entry): string {
  const heading = `## ${day} · ${plain(contract)} ${version ?? 'removed'}`;
  const why = reason === undefined ? [] : ['', plain(reason)];
  return `${[heading, ...why, '', ...changes.map((change) => `- ${plain(change)}`)].join('\n')}\n`;
}

/** One line that is no Markdown: names come from the ERP. */
function plain(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
