import type { Tool } from '../tool';
import { provider, validationSkipped } from './provider';

/** Terraform, and the providers that build quickly. */
export const terraformTools: readonly Tool[] = [
  {
    name: 'terraform',
    version: '1.11.4',
    proves: 'every stack initialises, validates and applies',
    minutes: 0,
    onSystem: {
      commands: ['terraform', 'tofu'],
      variable: 'TERRAFORM_BINARY_NAME',
      versionArguments: ['version'],
      minimum: '1.11.0',
    },
    sources: [
      { kind: 'manual', instruction: 'install Terraform 1.11 or newer, or OpenTofu with TERRAFORM_BINARY_NAME=tofu' },
    ],
    without: 'all Terraform proofs are skipped by name',
  },
  provider('random', '3.9.0', 0.5, 'stacks that draw names', validationSkipped('stacks that use it'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-random',
    version: 'v1.3.2-0.20260824155315-e1092b0cfc07',
    declaredPath: 'github.com/terraform-providers/terraform-provider-random',
  }),
  provider('kubernetes', '2.38.0', 0.5, 'the platform stack', validationSkipped('the platform stack')),
  provider('helm', '3.1.1', 0.5, 'the gitops stack', validationSkipped('the gitops stack')),
];
