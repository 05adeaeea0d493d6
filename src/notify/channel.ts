import type { AlertItem, OutgoingAlert } from '../model/alert.js';
import type { ChannelConfig } from '../model/config.js';
import type { Mail, Post, Receipt } from '../model/delivery.js';
import type { Json, JsonObject } from '../model/json.js';
import type { AudienceKind } from './route.js';

/** How a channel reaches its receiver; given by whoever sends. */
export type Sender = {
  /**
   * Sends a call once.
   * @throws SeamError where there was no answer that says that it was taken
   */
  readonly post: (post: Post) => Promise<Receipt>;
  /**
   * Gives the recipients that the server refused, where it took the mail for others.
   * @throws SeamError where the server took it for nobody
   */
  readonly mail: (mail: Mail) => Promise<readonly string[]>;
  /** Now, for signatures. */
  readonly now: Date;
};

/** A type of channel. */
export type Channel = {
  readonly type: ChannelConfig['type'];
  /** One message for everything of an owner, or one thing for each seam that is opened, changed and closed. */
  readonly tells: AudienceKind;
  /** What would be sent, for `--dry-run` and for `deliver`. Pure; placeholders may still stand in the options. */
  compose(alert: OutgoingAlert, options: JsonObject): Json;
  /**
   * Sends it. Gives the recipients that it has not reached, where it has reached others; nothing where all have it.
   * @throws SeamError where it is not certain that it has arrived
   */
  deliver(alert: OutgoingAlert, options: JsonObject, sender: Sender): Promise<readonly string[] | undefined>;
};

/** A text among the options of a channel; the schema has said that it is one. */
export function textOf(options: JsonObject, key: string): string {
  const value = options[key];
  return typeof value === 'string' ? value : '';
}

/** Items of each kind that a message tries to show, until it is small enough. */
const tries = [10, 7, 5, 3, 2, 1, 0] as const;

/** The longest form of a message that fits. The last one has no items at all, and always fits. */
export function fitted<T>(render: (most: number) => T, size: (rendered: T) => number, limit: number): T {
  for (const most of tries) {
    const rendered = render(most);
    if (size(rendered) <= limit || most === 0) return rendered;
  }
  return render(0);
}

/** Bytes of a value as JSON. */
export function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The runbooks of the items, each once, in their order. */
export function runbooksOf({ news, open }: OutgoingAlert): readonly string[] {
  const seams = [...news, ...open].flatMap((item: AlertItem) => item.seams);
  return [...new Set(seams.flatMap(({ runbook }) => runbook ?? []))];
}
