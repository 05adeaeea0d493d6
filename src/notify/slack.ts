import type { OutgoingAlert } from '../model/alert.js';
import type { Json, JsonObject } from '../model/json.js';
import { visible } from '../report/escape.js';
import { cutAfter } from '../report/words.js';
import { bytesOf, type Channel, fitted, textOf } from './channel.js';
import { isAddress, type Letter, type LetterItem, type LetterLine, letterOf } from './letter.js';

/**
 * An incoming webhook of Slack: Block Kit, in rich text, in which no text is markup, so that no name of an ERP mentions
 * anybody. https://docs.slack.dev/reference/block-kit/blocks
 */
export const slack: Channel = {
  type: 'slack',
  tells: 'owner',
  compose,
  async deliver(alert, options, { post }) {
    await post({ method: 'POST', url: textOf(options, 'url'), json: compose(alert) });
  },
};

/**
 * Characters of a header; bytes of a whole message, which are said nowhere: from 11,000 characters of text on, some are
 * refused. https://github.com/slackapi/bolt-js/issues/2867
 */
const limits = { header: 150, bytes: 20_000 } as const;

function compose(alert: OutgoingAlert): JsonObject {
  return fitted((most) => render(letterOf(alert, most)), bytesOf, limits.bytes);
}

function render({ subject, sections, end }: Letter): JsonObject {
  const header = cutAfter(visible(subject), limits.header - 30);
  return {
    // Shown in notifications; here the three characters of Slack's own markup are escaped.
    text: header.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
      ...sections.map(({ title, items }) => ({
        type: 'rich_text',
        elements: [section(bold(title)), ...items.flatMap(itemElements)],
      })),
      { type: 'divider' },
      { type: 'rich_text', elements: end.map((each) => section(...lineElements(each))) },
    ],
  };
}

function itemElements({ symbol, head, lines }: LetterItem): readonly Json[] {
  const facts = lines.map((each) => section(...lineElements(each)));
  const list = { type: 'rich_text_list', style: 'bullet', indent: 0, elements: facts };
  return [section(bold(`${symbol} ${head}`)), list];
}

function lineElements({ label, text, kind }: LetterLine): readonly Json[] {
  const start = label === undefined ? [] : [bold(`${label}: `)];
  if (kind === 'address' && isAddress(text))
    return [...start, { type: 'link', url: text, text: visible(text) }];
  return [...start, kind === 'command' ? styled(text, 'code') : plain(text)];
}

const section = (...elements: readonly Json[]) => ({ type: 'rich_text_section', elements });
const plain = (text: string) => ({ type: 'text', text: shown(text) });
const bold = (text: string) => styled(text, 'bold');
const styled = (text: string, style: 'bold' | 'code') => ({
  type: 'text',
  text: shown(text),
  style: { [style]: true },
});

/** Slack refuses an empty text. */
const shown = (text: string) => (text === '' ? '""' : visible(text));
