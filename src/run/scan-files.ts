import { relative, resolve, sep } from 'node:path';
import { SeamError } from '../errors/seam-error.js';
import { byCodePoint } from '../model/text.js';

/**
 * The `seam.yaml` files that patterns find, as paths from the folder, with `/`, sorted; `seam.yaml` without a pattern.
 * What is no pattern is taken as it is, whether it is there or not.
 * @throws SeamError `usage-invalid` for a pattern that finds nothing
 */
export async function configFiles(patterns: readonly string[], cwd: string): Promise<readonly string[]> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const found = new Set<string>();
  for (const pattern of patterns.length === 0 ? ['seam.yaml'] : patterns) {
    if (!isDynamicPattern(pattern)) {
      found.add(named(resolve(cwd, pattern), cwd));
      continue;
    }
    const ignore = ['**/node_modules/**', '**/.git/**'];
    const files = await glob(pattern, { cwd, ignore, absolute: true, onlyFiles: true });
    if (files.length === 0) {
      throw new SeamError('usage-invalid', {
        why: `No file fits the pattern "${pattern}".`,
        fix: 'Correct --config; put the pattern in quotes, so that the shell leaves it alone.',
      });
    }
    for (const file of files) found.add(named(resolve(file), cwd));
  }
  return [...found].sort(byCodePoint);
}

function named(file: string, cwd: string): string {
  return relative(cwd, file).replaceAll(sep, '/');
}
