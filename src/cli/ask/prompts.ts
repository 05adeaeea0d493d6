import type { Option } from '@clack/prompts';
import { SeamError } from '../../errors/seam-error.js';

type Prompts = typeof import('@clack/prompts');

/** Questions to somebody at a terminal. Each throws SeamError `interrupted` where they leave. */
export type Ask = {
  text(
    message: string,
    more?: { readonly initial?: string; readonly check?: (text: string) => string | undefined },
  ): Promise<string>;
  /** An answer that is not shown. */
  hidden(message: string): Promise<string>;
  yes(message: string): Promise<boolean>;
  one<T extends string>(message: string, options: readonly Choice<T>[], initial?: T): Promise<T>;
  some(
    message: string,
    options: readonly Choice<string>[],
    initial?: readonly string[],
  ): Promise<readonly string[]>;
  /** Of a long list, with a search. At least one. */
  search(
    message: string,
    options: readonly Choice<string>[],
    initial?: readonly string[],
  ): Promise<readonly string[]>;
  say(text: string): void;
};

export type Choice<T extends string> = { readonly value: T; readonly label: string; readonly hint?: string };

/** Opens the questions on stderr: stdout is the result's. */
export async function openQuestions(signal: AbortSignal): Promise<Ask> {
  const prompts: Prompts = await import('@clack/prompts');
  const common = { output: process.stderr, signal };

  async function answered<T>(answer: Promise<T>): Promise<Exclude<T, symbol>> {
    const given = await answer;
    if (prompts.isCancel(given)) throw new SeamError('interrupted', { why: 'Nothing was written.' });
    // What is no symbol is what was answered; `isCancel` is all that a prompt has beside it.
    return given as Exclude<T, symbol>;
  }

  return {
    text: (message, { initial, check } = {}) =>
      answered(
        prompts.text({
          ...common,
          message,
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (text = '') => check?.(text.trim()),
        }),
      ).then((text) => text.trim()),
    hidden: (message) =>
      answered(
        prompts.password({
          ...common,
          message,
          validate: (text = '') => (text === '' ? 'It is empty.' : undefined),
        }),
      ),
    yes: (message) => answered(prompts.confirm({ ...common, message, initialValue: false })),
    one: (message, options, initial) =>
      answered(
        prompts.select<string>({
          ...common,
          message,
          options: choices(options),
          ...(initial === undefined ? {} : { initialValue: initial }),
        }),
        // One of the values that were given.
      ) as Promise<never>,
    some: (message, options, initial = []) =>
      answered(
        prompts.multiselect({
          ...common,
          message,
          options: choices(options),
          initialValues: [...initial],
          required: false,
        }),
      ),
    search: (message, options, initial = []) =>
      answered(
        prompts.autocompleteMultiselect({
          ...common,
          message,
          options: choices(options),
          initialValues: [...initial],
          placeholder: 'type to search; Tab chooses, Enter goes on',
          maxItems: 12,
          required: true,
        }),
      ),
    say: (text) => prompts.log.info(text, { output: process.stderr }),
  };
}

function choices(options: readonly Choice<string>[]): Option<string>[] {
  return options.map((option) => ({ ...option }));
}
