/** A timed part of a run, as tracing systems show it. */
export type Span = {
  /** 16 hexadecimal digits, which a call carries as its parent. W3C Trace Context, 3.2.2.4 */
  readonly id: string;
  /** A part of this part. */
  begin(name: string, facts: Readonly<Record<string, string | number>>): Span;
  /** @param failure why it came to nothing; absent where it did not */
  end(failure?: string): void;
};
