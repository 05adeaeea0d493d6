import { xmlText } from '../xml.js';

/** A piece of a page that is escaped already. Only this file makes it, so that no text gets there by accident. */
export type Html = { readonly html: string };

type Content = string | Html | undefined | readonly Content[];

/** Elements without content. https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const empty: ReadonlySet<string> = new Set(['input', 'meta']);

/** Elements that begin a line of the file: between them a line break says nothing, and a change is a line. */
const blocks: ReadonlySet<string> = new Set(
  'html head meta title style body header main section h1 h2 form article dl dt ul li p details summary div tr footer script'.split(
    ' ',
  ),
);

const lineBefore = (name: string) => (blocks.has(name) ? '\n' : '');

/** An element; texts and attributes are escaped, attributes that are `undefined` or `false` are absent. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...content: readonly Content[]
): Html {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${xmlText(String(value))}"`));
  const start = `${lineBefore(name)}<${name}${given.join('')}>`;
  return { html: empty.has(name) ? start : `${start}${together(content)}</${name}>` };
}

/** Pieces one after another. */
export function pieces(...content: readonly Content[]): Html {
  return { html: together(content) };
}

/** What the browser reads as it is: our own style and script, never a text of somebody else. */
export function raw(name: 'style' | 'script', text: string): Html {
  return { html: `${lineBefore(name)}<${name}>${text}</${name}>` };
}

/** A text that keeps its direction to itself, whatever script it is written in. */
export function isolated(text: string): Html {
  return element('bdi', {}, text);
}

function together(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return xmlText(content);
  return 'html' in content ? content.html : content.map(together).join('');
}
