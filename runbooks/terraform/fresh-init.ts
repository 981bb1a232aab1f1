import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOptions, CallResult, TerraformProgram } from './terraform-program';

/**
 * An init that believes nothing of an earlier one. Which backend was used last is torn where Terraform was killed while it
 * wrote that, and then no init, `-reconfigure` or not, gets past it.
 */
export function freshInit(terraform: TerraformProgram, options: CallOptions): Promise<CallResult> {
  rmSync(join(options.folder, '.terraform', 'terraform.tfstate'), { force: true });
  return terraform.call(['init', '-reconfigure', '-input=false', '-no-color'], options);
}
