import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { GcsBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import { type TagFields, tagServices } from '../terraform/service-tags';
import { useSiteProvider } from '../terraform/site-provider';
import { requireCurrentProvider } from './bridge';
import { bucketName, keyPath } from './names';

/** Bucket of the site's remote state; `GoogleState` makes it. */
export const stateBucketName = (site: GoogleSite): string => bucketName(site, 'state');

/** Key of the remote state in the ring `state`; `GoogleState` makes it. */
export const stateKeyName = 'state';

/**
 * Remote state in Cloud Storage, which locks by itself: a lock is an object that only one writer can create. So is the
 * state of the stack that makes the bucket: `evenkeel bootstrap` brings it there.
 */
export function backend(stack: TerraformStack, site: GoogleSite): void {
  new GcsBackend(stack, {
    bucket: stateBucketName(site),
    prefix: stack.node.id,
    kmsEncryptionKey: keyPath(site, 'state', stateKeyName),
  });
}

/** Its `tags` are those of the resource manager, by which nothing is billed. */
const labelFields: TagFields = {
  prefix: 'google_',
  field: 'labels',
  elsewhere: { google_sql_database_instance: 'settings.user_labels' },
};

/** The Google provider for one project and region; every resource that can carries the site's labels. */
export function providers(scope: Construct, site: GoogleSite, alias?: string): void {
  const provider = new GoogleProvider(scope, 'google', {
    ...(alias === undefined ? {} : { alias }),
    project: site.projectId,
    region: site.region,
    // The site's own labels say who manages a resource.
    addTerraformAttributionLabel: false,
  });
  // As an override: cdktf would turn the dashes of a provider's keys into underscores.
  provider.addOverride('default_labels', { ...site.tags });
  useSiteProvider(scope, provider);
  tagServices(scope, labelFields);
  requireCurrentProvider(TerraformStack.of(scope));
}
