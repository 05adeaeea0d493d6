import type { Failure } from '../model/report.js';
import { visible } from './escape.js';
import type { RenderOptions } from './format.js';
import { hanging, headed } from './layout.js';
import { shortened } from './words.js';

/**
 * An error as people see it: what is wrong, where, what to do. One in a file begins with `file:line:column`, which
 * editors and terminals can follow; any other with the source, or with its code.
 */
export function renderFailure(failure: Failure, options: RenderOptions): string {
  return `${failureLines(failure, options).join('\n')}\n`;
}

/** The lines of an error; `source` is the source that it stopped. */
export function failureLines(failure: Failure, options: RenderOptions, source?: string): readonly string[] {
  const file = source === undefined ? failure.where?.['file'] : undefined;
  const own =
    file === undefined ? blockLines(failure, source, options) : fileLines(failure, String(file), options);
  const others = (failure.also ?? []).flatMap((also) => ['', ...failureLines(also, options, source)]);
  return [...own, ...others];
}

/** `✖ erp-prod  source-unauthorised`, then why, where, and what to do. */
function blockLines(
  failure: Failure,
  stopped: string | undefined,
  options: RenderOptions,
): readonly string[] {
  const { source, entity } = failure.where ?? {};
  const parts = [stopped ?? source, entity, failure.code].filter((part) => part !== undefined);
  const title = parts.map((part) => shortened(String(part), options)).join('  ');
  return [
    ...headed('✖', `✖ ${title}`, options.paint.red, options),
    ...hanging('    ', shortened(failure.why, options), options),
    ...frameLines(failure),
    ...whereLines(failure, ['source', 'entity'], options),
    ...fixLines(failure, options),
  ];
}

/** `seam.yaml:7:5  unknown key …`, the line of the file, and what to do. */
function fileLines(failure: Failure, file: string, options: RenderOptions): readonly string[] {
  const { line, column } = failure.where ?? {};
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [
    ...headed(place, `${place}  ${shortened(failure.why, options)}`, options.paint.bold, options),
    ...frameLines(failure),
    ...whereLines(failure, ['file', 'line', 'column'], options),
    ...fixLines(failure, options),
  ];
}

/** What is known of the place and not said elsewhere: `POST https://erp.example.com/jsonrpc`. */
function whereLines(
  { where = {} }: Failure,
  elsewhere: readonly string[],
  options: RenderOptions,
): readonly string[] {
  const { method, url, ...rest } = where;
  const call = [method, url].filter((part) => part !== undefined).join(' ');
  const others = Object.entries(rest)
    .filter(([name]) => !elsewhere.includes(name))
    .map(([name, value]) => `${name} ${value}`);
  const places = [...(call === '' ? [] : [call]), ...others].map((place) => shortened(place, options));
  if (places.length === 0) return [];
  return hanging('    ', places.join(', '), options).map(options.paint.dim);
}

/** The frame as it is: wrapped, its carets would stand under something else. */
function frameLines({ frame }: Failure): readonly string[] {
  return frame === undefined ? [] : frame.split('\n').map((line) => visible(line).trimEnd());
}

function fixLines({ fix }: Failure, options: RenderOptions): readonly string[] {
  return fix === undefined ? [] : hanging('    → ', shortened(fix, options), options);
}
