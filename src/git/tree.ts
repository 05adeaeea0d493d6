/** What a tree of git holds at a path. */
export type TreeEntry = {
  /** Path below the folder that was asked for. */
  readonly path: string;
  readonly type: 'file' | 'symbolic link' | 'submodule';
  /** Id of the object. */
  readonly id: string;
  /** Bytes; 0 for a submodule. */
  readonly size: number;
  /** The file is a program. */
  readonly executable: boolean;
};

/** Modes of git's trees. https://git-scm.com/docs/git-fast-import, "filemodify" */
const types: Readonly<Record<string, TreeEntry['type']>> = {
  '100644': 'file',
  '100755': 'file',
  '120000': 'symbolic link',
  '160000': 'submodule',
};

const line = /^(\d{6}) \w+ ([\da-f]+) +(\d+|-)\t/;

/** What `git ls-tree -r -l -z` lists below a prefix, sorted as git does. */
export function parseTree(text: string, prefix: string): readonly TreeEntry[] {
  return text.split('\0').flatMap((entry) => {
    const [head = '', mode = '', id = '', size = ''] = line.exec(entry) ?? [];
    const path = entry.slice(head.length + prefix.length);
    const type = types[mode];
    return type === undefined
      ? []
      : [{ path, type, id, size: size === '-' ? 0 : Number(size), executable: mode === '100755' }];
  });
}
