import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import { archiveLogs } from '../diagnostics';
import { protect } from '../locks';
import { postgresServerName } from '../names';
import { privateEndpoint } from '../private-endpoint';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import type { AzureKey } from './key';
import { serverParameters } from './postgres-parameters';
import { postgresSku, postgresStorageMib } from './postgres-sizes';
import { maintenanceWindow } from './store-maintenance';

export const logCategories = ['PostgreSQLLogs', 'PostgreSQLFlexSessions', 'PostgreSQLFlexQueryStoreRuntime'];

export interface AzureReadReplicaProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  readonly key: AzureKey;
  readonly need: PostgresNeed;
  readonly owner: readonly [service: string, need: string];
  readonly source: PostgresqlFlexibleServer;
  /** Tells it apart from the server: `read-1`. */
  readonly part: string;
  /** Counted from 0. */
  readonly index: number;
  /** What the source must have been through. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * A copy of a database that answers reads, seconds behind, behind a private endpoint of its own. Users and data are the
 * source's; parameters it takes over when it is made and never after, so they are stated again.
 */
export class AzureReadReplica extends Construct {
  readonly host: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AzureReadReplicaProps) {
    super(scope, id);
    const { site, network, key, need, owner, source, part, index, after } = props;
    const group = resourceGroup(this, site, 'data');
    const server = new PostgresqlFlexibleServer(this, 'server', {
      name: postgresServerName(site, ...owner, part),
      location: site.region,
      resourceGroupName: group.name,
      createMode: 'Replica',
      sourceServerId: source.id,
      version: String(need.majorVersion),
      skuName: postgresSku(need),
      storageMb: postgresStorageMib(need.storageGiB),
      autoGrowEnabled: true,
      publicNetworkAccessEnabled: false,
      zone: [...site.zones].reverse()[index % site.zones.length],
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      customerManagedKey: { keyVaultKeyId: key.keyId, primaryUserAssignedIdentityId: key.identityId },
      maintenanceWindow: maintenanceWindow(site),
      lifecycle: { preventDestroy: site.deletionProtection, ignoreChanges: ['storage_mb'] },
      dependsOn: [...key.ready, ...after],
    });
    privateEndpoint(this, 'endpoint', {
      site,
      group,
      access: network,
      name: server.name,
      target: server.id,
      kind: 'postgres',
    });
    archiveLogs(this, 'logs', { of: server.id, archiveId: network.archiveId, categories: logCategories });
    protect(this, site, server.id);
    this.host = server.fqdn;
    this.ready = [server, ...serverParameters(this, server.id, need)];
  }
}
