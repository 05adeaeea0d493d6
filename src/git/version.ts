import { openGit } from './client.js';

/** Version of git, `2.43.0`; `undefined` where there is none. */
export async function gitVersion(folder: string): Promise<string | undefined> {
  const { installed, major, minor, patch } = await (await openGit(folder)).version();
  return installed ? `${major}.${minor}.${patch}` : undefined;
}
