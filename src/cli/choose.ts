import { SeamError } from '../errors/seam-error.js';
import type { Finding } from '../model/report.js';
import { visible } from '../report/escape.js';

/**
 * Lets somebody at a terminal choose among findings; the worst stand first.
 * @throws SeamError `interrupted` where they leave
 */
export async function chooseFindings(findings: readonly Finding[]): Promise<readonly Finding[]> {
  if (findings.length === 0) return [];
  const { isCancel, multiselect } = await import('@clack/prompts');
  const chosen = await multiselect({
    message: 'Which findings become part of the contracts? Space chooses, Enter goes on.',
    options: findings.map(({ fingerprint, path, rule, verdict }) => ({
      value: fingerprint,
      label: visible(`${path.entity} ${path.field ?? ''} ${rule}`.replace(/ {2,}/g, ' ')),
      hint: verdict,
    })),
    required: false,
    output: process.stderr,
  });
  if (isCancel(chosen)) throw new SeamError('interrupted', { why: 'Nothing was accepted.' });
  return findings.filter(({ fingerprint }) => chosen.includes(fingerprint));
}
