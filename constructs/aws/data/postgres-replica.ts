import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { Construct } from 'constructs';
import type { PostgresNeed } from '../../../services';
import { databaseName } from '../names';
import { caCertIdentifier, databaseLogs, port, type ServerProps, watching } from './postgres-server';
import { instanceClasses, maxStorageGiB } from './postgres-sizes';
import { maintenanceWindow } from './store-maintenance';

export interface AwsReadReplicaProps extends ServerProps {
  readonly need: PostgresNeed;
  readonly owner: readonly [service: string, need: string];
  readonly source: DbInstance;
  /** Tells it apart from the server: `read-1`. */
  readonly part: string;
  /** Counted from 0. */
  readonly index: number;
}

/**
 * A copy of a database that answers reads, seconds behind. It has the server's users, parameters, subnets, security group
 * and key: those that RDS does not ask for again, it takes over from the source.
 */
export class AwsReadReplica extends Construct {
  readonly address: string;

  constructor(scope: Construct, id: string, props: AwsReadReplicaProps) {
    super(scope, id);
    const { site, foundation, need, owner, source, part, index } = props;
    const identifier = databaseName(site, ...owner, part);
    const logs = databaseLogs(this, props, identifier);
    this.address = new DbInstance(this, 'instance', {
      identifier,
      replicateSourceDb: source.identifier,
      instanceClass: instanceClasses[need.size],
      // The source is in the first two zones, as RDS likes; copies begin with the last.
      availabilityZone: [...site.zones].reverse()[index % site.zones.length],
      autoMinorVersionUpgrade: true,
      iamDatabaseAuthenticationEnabled: true,
      port,
      storageType: 'gp3',
      maxAllocatedStorage: maxStorageGiB(need.storageGiB),
      storageEncrypted: true,
      publiclyAccessible: false,
      vpcSecurityGroupIds: source.vpcSecurityGroupIdsInput,
      parameterGroupName: source.parameterGroupNameInput,
      caCertIdentifier,
      copyTagsToSnapshot: true,
      // All that it has, its source has too.
      skipFinalSnapshot: true,
      maintenanceWindow: maintenanceWindow(site),
      applyImmediately: false,
      ...watching(props),
      deletionProtection: site.deletionProtection,
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...logs, ...foundation.monitoringRole.ready],
    }).address;
  }
}
