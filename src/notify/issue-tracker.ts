import { SeamError } from '../errors/seam-error.js';
import type { Post } from '../model/delivery.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import type { Sender } from './channel.js';
import type { Issue } from './issue.js';

/** Calls of a tracker: paths are below its list of issues. */
type Api = (method: Post['method'], path: string, json?: JsonObject) => Promise<Json>;

/** A tracker, for its errors and calls. */
export type Tracker = {
  readonly name: string;
  /** Address of its list of issues. */
  readonly issues: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Entries of one page of a list. */
export const page = 100;

/** The API of a tracker. */
export function apiOf({ name, issues, headers }: Tracker, post: Sender['post']): Api {
  return async (method, path, json) => {
    const { text } = await post({
      method,
      url: issues + path,
      headers,
      ...(json === undefined ? {} : { json }),
    });
    return parsed(text, name);
  };
}

/** What a tracker calls things, and how it is asked for them. */
export type Calls = {
  /** Its open issues, what their numbers and their texts are called there. */
  readonly open: { readonly list: string; readonly number: string; readonly text: string };
  readonly create: (issue: Issue) => JsonObject;
  /** The comments of an issue that a message can be among. */
  readonly comments: (number: number) => string;
  /** Where a comment goes. */
  readonly comment: (number: number) => string;
  readonly change: { readonly method: 'PATCH' | 'PUT'; readonly body: (issue: Issue) => JsonObject };
};

/**
 * Makes the issue of a seam, or tells below it what is new and brings it up to date. A message of which a part or all has
 * arrived before is not told again: the last step writes its mark into the text of the issue.
 */
export async function keepIssue(issue: Issue, calls: Calls, api: Api): Promise<void> {
  const found = await findIssue(issue, calls.open, api);
  if (found === undefined) {
    // What is over without an issue needs none.
    if (issue.open) await api('POST', '', calls.create(issue));
    return;
  }
  const { number, text } = found;
  if (holds(text, issue.messageMarker)) return;
  const last = objectsIn(await api('GET', calls.comments(number)));
  if (!last.some(({ body }) => holds(body, issue.messageMarker)))
    await api('POST', calls.comment(number), { body: issue.comment });
  await api(calls.change.method, `/${number}`, calls.change.body(issue));
}

/** The open issue of a seam, found by its mark, page after page. */
async function findIssue(
  { marker }: Issue,
  { list, number, text }: Calls['open'],
  api: Api,
): Promise<{ readonly number: number; readonly text: Json | undefined } | undefined> {
  for (let at = 1; ; at++) {
    const issues = objectsIn(await api('GET', `${list}&per_page=${page}&page=${at}`));
    const found = issues.find((issue) => holds(issue[text], marker));
    const id = found?.[number];
    if (typeof id === 'number') return { number: id, text: found?.[text] };
    if (issues.length < page) return undefined;
  }
}

function objectsIn(list: Json): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function holds(text: Json | undefined, marker: string): boolean {
  return typeof text === 'string' && text.includes(marker);
}

/** The answer as JSON; `not-delivered` where it is none. */
function parsed(text: string, who: string): Json {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw new SeamError('not-delivered', { why: `${who} did not answer with JSON.`, cause });
  }
}
