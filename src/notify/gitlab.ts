import type { OutgoingAlert } from '../model/alert.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { type Channel, type Post, type Sender, textOf } from './channel.js';
import { parsed } from './github.js';
import { type Issue, issueLabel, issueOf } from './issue.js';

/**
 * Issues of GitLab: one for each seam, found again by a mark in its text. https://docs.gitlab.com/api/issues/,
 * https://docs.gitlab.com/api/notes/
 */
export const gitlab: Channel = {
  type: 'gitlab',
  tells: 'seam',
  compose: (alert) => shown(alert),
  async deliver(alert, options, { post }) {
    const issue = issueOf(alert, limit);
    const api = apiOf(options, post);
    const number = await find(issue, api);
    if (number === undefined) {
      const { title, body: description } = issue;
      if (issue.open) await api('POST', '', { title, description, labels: issueLabel });
      return;
    }
    if (await isNew(number, issue, api)) await api('POST', `/${number}/notes`, { body: issue.comment });
    await api('PUT', `/${number}`, issue.open ? { description: issue.body } : { state_event: 'close' });
  },
};

/** Characters of a description: 1,048,576; a message is for people. */
const limit = 200_000;

const page = 100;

function shown(alert: OutgoingAlert): JsonObject {
  const { title, body, open } = issueOf(alert, limit);
  return open
    ? { title, description: body, labels: issueLabel }
    : { title, state_event: 'close', note: body };
}

type Api = (method: Post['method'], path: string, json?: JsonObject) => Promise<Json>;

function apiOf(options: JsonObject, post: Sender['post']): Api {
  const base = textOf(options, 'url').replace(/\/$/, '') || 'https://gitlab.com';
  const issues = `${base}/api/v4/projects/${encodeURIComponent(textOf(options, 'project'))}/issues`;
  const headers = { accept: 'application/json', 'private-token': textOf(options, 'token') };
  return async (method, path, json) => {
    const { text } = await post({
      method,
      url: issues + path,
      headers,
      ...(json === undefined ? {} : { json }),
    });
    return parsed(text, 'GitLab');
  };
}

async function find({ marker }: Issue, api: Api): Promise<number | undefined> {
  for (let at = 1; ; at++) {
    const issues = await api('GET', `?state=opened&labels=${issueLabel}&per_page=${page}&page=${at}`);
    const list = Array.isArray(issues) ? issues.filter(isJsonObject) : [];
    const found = list.find(
      ({ description }) => typeof description === 'string' && description.includes(marker),
    );
    if (typeof found?.['iid'] === 'number') return found['iid'];
    if (list.length < page) return undefined;
  }
}

async function isNew(number: number, { messageMarker }: Issue, api: Api): Promise<boolean> {
  const notes = await api('GET', `/${number}/notes?per_page=${page}&sort=desc&order_by=created_at`);
  return !(Array.isArray(notes) ? notes : []).some(
    (each) => isJsonObject(each) && typeof each['body'] === 'string' && each['body'].includes(messageMarker),
  );
}
