import type { TerraformStack } from 'cdktf';

/*
 * What the frozen bindings (aws 6.25) and cdktf 0.21 lack against the current provider (aws 6.48) and Terraform, all of
 * it in this file.
 */

/** The bindings ask for aws ~> 6.0; the stacks are written for, and checked with, the current minor. */
export const requireCurrentProvider = (stack: TerraformStack): void => {
  stack.addOverride('terraform.required_providers.aws.version', '~> 6.48');
  // Write-only arguments and ephemeral values.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
};

/** cdktf knows the lock table only; S3 locks by itself since Terraform 1.10, with an object that one writer can create. */
export const lockInBucket = (stack: TerraformStack): void =>
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
