import { isAbsolute } from 'node:path';

/**
 * Where metadata documents are kept for the next run: the folder for caches of this user, as the system has it
 * (`$XDG_CACHE_HOME/seam`, `~/Library/Caches/seam`, `%LOCALAPPDATA%\seam\Cache`); nothing for a user without a home.
 */
export async function cacheFolder(): Promise<string | undefined> {
  try {
    const { default: envPaths } = await import('env-paths');
    const { cache } = envPaths('seam', { suffix: '' });
    return isAbsolute(cache) ? cache : undefined;
  } catch (error) {
    // Node gives no home to an account that the system does not list.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
