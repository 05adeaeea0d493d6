import { SeamError } from '../../errors/seam-error.js';
import { type Login, loginHeaders } from '../../protocols/document/login.js';
import { decode, type Encoding } from '../../protocols/document/text.js';
import type { Context } from '../connector.js';

/** The keys of a CSV source in `seam.yaml`. */
export type CsvOptions = {
  readonly auth?: Login;
  readonly query?: Readonly<Record<string, string>>;
  readonly delimiter?: string;
  readonly header?: number;
};

/** The beginning of a table's text. */
export type Head = { readonly text: string; readonly encoding: Encoding; readonly isCut: boolean };

/** The tables of a source by name, each read when it is asked for. */
export type Tables = ReadonlyMap<string, () => Promise<Head>>;

/** Enough for the header of any table and for some rows; the rest of the file is never read. */
const headBytes = 256 * 1024;

/** What an address answers is read as a whole, since not every server gives a part. */
const mostBytes = 64 * 1024 * 1024;

const endings = /\.(?:csv|tsv|tab|txt)$/i;

/** The tables: the file, the files of the folder, or what the address answers. */
export async function openTables(options: CsvOptions, context: Context): Promise<Tables> {
  const { file, url } = context;
  if (file !== undefined) {
    const names = (await file.list())?.filter((name) => endings.test(name));
    const read = (path?: string) => async () => {
      const bytes = await file.read(path, { head: headBytes });
      const isCut = bytes.length >= headBytes;
      return { ...decode(bytes, { name: path ?? file.name, cut: isCut }), isCut };
    };
    if (names === undefined) return new Map([[tableName(file.name), read()]]);
    const tables = new Map<string, () => Promise<Head>>();
    for (const name of names) if (!tables.has(tableName(name))) tables.set(tableName(name), read(name));
    return tables;
  }
  if (url === undefined) throw new SeamError('config-invalid', { why: 'The source has no url and no file.' });
  return new Map([[tableName(new URL(url).pathname), () => download(url, options, context)]]);
}

/** Last step of the path, without an ending that says what the file is. */
function tableName(path: string): string {
  const step = path.split(/[\\/]/).findLast((part) => part !== '') ?? 'table';
  return step.replace(endings, '') || step;
}

async function download(url: string, options: CsvOptions, { http }: Context): Promise<Head> {
  const { text, headers } = await http.request({
    path: url,
    headers: { accept: 'text/csv, text/*;q=0.9, */*;q=0.5', ...loginHeaders(options.auth) },
    ...(options.query === undefined ? {} : { query: options.query }),
    expect: 'text',
    maxBytes: mostBytes,
  });
  // Any text is a header of some columns, also what an API says in place of the table.
  if (/\bjson\b/i.test(headers['content-type'] ?? '') || /^\s*[{[]/.test(text)) {
    throw new SeamError('source-unusable', {
      why: 'The answer is JSON and no table.',
      fix: 'Check url and query: they must lead to the CSV itself.',
    });
  }
  if (text.includes('\0') || text.slice(0, 200).includes('\uFFFD')) {
    throw new SeamError('source-unusable', {
      why: 'The answer is not UTF-8.',
      fix: 'Let the server send UTF-8, or save the file and name it with `file`: UTF-16 is read from files.',
    });
  }
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return { text: plain.slice(0, headBytes), encoding: 'utf-8', isCut: plain.length > headBytes };
}
