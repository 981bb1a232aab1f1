import { stackNames } from '../../../constructs/contracts';
import { awsSite } from '../../fixtures/sites';
import { type Json, synthesize } from './aws-stacks';

const stacks = synthesize();

describe('providers and state', () => {
  it('names the current provider, and a Terraform that knows ephemeral values', () => {
    for (const { terraform } of Object.values(stacks)) {
      expect(terraform.required_providers.aws).toMatchObject({ source: 'aws', version: '~> 6.48' });
      expect(terraform.required_version).toBe('>= 1.11.0');
    }
  });

  it('works in one account and region, and tags everything', () => {
    for (const { provider } of Object.values(stacks)) {
      // Policies of the organisation are attached from its own account.
      expect(provider.aws.filter(({ alias }: Json) => alias === undefined)).toEqual([
        {
          region: 'eu-west-1',
          allowed_account_ids: ['123456789012'],
          default_tags: [{ tags: awsSite().tags }],
        },
      ]);
    }
  });

  it('keeps all state, its own included, encrypted with the key of the site and locked in the bucket', () => {
    for (const [name, { terraform }] of Object.entries(stacks)) {
      expect(stackNames).toContain(name);
      expect(terraform.backend).toEqual({
        s3: {
          bucket: 'acme-test-aws-eu-west-1-state-cbbb2e14',
          key: `test-aws-eu-west-1-${name}.tfstate`,
          region: 'eu-west-1',
          encrypt: true,
          kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:alias/evenkeel/test-aws-eu-west-1/state',
          use_lockfile: true,
        },
      });
    }
  });
});
