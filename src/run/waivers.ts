import { join } from 'node:path';
import { readWaivers, waiversFile } from '../config/waivers.js';
import { knownRuleIds } from '../drift/rules/index.js';
import { prefixInRepository } from '../git/place.js';
import type { Config } from '../model/config.js';
import type { Waivers } from '../model/waiver.js';

/**
 * The waivers beside `seam.yaml`, at places as a code host opens them.
 * @throws SeamError `config-invalid` where the file as a whole cannot be read
 */
export async function waiversOf({ folder }: Config): Promise<Waivers> {
  const prefix = (await prefixInRepository(folder)) ?? '';
  return readWaivers(join(folder, waiversFile), prefix + waiversFile, knownRuleIds);
}
