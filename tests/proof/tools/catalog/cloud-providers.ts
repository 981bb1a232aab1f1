import type { Tool } from '../tool';
import { provider, validationSkipped } from './provider';

/** The providers of the clouds, the slowest build last. */
export const cloudProviders: readonly Tool[] = [
  provider('google', '7.46.0', 5, 'Google stacks', validationSkipped('Google stacks'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-google',
    version: 'v1.20.1-0.20260828184646-f3721fb45fa3',
  }),
  provider('azurerm', '5.2.0', 12, 'Azure stacks', validationSkipped('Azure stacks'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-azurerm',
    version: 'v1.44.1-0.20260824201233-fae580791926',
  }),
  provider(
    'aws',
    '6.48.0',
    36,
    'AWS stacks',
    'AWS stacks are skipped by name, unless a local plugin folder has a version that they take',
    {
      kind: 'go',
      module: 'github.com/hashicorp/terraform-provider-aws',
      version: 'v1.60.1-0.20260602190131-5f2286d6d836',
    },
  ),
];
