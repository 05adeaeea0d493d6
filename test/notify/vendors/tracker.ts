import type { Asked } from '../../erp/listening.ts';
import type { Vendor } from './vendor.ts';

/** A note below an issue. */
export type Comment = { readonly body: string; readonly at: string };

/** An issue that somebody or seam has made. */
export type TrackedIssue = {
  readonly number: number;
  title: string;
  body: string;
  labels: readonly string[];
  open: boolean;
  readonly comments: Comment[];
};

/** A tracker with its issues, oldest first; a test may close one, or take it out. */
export type IssueVendor = Vendor<string> & { readonly issues: TrackedIssue[] };

/** The next number: one that was deleted is never given again. */
export function newIssue(
  issues: TrackedIssue[],
  facts: Pick<TrackedIssue, 'title' | 'body' | 'labels'>,
  number: number,
): TrackedIssue {
  const issue = { ...facts, number, open: true, comments: [] };
  issues.push(issue);
  return issue;
}

/** A page of a list, as `page` and `per_page` ask for it. */
export function pageOf<T>(list: readonly T[], { query }: Asked, usual: number): readonly T[] {
  const size = Math.min(Number(query.get('per_page') ?? usual), 100);
  const at = Number(query.get('page') ?? 1);
  return list.slice((at - 1) * size, at * size);
}
