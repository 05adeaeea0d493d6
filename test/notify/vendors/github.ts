import type { JsonObject } from '../../../src/model/json.ts';
import type { Answer, Asked } from '../../erp/listening.ts';
import { type IssueVendor, newIssue, pageOf, type TrackedIssue } from './tracker.ts';
import { faultsBy, json, objectIn, type Ruling, startVendor } from './vendor.ts';

const token = 'canary-github-token';

const body = (properties: object, required: readonly string[] = []) =>
  faultsBy({ type: 'object', required, additionalProperties: false, properties });
const string = { type: 'string' };
const labels = { type: 'array', items: string };

/** What may stand in a call. https://docs.github.com/en/rest/issues/issues */
const faultsOf = {
  create: body({ title: string, body: string, labels }, ['title']),
  change: body({
    title: string,
    body: string,
    labels,
    state: { enum: ['open', 'closed'] },
    state_reason: { enum: ['completed', 'not_planned', 'duplicate', 'reopened', null] },
  }),
  comment: body({ body: string }, ['body']),
};

/** Characters, by GitHub's own errors: https://github.com/renovatebot/renovate/issues/2032 */
const most = { title: 256, body: 65_536 } as const;

/**
 * The REST API of GitHub for the issues of the repository press/alerts.
 * @param now the clock of the server
 * @param issues that are there already
 */
export async function startGitHub(
  now: () => string = () => new Date().toISOString(),
  issues: TrackedIssue[] = [],
): Promise<IssueVendor> {
  let made = issues.length;
  const refuse = (status: number, message: string, errors?: readonly JsonObject[]): Ruling<string> => ({
    answer: json(status, { message, ...(errors === undefined ? {} : { errors }), status: String(status) }),
  });

  function create(given: JsonObject): Ruling<string> {
    const [title, text] = [String(given['title']), String(given['body'] ?? '')];
    const names = Array.isArray(given['labels']) ? given['labels'].map(String) : [];
    made++;
    const issue = newIssue(issues, { title, body: text, labels: names }, made);
    return { answer: json(201, shown(issue)), took: 'issue' };
  }

  function change(issue: TrackedIssue, given: JsonObject): Ruling<string> {
    if (given['body'] !== undefined) issue.body = String(given['body']);
    if (given['state'] !== undefined) issue.open = given['state'] === 'open';
    return { answer: json(200, shown(issue)), took: issue.open ? 'change' : 'close' };
  }

  function list(asked: Asked): Answer {
    const [state, wanted] = [asked.query.get('state') ?? 'open', asked.query.get('labels')?.split(',') ?? []];
    const found = issues
      .filter(({ open }) => state === 'all' || open === (state === 'open'))
      .filter((issue) => wanted.every((label) => issue.labels.includes(label)));
    return json(200, pageOf(found.toReversed(), asked, 30).map(shown));
  }

  /** Oldest first, and nothing else: `sort` and `direction` are for the comments of a whole repository. */
  function comments(issue: TrackedIssue, asked: Asked): Answer {
    const since = Date.parse(asked.query.get('since') ?? '1970-01-01T00:00:00Z');
    const found = issue.comments.filter(({ at }) => Date.parse(at) >= since);
    return json(200, pageOf(found, asked, 30));
  }

  function rule(asked: Asked): Ruling<string> {
    if (asked.headers['user-agent'] === undefined)
      return refuse(403, 'Request forbidden by administrative rules.');
    if (asked.headers['authorization'] !== `Bearer ${token}`) return refuse(401, 'Bad credentials');
    const [, number, part] =
      /^\/repos\/press\/alerts\/issues(?:\/(\d+)(\/comments)?)?$/.exec(asked.path) ?? [];
    if (!asked.path.startsWith('/repos/press/alerts/issues')) return refuse(404, 'Not Found');
    const issue = issues.find((each) => each.number === Number(number));
    if (number !== undefined && issue === undefined) {
      return Number(number) <= made ? refuse(410, 'This issue was deleted') : refuse(404, 'Not Found');
    }
    if (asked.method === 'GET') {
      return { answer: issue === undefined ? list(asked) : comments(issue, asked) };
    }
    const given = objectIn(asked);
    if (given === undefined) return refuse(400, 'Problems parsing JSON');
    const kind = issue === undefined ? 'create' : part === undefined ? 'change' : 'comment';
    const [fault] = faultsOf[kind](given);
    if (fault !== undefined) return refuse(422, `Invalid request. ${fault}`);
    const long = (['title', 'body'] as const).filter((name) => String(given[name] ?? '').length > most[name]);
    if (long.length > 0) {
      const message = (name: 'title' | 'body') => `${name} is too long (maximum is ${most[name]} characters)`;
      const resource = kind === 'comment' ? 'IssueComment' : 'Issue';
      const errors = long.map((field) => ({ resource, code: 'custom', field, message: message(field) }));
      return refuse(422, 'Validation Failed', errors);
    }
    if (issue === undefined) return create(given);
    if (kind === 'change') return change(issue, given);
    issue.comments.push({ body: String(given['body']), at: now() });
    return { answer: json(201, { id: issue.comments.length }), took: 'comment' };
  }

  const vendor = await startVendor(rule, (url) => ({ url, repository: 'press/alerts', token }));
  return { ...vendor, issues };
}

function shown({ number, title, body: text, open, labels: names }: TrackedIssue): JsonObject {
  return {
    number,
    title,
    body: text,
    state: open ? 'open' : 'closed',
    labels: names.map((name) => ({ name })),
  };
}
