import type { JsonObject } from '../../../src/model/json.ts';
import type { Answer, Asked } from '../../erp/listening.ts';
import { type IssueVendor, newIssue, pageOf, type TrackedIssue } from './tracker.ts';
import { faultsBy, json, objectIn, type Ruling, startVendor } from './vendor.ts';

const token = 'canary-gitlab-token';

const body = (properties: object, required: readonly string[] = []) =>
  faultsBy({ type: 'object', required, additionalProperties: false, properties });
const string = { type: 'string' };

/** What may stand in a call. https://docs.gitlab.com/api/issues/, https://docs.gitlab.com/api/notes/ */
const faultsOf = {
  create: body({ title: { type: 'string', minLength: 1 }, description: string, labels: string }, ['title']),
  change: body({
    title: string,
    description: string,
    labels: string,
    state_event: { enum: ['close', 'reopen'] },
  }),
  note: body({ body: { type: 'string', minLength: 1 } }, ['body']),
};

/** Characters. https://docs.gitlab.com/api/issues/#create-an-issue, https://github.com/NARKOZ/gitlab/issues/610 */
const most = { title: 255, description: 1_048_576, body: 1_000_000 } as const;

/** A line that GitLab would take as a command. https://docs.gitlab.com/user/project/quick_actions/ */
const quickAction = /^\/[a-z_]+\b/m;

/** The REST API of GitLab for the issues of the project press/alerts. */
export async function startGitLab(now: () => string = () => new Date().toISOString()): Promise<IssueVendor> {
  const issues: TrackedIssue[] = [];
  let made = 0;
  const refuse = (status: number, message: unknown): Ruling<string> => ({
    answer: json(status, { message }),
  });

  function create(given: JsonObject): Ruling<string> {
    const [title, text] = [String(given['title']), String(given['description'] ?? '')];
    made++;
    const issue = newIssue(
      issues,
      { title, body: text, labels: String(given['labels'] ?? '').split(',') },
      made,
    );
    return { answer: json(201, shown(issue)), took: 'issue' };
  }

  function change(issue: TrackedIssue, given: JsonObject): Ruling<string> {
    if (given['description'] !== undefined) issue.body = String(given['description']);
    if (given['state_event'] !== undefined) issue.open = given['state_event'] === 'reopen';
    return { answer: json(200, shown(issue)), took: issue.open ? 'change' : 'close' };
  }

  function list(asked: Asked): Answer {
    const [state, wanted] = [asked.query.get('state') ?? 'all', asked.query.get('labels')?.split(',') ?? []];
    const found = issues
      .filter(({ open }) => state === 'all' || open === (state === 'opened'))
      .filter((issue) => wanted.every((label) => issue.labels.includes(label)));
    return json(200, pageOf(found.toReversed(), asked, 20).map(shown));
  }

  function rule(asked: Asked): Ruling<string> {
    if (asked.headers['private-token'] !== token) return refuse(401, '401 Unauthorized');
    // A project's path is one segment: its slash is encoded.
    const path = /^\/api\/v4\/projects\/press%2Falerts\/issues(?:\/(\d+)(\/notes)?)?(?:\?|$)/.exec(
      asked.target,
    );
    if (path === null) return refuse(404, '404 Project Not Found');
    const [, number, part] = path;
    const issue = issues.find((each) => each.number === Number(number));
    if (number !== undefined && issue === undefined) return refuse(404, '404 Not found');
    if (asked.method === 'GET') {
      return {
        answer: issue === undefined ? list(asked) : json(200, pageOf(notes(issue, asked), asked, 20)),
      };
    }
    const given = objectIn(asked);
    if (given === undefined) return refuse(400, '400 Bad request');
    const kind = issue === undefined ? 'create' : part === undefined ? 'change' : 'note';
    const [fault] = faultsOf[kind](given);
    if (fault !== undefined) return { answer: json(400, { error: fault }) };
    const long = (['title', 'description', 'body'] as const).find(
      (name) => String(given[name] ?? '').length > most[name],
    );
    if (long !== undefined)
      return refuse(400, { [long]: [`is too long (maximum is ${most[long]} characters)`] });
    const text = String(given['description'] ?? given['body'] ?? '');
    if (quickAction.test(text)) return refuse(400, 'a text of an ERP gives a command');
    if (issue === undefined) return create(given);
    if (kind === 'change') return change(issue, given);
    issue.comments.push({ body: text, at: now() });
    return { answer: json(201, { id: issue.comments.length }), took: 'comment' };
  }

  const vendor = await startVendor(rule, (url) => ({ url, project: 'press/alerts', token }));
  return { ...vendor, issues };
}

/** Newest first without `sort`. https://docs.gitlab.com/api/notes/#list-all-issue-notes */
function notes({ comments }: TrackedIssue, { query }: Asked): TrackedIssue['comments'] {
  return query.get('sort') === 'asc' ? comments : comments.toReversed();
}

function shown({ number, title, body: description, open, labels }: TrackedIssue): JsonObject {
  return { iid: number, title, description, state: open ? 'opened' : 'closed', labels };
}
