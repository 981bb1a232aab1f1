import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import type { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import { hashedComputeName } from '../names';
import type { GoogleSiteNetwork } from '../site-network';
import { flagsOf } from './postgres-flags';
import { sqlMachine } from './postgres-sizes';

/** What a server and its copies for reads have alike. */

export const port = 5432;

/** Machine, disk, way in, flags and insights. */
export const serverSettings = (site: GoogleSite, need: PostgresNeed) => ({
  ...sqlMachine(need),
  diskType: 'PD_SSD',
  diskSize: need.storageGiB,
  diskAutoresize: true,
  ipConfiguration: {
    ipv4Enabled: false,
    sslMode: 'ENCRYPTED_ONLY',
    pscConfig: [{ pscEnabled: true, allowedConsumerProjects: [site.projectId] }],
  },
  insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, queryPlansPerMinute: 5 },
  databaseFlags: flagsOf(need),
  deletionProtectionEnabled: site.deletionProtection,
  userLabels: { ...site.tags },
});

/**
 * An address of the site's endpoint subnet that leads to a server.
 * @param parts what the endpoint is named after
 */
export function sqlEndpoint(
  scope: Construct,
  { site, network }: { readonly site: GoogleSite; readonly network: GoogleSiteNetwork },
  instance: SqlDatabaseInstance,
  parts: readonly string[],
): string {
  const name = hashedComputeName(site, ...parts);
  const address = new ComputeAddress(scope, 'address', {
    name,
    region: site.region,
    addressType: 'INTERNAL',
    subnetwork: network.endpointSubnetId,
  });
  new ComputeForwardingRule(scope, 'endpoint', {
    name,
    region: site.region,
    network: network.networkId,
    ipAddress: address.selfLink,
    loadBalancingScheme: '',
    target: instance.pscServiceAttachmentLink,
    // Sites in other regions may connect.
    allowPscGlobalAccess: true,
  });
  return address.address;
}
