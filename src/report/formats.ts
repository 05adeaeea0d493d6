import type { ReportFormat } from './format.js';

/** Report formats, loaded when used. Adding one is its file and a line here. */
const formats: Readonly<Record<string, () => Promise<ReportFormat>>> = {
  pretty: async () => (await import('./pretty.js')).prettyFormat,
  json: async () => (await import('./json.js')).jsonFormat,
  markdown: async () => (await import('./markdown.js')).markdownFormat,
  html: async () => (await import('./html.js')).htmlFormat,
  junit: async () => (await import('./junit.js')).junitFormat,
  sarif: async () => (await import('./sarif.js')).sarifFormat,
  github: async () => (await import('./github.js')).githubFormat,
  gitlab: async () => (await import('./gitlab.js')).gitlabFormat,
  teamcity: async () => (await import('./teamcity.js')).teamcityFormat,
  tap: async () => (await import('./tap.js')).tapFormat,
};

/** Names for `--format`, the default first. */
export const formatNames: readonly string[] = Object.keys(formats);

/**
 * The format of this name.
 * @throws RangeError where there is none: names are checked against `formatNames` before
 */
export async function loadFormat(name: string): Promise<ReportFormat> {
  const load = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (load === undefined) throw new RangeError(`there is no report format ${name}`);
  return load();
}
