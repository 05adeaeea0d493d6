import type { OutgoingAlert } from '../model/alert.js';
import type { JsonObject } from '../model/json.js';
import { type Channel, textOf } from './channel.js';
import { issueLabel, issueOf } from './issue.js';
import { apiOf, type Calls, keepIssue, page, type Tracker } from './issue-tracker.js';

/**
 * Issues of GitHub: one for each seam, found again by a mark in its text, so that a repetition makes no second one.
 * https://docs.github.com/en/rest/issues/issues
 */
export const github: Channel = {
  type: 'github',
  tells: 'seam',
  compose: (alert) => shown(alert),
  async deliver(alert, options, { post }) {
    await keepIssue(issueOf(alert, limit), callsFor(alert), apiOf(trackerOf(options), post));
  },
};

/** Characters of an issue or a comment: 65,536. */
const limit = 60_000;

function shown(alert: OutgoingAlert): JsonObject {
  const { title, body, open } = issueOf(alert, limit);
  return open ? { title, body, labels: [issueLabel] } : { title, state: 'closed', comment: body };
}

function trackerOf(options: JsonObject): Tracker {
  const base = textOf(options, 'url').replace(/\/$/, '') || 'https://api.github.com';
  const [owner = '', name = ''] = textOf(options, 'repository').split('/');
  return {
    name: 'GitHub',
    issues: `${base}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/issues`,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${textOf(options, 'token')}`,
      'x-github-api-version': '2022-11-28',
    },
  };
}

/** Milliseconds by which the clock of GitHub may be behind ours. */
const skew = 60 * 60_000;

const callsFor = ({ run }: OutgoingAlert): Calls => ({
  open: { list: `?state=open&labels=${issueLabel}`, number: 'number', text: 'body' },
  create: ({ title, body }) => ({ title, body, labels: [issueLabel] }),
  // Oldest first, in no other order: the message can only be among those that are younger than its run.
  comments: (number) =>
    `/${number}/comments?per_page=${page}&since=${new Date(Date.parse(run.at) - skew).toISOString()}`,
  comment: (number) => `/${number}/comments`,
  change: {
    method: 'PATCH',
    body: ({ open, body }) =>
      open ? { state: 'open', body } : { state: 'closed', state_reason: 'completed' },
  },
});
