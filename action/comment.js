// @ts-check

/** The comment cannot be written with this token: on a fork, or without `pull-requests: write`. */
export class NotAllowed extends Error {}

/**
 * @typedef {object} Target
 * @property {string} api address of the REST API
 * @property {string} repository `owner/name`
 * @property {number} pull
 * @property {string} token
 * @property {string} key tells the comments of several checks apart
 * @property {string} author login whose comments may be changed
 * @property {number} [pause] milliseconds before a request is made again
 */

/**
 * Writes the one comment of this check on a pull request: the one there is, found by a mark that nobody sees, or a new
 * one. Comments of others are never touched, whatever mark they have.
 * https://docs.github.com/en/rest/issues/comments
 * @param {Target} target
 * @param {string} text
 * @param {boolean} worthIt false: nobody needs to be told, so that only a comment that is there is brought up to date
 * @returns {Promise<'created' | 'updated' | 'none'>}
 */
export async function writeComment(target, text, worthIt) {
  const mark = `<!-- erp-seam ${target.key} -->`;
  const body = `${mark}\n${text}`;
  const issues = `repos/${target.repository}/issues`;
  const before = await findComment(target, mark);
  if (before !== undefined) {
    await request(target, 'PATCH', `${issues}/comments/${before}`, { body });
    return 'updated';
  }
  if (!worthIt) return 'none';
  await request(target, 'POST', `${issues}/${target.pull}/comments`, { body });
  return 'created';
}

/** Comments on one page, and pages that are looked at. */
const page = 100;
const mostPages = 50;

/**
 * @param {Target} target
 * @param {string} mark
 * @returns {Promise<number | undefined>}
 */
async function findComment(target, mark) {
  for (let number = 1; number <= mostPages; number++) {
    const path = `repos/${target.repository}/issues/${target.pull}/comments?per_page=${page}&page=${number}`;
    const comments = await request(target, 'GET', path);
    if (!Array.isArray(comments)) throw new Error('The API gave no list of comments.');
    const found = comments.find(
      ({ body, user }) => String(body).startsWith(`${mark}\n`) && user?.login === target.author,
    );
    if (found !== undefined) return Number(found.id);
    if (comments.length < page) return undefined;
  }
  return undefined;
}

/** Times that a request is made, where the server fails. */
const tries = 3;

/**
 * @param {Target} target
 * @param {string} method
 * @param {string} path
 * @param {unknown} [content]
 * @returns {Promise<any>}
 */
async function request({ api, token, pause = 1000 }, method, path, content) {
  for (let turn = 1; ; turn++) {
    const response = await fetch(`${api}/${path}`, {
      method,
      // Also where the API is moved: the token is for this host alone.
      redirect: 'error',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': 'erp-seam',
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return response.json();
    if ([401, 403, 404].includes(response.status))
      throw new NotAllowed(`${method} answered ${response.status}`);
    if (response.status < 500 || turn >= tries) throw new Error(`${method} answered ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, pause * turn));
  }
}
