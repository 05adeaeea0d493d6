import type { OutgoingAlert } from '../model/alert.js';
import type { JsonObject } from '../model/json.js';
import { type Channel, textOf } from './channel.js';
import { issueLabel, issueOf } from './issue.js';
import { apiOf, findIssue, isNewComment, type OpenIssues, page, type Tracker } from './issue-tracker.js';

/**
 * Issues of GitHub: one for each seam, found again by a mark in its text, so that a repetition makes no second one.
 * https://docs.github.com/en/rest/issues/issues
 */
export const github: Channel = {
  type: 'github',
  tells: 'seam',
  compose: (alert) => shown(alert),
  async deliver(alert, options, { post }) {
    const issue = issueOf(alert, limit);
    const api = apiOf(trackerOf(options), post);
    const number = await findIssue(issue, open, api);
    if (number === undefined) {
      // What is over without an issue needs none.
      if (issue.open) await api('POST', '', { title: issue.title, body: issue.body, labels: [issueLabel] });
      return;
    }
    if (await isNewComment(issue, comments(number), api))
      await api('POST', `/${number}/comments`, { body: issue.comment });
    const state = issue.open
      ? { state: 'open', body: issue.body }
      : { state: 'closed', state_reason: 'completed' };
    await api('PATCH', `/${number}`, state);
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

const open: OpenIssues = { list: `?state=open&labels=${issueLabel}`, number: 'number', text: 'body' };

/** The newest comments of an issue. */
const comments = (number: number) => `/${number}/comments?per_page=${page}&sort=created&direction=desc`;
