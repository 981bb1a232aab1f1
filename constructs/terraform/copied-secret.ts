import type { Construct } from 'constructs';
import type { SecretCommands } from '../contracts';
import { TerraformData } from './terraform-data';

export interface CopiedSecretProps {
  readonly from: SecretCommands;
  readonly to: SecretCommands;
  /** Another one has the two compared again. */
  readonly round: number;
}

/**
 * Writes a secret of one store into another, once, and only where the two differ: so it may be done again whenever
 * somebody doubts, and changes nothing. The value passes through a pipe: it stands in no argument, plan, state or log.
 */
export function copiedSecret(scope: Construct, id: string, { from, to, round }: CopiedSecretProps): void {
  const command = [
    'set -eu',
    `value="$(${from.read})"`,
    '[ -n "$value" ]',
    `[ "$(${to.read})" = "$value" ] || printf %s "$value" | ${to.write}`,
  ].join('\n');
  new TerraformData(scope, id, {
    triggersReplace: { round: String(round) },
    provisioners: [{ type: 'local-exec', command }],
  });
}
