/** One page of a browser, which looks at one document after another. */
export type Page = {
  /** As a screen of that width, in CSS pixels; under 600 it is a phone. */
  resize(width: number, height?: number): Promise<void>;
  /** Until the document is loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  emulate(media: 'screen' | 'print', scheme: 'light' | 'dark'): Promise<void>;
  /** The whole page as PNG. */
  screenshot(): Promise<Buffer>;
  /** What the browser logged since it was opened: errors, refusals of the content policy. */
  complaints(): readonly string[];
};

export type Browser = { readonly page: Page; close(): Promise<void> };

/** Path of a Chromium on this machine: that of CHROMIUM, or one by its usual name; `undefined` where there is none. */
export function chromiumPath(): string | undefined;

/** A headless Chromium of its own, without network. */
export function openBrowser(path: string): Promise<Browser>;
