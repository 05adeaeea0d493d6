import type { OutgoingAlert } from '../model/alert.js';
import { visible } from '../report/escape.js';
import { code, link, prose } from '../report/markdown/escape.js';
import { cutAfter } from '../report/words.js';
import { fitted } from './channel.js';
import { isAddress, type Letter, type LetterLine, letterOf } from './letter.js';

/** An issue of a seam, as GitHub and GitLab have them. */
export type Issue = {
  readonly title: string;
  readonly body: string;
  /** A comment that says what has changed; with the id of the message in it. */
  readonly comment: string;
  /** Stands in the body: by it the issue is found again. */
  readonly marker: string;
  /** Stands in the body and in the comment: by it a repetition is known. */
  readonly messageMarker: string;
  readonly open: boolean;
};

/** Label of all issues of seam. */
export const issueLabel = 'seam';

/** The issue that an alert makes. */
export function issueOf(alert: OutgoingAlert, limit: number): Issue {
  const marker = `<!-- seam-topic ${alert.topic} -->`;
  const messageMarker = `<!-- seam-message ${alert.id} -->`;
  const text = fitted(
    (most) => markdown(letterOf(alert, most)),
    (rendered) => Buffer.byteLength(rendered),
    limit - 200,
  );
  return {
    title: cutAfter(visible(`seam: ${alert.audience.name} drifts`), 200),
    body: `${text}\n${marker}\n${messageMarker}\n`,
    comment: `${text}\n${messageMarker}\n`,
    marker,
    messageMarker,
    open: alert.what !== 'over',
  };
}

/** A letter as GitHub-flavoured Markdown. */
function markdown({ subject, sections, end }: Letter): string {
  const lines = [
    `**${prose(subject)}**`,
    ...sections.flatMap(({ title, items }) => [
      '',
      `### ${prose(title)}`,
      ...items.flatMap(({ symbol, head, lines }) => [
        '',
        `${symbol} **${prose(head)}**`,
        '',
        ...lines.map(bullet),
      ]),
    ]),
    '',
    '---',
    '',
    ...end.map(bullet),
  ];
  return `${lines.join('\n')}\n`;
}

function bullet({ label, text, kind }: LetterLine): string {
  const start = label === undefined ? '' : `${prose(label)}: `;
  if (kind === 'command') return `- ${start}${code(text)}`;
  return `- ${start}${kind === 'address' && isAddress(text) ? link(text) : prose(text)}`;
}
