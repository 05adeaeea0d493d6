import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SeamError } from '../../../errors/seam-error.js';
import { type Limits, tooLarge, truncated, unusable } from '../limits.js';

/** One opening tag. Attributes with a prefix are in `foreign`; those that declare namespaces are nowhere. */
export type XmlElement = {
  /** Name without prefix. */
  readonly name: string;
  /** Namespace URI; empty where there is none. */
  readonly namespace: string;
  /** Attributes without prefix; the object has no prototype, so any name can be asked for. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes with a prefix. */
  readonly foreign: readonly ForeignAttribute[];
};

export type ForeignAttribute = { readonly namespace: string; readonly name: string; readonly value: string };

/** What is done with an element that is open: its children, its text, its end. */
export type XmlHandler = {
  /** What to do with this child; nothing: skip it and all in it. */
  child(element: XmlElement): XmlHandler | undefined;
  /** Present where the text in the element matters. */
  text?(text: string): void;
  end?(): void;
};

/** Sees every opening tag, also in what is skipped. */
export type Witness = {
  attribute(name: string, value: string): void;
  foreign(attribute: ForeignAttribute): void;
};

const noForeign: readonly ForeignAttribute[] = [];

/**
 * Reads XML as it comes; nothing of it is kept. Namespaces are resolved, and an undeclared prefix is an error. There is
 * no DTD, and there are no entities but the five and character references.
 * @throws SeamError `source-unusable`, `source-truncated` or `source-too-large`
 */
export async function readXml(
  text: AsyncIterable<string>,
  root: XmlHandler,
  witness: Witness,
  limits: Limits,
): Promise<void> {
  const parser = new SaxesParser();
  let scope: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  const scopes: (typeof scope | undefined)[] = [];
  const handlers: XmlHandler[] = [];
  let handler = root;
  let skipping = 0;
  let rooted = false;
  let prefixed: { readonly name: string; readonly value: string }[] = [];

  parser.on('doctype', () => {
    throw unusable('it has a DTD, which is never read.');
  });
  parser.on('attribute', ({ name, value }) => {
    if (name.includes(':') || name === 'xmlns') prefixed.push({ name, value });
    else witness.attribute(name, value);
  });
  const onText = (piece: string): void => handler.text?.(piece);
  // A text handler makes saxes copy every text, white space too: it is there only where text matters.
  let listening = false;
  const listen = (): void => {
    const wanted = skipping === 0 && handler.text !== undefined;
    if (wanted === listening) return;
    listening = wanted;
    for (const event of ['text', 'cdata'] as const) {
      if (wanted) parser.on(event, onText);
      else parser.off(event);
    }
  };

  parser.on('opentag', (tag) => {
    rooted = true;
    if (scopes.length === limits.depth)
      throw unusable(`its elements are nested more than ${limits.depth} deep.`);
    const outer = scope;
    const foreign = prefixed.length === 0 ? noForeign : takePrefixed();
    scopes.push(outer === scope ? undefined : outer);
    if (skipping > 0) {
      namespaceOf(tag.name);
      skipping += 1;
      return;
    }
    const next = handler.child(elementOf(tag, foreign));
    if (next === undefined) skipping = 1;
    else {
      handlers.push(handler);
      handler = next;
    }
    listen();
  });
  parser.on('closetag', () => {
    scope = scopes.pop() ?? scope;
    if (skipping > 0) {
      skipping -= 1;
      if (skipping > 0) return;
    } else {
      handler.end?.();
      handler = handlers.pop() ?? root;
    }
    listen();
  });

  function takePrefixed(): readonly ForeignAttribute[] {
    const taken = prefixed;
    prefixed = [];
    const declared = taken.filter(isDeclaration);
    if (declared.length > 0) {
      scope = new Map([...scope, ...declared.map(({ name, value }) => [name.slice(6), value] as const)]);
      if (scope.size > limits.prefixes) throw unusable(`it declares more than ${limits.prefixes} prefixes.`);
    }
    if (declared.length === taken.length) return noForeign;
    return taken
      .filter((attribute) => !isDeclaration(attribute))
      .map(({ name, value }) => {
        const attribute = { namespace: namespaceOf(name), name: name.slice(name.indexOf(':') + 1), value };
        witness.foreign(attribute);
        return attribute;
      });
  }

  /** Namespace of a name; one without prefix is an element's. */
  function namespaceOf(name: string): string {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const namespace = scope.get(prefix);
    if (namespace === undefined && colon >= 0) parser.fail(`unbound namespace prefix: "${prefix}".`);
    return namespace ?? '';
  }

  function elementOf({ name, attributes }: SaxesTagPlain, foreign: readonly ForeignAttribute[]): XmlElement {
    const namespace = namespaceOf(name);
    return { name: name.slice(name.indexOf(':') + 1), namespace, attributes, foreign };
  }

  let read = 0;
  let ending = false;
  parser.on('error', ({ message }) => {
    // saxes says `3:7: unclosed tag: Schema`.
    const [, line, column, why = message] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? [];
    const place = line === undefined ? '' : `line ${line}, column ${column}: `;
    throw (ending ? truncated : unusable)(`${place}${why}`);
  });
  for await (const piece of text) {
    read += piece.length;
    if (read > limits.xml) throw tooLarge(`more than ${Math.floor(limits.xml / 1024 / 1024)} MiB.`);
    parser.write(piece);
    if (!rooted && read > limits.prolog) throw unusable('it has no root element.');
  }
  if (read === 0) throw new SeamError('source-empty', { why: 'The metadata is empty.' });
  ending = true;
  parser.close();
}

/** `xmlns="…"`, `xmlns:sap="…"` */
function isDeclaration({ name }: { readonly name: string }): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}
