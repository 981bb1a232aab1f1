import { TerraformOutput, type TerraformOutputConfig } from 'cdktf';
import type { Construct } from 'constructs';

/** An output under exactly this name, which people and runbooks ask for. */
export const output = (scope: Construct, name: string, config: TerraformOutputConfig): void =>
  new TerraformOutput(scope, name, config).overrideLogicalId(name);
