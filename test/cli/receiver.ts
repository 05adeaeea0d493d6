import { type Answer, type Asked, listen } from '../erp/listening.ts';

/** A receiver of alerts on loopback. */
export type Receiver = {
  readonly url: string;
  /** What it has taken: calls that it answered with 2xx. */
  readonly taken: readonly Asked[];
  /** All calls. */
  readonly asked: readonly Asked[];
  /** How it answers from now on. */
  answer: (asked: Asked) => Answer | Promise<Answer>;
  close(): Promise<void>;
};

const fine = (): Answer => ({ status: 202 });

/** Starts a receiver that takes everything. */
export async function startReceiver(): Promise<Receiver> {
  const taken: Asked[] = [];
  const server = await listen(async (asked) => {
    const answer = await receiver.answer(asked);
    if ((answer.status ?? 200) < 300) taken.push(asked);
    return answer;
  });
  const receiver: Receiver = {
    url: server.url,
    asked: server.asked,
    taken,
    answer: fine,
    close: server.close,
  };
  return receiver;
}

/** The event of a call to a webhook. */
export type Event = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: {
    readonly summary: string;
    readonly topic: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly run: { readonly id: string; readonly trace: string };
    readonly news: readonly EventItem[];
    readonly over: readonly EventItem[];
    readonly open: readonly EventItem[];
    readonly all: string;
  };
};

export type EventItem = {
  readonly mark: string;
  readonly verdict: string;
  readonly rule: string;
  readonly source: string;
  readonly entity?: string;
  readonly field?: string;
  readonly since: string;
  readonly next: readonly string[];
  readonly seams: readonly { readonly name: string; readonly owner?: string }[];
};

/** The events that a receiver has taken. */
export function eventsOf({ taken }: Receiver): readonly Event[] {
  return taken.map(({ body }) => JSON.parse(body));
}

/** What an event tells, in short: `new field-removed code`. */
export function toldBy({ data }: Event): readonly string[] {
  return [...data.news, ...data.over].map(({ mark, rule, field, entity, source }) =>
    [mark, rule, field ?? entity ?? source].join(' '),
  );
}
