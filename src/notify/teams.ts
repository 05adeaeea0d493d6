import type { OutgoingAlert } from '../model/alert.js';
import type { Json, JsonObject } from '../model/json.js';
import { visible } from '../report/escape.js';
import { bytesOf, type Channel, fitted, runbooksOf, textOf } from './channel.js';
import { isAddress, type Letter, type LetterItem, type LetterLine, letterOf } from './letter.js';

/**
 * A workflow of Microsoft Teams that posts an Adaptive Card. Text stands in text runs, in which nothing is Markdown.
 * https://learn.microsoft.com/en-us/connectors/teams/, https://adaptivecards.io/schemas/1.4.0/adaptive-card.json
 */
export const teams: Channel = {
  type: 'teams',
  tells: 'owner',
  compose,
  async deliver(alert, options, { post }) {
    await post({ method: 'POST', url: textOf(options, 'url'), json: compose(alert) });
  },
};

/**
 * A message to Teams has at most about 28 KB, with what Teams itself adds: from 20,000 bytes on, some are refused.
 * https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams
 */
const mostBytes = 20_000;

/** Buttons that a card shows without a menu. */
const mostButtons = 4;

function compose(alert: OutgoingAlert): JsonObject {
  return fitted((most) => render(letterOf(alert, most), runbooksOf(alert)), bytesOf, mostBytes);
}

const colours = { breaking: 'attention', warning: 'warning', over: 'good' } as const;

function render({ subject, tone, sections, end }: Letter, runbooks: readonly string[]): JsonObject {
  const addresses = runbooks.filter(isAddress).slice(0, mostButtons);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          fallbackText: visible(subject),
          body: [
            paragraph([run(subject, { weight: 'bolder', size: 'large', color: colours[tone] })]),
            ...sections.flatMap(({ title, items }) => [
              paragraph([run(title, { weight: 'bolder' })], { separator: true, spacing: 'large' }),
              ...items.flatMap(itemElements),
            ]),
            ...end.map((each, index) =>
              lineElement(each, index === 0 ? { separator: true } : { spacing: 'none' }),
            ),
          ],
          ...(addresses.length === 0
            ? {}
            : { actions: addresses.map((url) => ({ type: 'Action.OpenUrl', title: 'Runbook', url })) }),
        },
      },
    ],
  };
}

function itemElements({ symbol, head, lines }: LetterItem): readonly Json[] {
  return [
    paragraph([run(`${symbol} ${head}`, { weight: 'bolder' })], { spacing: 'medium' }),
    ...lines.map((each) => lineElement(each, { spacing: 'none' })),
  ];
}

function lineElement({ label, text, kind }: LetterLine, layout: JsonObject): Json {
  const start = label === undefined ? [] : [run(`${label}: `, { isSubtle: true })];
  const look = kind === 'command' ? { fontType: 'monospace' } : {};
  const link =
    kind === 'address' && isAddress(text) ? { selectAction: { type: 'Action.OpenUrl', url: text } } : {};
  return paragraph([...start, run(text, { ...look, ...link })], layout);
}

const paragraph = (inlines: readonly Json[], layout: JsonObject = {}): JsonObject => ({
  type: 'RichTextBlock',
  inlines,
  ...layout,
});

const run = (text: string, look: JsonObject = {}): JsonObject => ({
  type: 'TextRun',
  text: visible(text),
  ...look,
});
