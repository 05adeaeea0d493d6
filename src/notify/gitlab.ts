import type { OutgoingAlert } from '../model/alert.js';
import type { JsonObject } from '../model/json.js';
import { type Channel, textOf } from './channel.js';
import { issueLabel, issueOf } from './issue.js';
import { apiOf, type Calls, keepIssue, page, type Tracker } from './issue-tracker.js';

/**
 * Issues of GitLab: one for each seam, found again by a mark in its text. https://docs.gitlab.com/api/issues/,
 * https://docs.gitlab.com/api/notes/
 */
export const gitlab: Channel = {
  type: 'gitlab',
  tells: 'seam',
  compose: (alert) => shown(alert),
  async deliver(alert, options, { post }) {
    await keepIssue(issueOf(alert, limit), calls, apiOf(trackerOf(options), post));
  },
};

/** Characters of a description: 1,048,576; a message is for people. */
const limit = 200_000;

function shown(alert: OutgoingAlert): JsonObject {
  const { title, body, open } = issueOf(alert, limit);
  return open
    ? { title, description: body, labels: issueLabel }
    : { title, state_event: 'close', note: body };
}

function trackerOf(options: JsonObject): Tracker {
  const base = textOf(options, 'url').replace(/\/$/, '') || 'https://gitlab.com';
  return {
    name: 'GitLab',
    issues: `${base}/api/v4/projects/${encodeURIComponent(textOf(options, 'project'))}/issues`,
    headers: { accept: 'application/json', 'private-token': textOf(options, 'token') },
  };
}

const calls: Calls = {
  open: { list: `?state=opened&labels=${issueLabel}`, number: 'iid', text: 'description' },
  create: ({ title, body }) => ({ title, description: body, labels: issueLabel }),
  comments: (number) => `/${number}/notes?per_page=${page}&sort=desc&order_by=created_at`,
  comment: (number) => `/${number}/notes`,
  change: {
    method: 'PUT',
    body: ({ open, body }) => (open ? { description: body } : { state_event: 'close' }),
  },
};
