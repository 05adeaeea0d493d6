import { SeamError } from '../errors/seam-error.js';
import type { OutgoingAlert } from '../model/alert.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import { type Channel, type Post, type Sender, textOf } from './channel.js';
import { type Issue, issueLabel, issueOf } from './issue.js';

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
    const api = apiOf(options, post);
    const number = await find(issue, api);
    if (number === undefined) {
      // What is over without an issue needs none.
      if (issue.open)
        await api('POST', '/issues', { title: issue.title, body: issue.body, labels: [issueLabel] });
      return;
    }
    if (await isNew(number, issue, api))
      await api('POST', `/issues/${number}/comments`, { body: issue.comment });
    const state = issue.open
      ? { state: 'open', body: issue.body }
      : { state: 'closed', state_reason: 'completed' };
    await api('PATCH', `/issues/${number}`, state);
  },
};

/** Characters of an issue or a comment: 65,536. */
const limit = 60_000;

/** Issues of one page. */
const page = 100;

function shown(alert: OutgoingAlert): JsonObject {
  const { title, body, open } = issueOf(alert, limit);
  return open ? { title, body, labels: [issueLabel] } : { title, state: 'closed', comment: body };
}

type Api = (method: Post['method'], path: string, json?: JsonObject) => Promise<Json>;

function apiOf(options: JsonObject, post: Sender['post']): Api {
  const base = textOf(options, 'url').replace(/\/$/, '') || 'https://api.github.com';
  const [owner = '', name = ''] = textOf(options, 'repository').split('/');
  const repository = `${base}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${textOf(options, 'token')}`,
    'x-github-api-version': '2022-11-28',
  };
  return async (method, path, json) => {
    const { text } = await post({
      method,
      url: repository + path,
      headers,
      ...(json === undefined ? {} : { json }),
    });
    return parsed(text, 'GitHub');
  };
}

/** The number of the issue that is open for the seam. */
async function find({ marker }: Issue, api: Api): Promise<number | undefined> {
  for (let at = 1; ; at++) {
    const issues = await api('GET', `/issues?state=open&labels=${issueLabel}&per_page=${page}&page=${at}`);
    const list = Array.isArray(issues) ? issues.filter(isJsonObject) : [];
    const found = list.find(({ body }) => typeof body === 'string' && body.includes(marker));
    if (typeof found?.['number'] === 'number') return found['number'];
    if (list.length < page) return undefined;
  }
}

/** False where the last comments have the message already. */
async function isNew(number: number, { messageMarker }: Issue, api: Api): Promise<boolean> {
  const comments = await api(
    'GET',
    `/issues/${number}/comments?per_page=${page}&sort=created&direction=desc`,
  );
  return !(Array.isArray(comments) ? comments : []).some(
    (each) => isJsonObject(each) && typeof each['body'] === 'string' && each['body'].includes(messageMarker),
  );
}

/**
 * The answer as JSON.
 * @throws SeamError `not-delivered` where it is none
 */
export function parsed(text: string, who: string): Json {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw new SeamError('not-delivered', { why: `${who} did not answer with JSON.`, cause });
  }
}
