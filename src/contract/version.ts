/**
 * The next version of a contract: a change that breaks anyone raises the first number, every other one the second.
 * @param version `major.minor`; what is none counts as `1.0`
 */
export function raisedVersion(version: string, breaks: boolean): string {
  const [, major = '1', minor = '0'] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  return breaks ? `${Number(major) + 1}.0` : `${major}.${Number(minor) + 1}`;
}
