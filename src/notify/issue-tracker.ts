import { SeamError } from '../errors/seam-error.js';
import type { Post } from '../model/delivery.js';
import { isJsonObject, type Json, type JsonObject } from '../model/json.js';
import type { Sender } from './channel.js';
import type { Issue } from './issue.js';

/** Calls of a tracker: paths are below its list of issues. */
export type Api = (method: Post['method'], path: string, json?: JsonObject) => Promise<Json>;

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

/** Where a tracker lists its open issues, and what their numbers and texts are called there. */
export type OpenIssues = { readonly list: string; readonly number: string; readonly text: string };

/** The number of the open issue of a seam, found by its mark, page after page. */
export async function findIssue(
  { marker }: Issue,
  { list, number, text }: OpenIssues,
  api: Api,
): Promise<number | undefined> {
  for (let at = 1; ; at++) {
    const issues = objectsIn(await api('GET', `${list}&per_page=${page}&page=${at}`));
    const found = issues.find((issue) => holds(issue[text], marker))?.[number];
    if (typeof found === 'number') return found;
    if (issues.length < page) return undefined;
  }
}

/** True where none of the last comments has the message already. */
export async function isNewComment({ messageMarker }: Issue, list: string, api: Api): Promise<boolean> {
  return !objectsIn(await api('GET', list)).some(({ body }) => holds(body, messageMarker));
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
