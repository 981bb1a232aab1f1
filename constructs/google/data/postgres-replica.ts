import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import { sqlInstanceName } from '../names';
import type { GoogleSiteNetwork } from '../site-network';
import type { GoogleKey } from './key';
import { serverSettings, sqlEndpoint } from './postgres-server';

export interface GoogleReadReplicaProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly key: GoogleKey;
  readonly need: PostgresNeed;
  readonly owner: readonly [service: string, need: string];
  readonly source: SqlDatabaseInstance;
  /** Tells it apart from the server: `read-1`. */
  readonly part: string;
  /** Counted from 0. */
  readonly index: number;
}

/**
 * A copy of a database that answers reads, seconds behind, at an address of its own. Users and data are the server's; it
 * is patched before the server, in the server's window.
 */
export class GoogleReadReplica extends Construct {
  readonly address: string;

  constructor(scope: Construct, id: string, props: GoogleReadReplicaProps) {
    super(scope, id);
    const { site, key, need, owner, source, part, index } = props;
    const instance = new SqlDatabaseInstance(this, 'instance', {
      name: sqlInstanceName(site, ...owner, part),
      region: site.region,
      databaseVersion: `POSTGRES_${need.majorVersion}`,
      masterInstanceName: source.name,
      instanceType: 'READ_REPLICA_INSTANCE',
      encryptionKeyName: key.keyId,
      deletionProtection: site.deletionProtection,
      settings: {
        ...serverSettings(site, need),
        availabilityType: 'ZONAL',
        locationPreference: { zone: [...site.zones].reverse()[index % site.zones.length] },
      },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    this.address = sqlEndpoint(this, props, instance, [...owner, part]);
  }
}
