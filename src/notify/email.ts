import type { OutgoingAlert } from '../model/alert.js';
import type { Mail } from '../model/delivery.js';
import type { JsonObject } from '../model/json.js';
import { visible } from '../report/escape.js';
import { type Channel, textOf } from './channel.js';
import { letterOf } from './letter.js';
import { plainText } from './plain.js';

/** Plain-text mail. A repeated one has the same Message-ID, and what goes on an earlier one refers to it. RFC 5322, 3.6.4 */
export const email: Channel = {
  type: 'email',
  tells: 'owner',
  compose: (alert, options) => {
    const { subject, from, to, text } = mailOf(alert, options);
    return { from, to, subject, text };
  },
  async deliver(alert, options, { mail }) {
    const composed = mailOf(alert, options);
    // Whom the channel does not name any more need not get it.
    const only = alert.left?.filter((address) => composed.to.some((each) => each.includes(address)));
    if (only?.length === 0) return [];
    return mail(only === undefined ? composed : { ...composed, only });
  },
};

function mailOf(alert: OutgoingAlert, options: JsonObject): Mail {
  const letter = letterOf(alert, 10);
  const to = options['to'];
  return {
    server: textOf(options, 'server'),
    from: textOf(options, 'from'),
    to: Array.isArray(to) ? to.map(String) : [],
    subject: visible(`[seam] ${letter.subject}`),
    text: plainText(letter),
    messageId: `<${alert.id}@seam.invalid>`,
    references: `<${alert.topic}@seam.invalid>`,
  };
}
