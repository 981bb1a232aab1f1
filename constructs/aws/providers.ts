import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import { tagServices } from '../terraform/service-tags';
import { useSiteProvider } from '../terraform/site-provider';
import { lockInBucket, requireCurrentProvider } from './bridge';
import { keyAliasArn, stateBucketName, stateKeyName } from './names';
import { signInProfile } from './sign-in';

/**
 * Remote state in S3, encrypted with the site's state key and locked by an object in the bucket itself. So is the state of
 * the stack that makes the bucket: `evenkeel bootstrap` brings it there.
 */
export function backend(stack: TerraformStack, site: AwsSite): void {
  new S3Backend(stack, {
    bucket: stateBucketName(site),
    key: `${stack.node.id}.tfstate`,
    region: site.region,
    encrypt: true,
    kmsKeyId: keyAliasArn(site, stateKeyName),
  });
  lockInBucket(stack);
}

/** The AWS provider for one account and region, and no other account by mistake; everything carries the site's tags. */
export function providers(scope: Construct, site: AwsSite, alias?: string): void {
  const provider = new AwsProvider(scope, 'aws', {
    region: site.region,
    allowedAccountIds: [site.accountId],
    ...(alias === undefined ? {} : { alias, profile: signInProfile(site) }),
  });
  // As an override: cdktf would turn the dashes of a provider's keys into underscores.
  provider.addOverride('default_tags', [{ tags: { ...site.tags } }]);
  useSiteProvider(scope, provider);
  tagServices(scope, { prefix: 'aws_', field: 'tags' });
  requireCurrentProvider(TerraformStack.of(scope));
}
