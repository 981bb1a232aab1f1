import { SqlDatabase } from '@cdktf/provider-google/lib/sql-database';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { PostgresNeed, SecondUser } from '../../../services';
import {
  type CloudNeedProvider,
  readReplicaParts,
  secondUser,
  secondUsers,
  secretName,
  userRequest,
} from '../../contracts';
import { externalSecret, postgresSecretKeys } from '../../kubernetes/external-secret';
import { postgresBoundUsers, postgresUsers } from '../../kubernetes/postgres-users';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { keepFinalBackup } from '../bridge';
import { secretId, sqlInstanceName } from '../names';
import { GoogleSecret, readSecret } from '../secret-version';
import type { GoogleSiteNetwork } from '../site-network';
import type { GoogleTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import type { GoogleKey } from './key';
import { GoogleReadReplica } from './postgres-replica';
import { port, serverSettings, sqlEndpoint } from './postgres-server';
import { denyMaintenance, weeklyWindow } from './store-maintenance';
import { storeLevels } from './store-metrics';

const passwordLength = 40;
const finalBackupRetentionDays = 30;

export interface GooglePostgresProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly key: GoogleKey;
  readonly need: PostgresNeed;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  /** Where host, port, user, password and database are written as JSON. */
  readonly secretId: string;
  /** The same for every user besides the owner. */
  readonly users: Readonly<Partial<Record<SecondUser, string>>>;
}

/**
 * Cloud SQL for PostgreSQL, reached through Private Service Connect: the database is one address of the site's own
 * endpoint subnet. The other private way, peering with Google's network, is not transitive (sites behind a VPN or
 * interconnect could not reach it), takes a whole range, and holds the network back from deletion.
 */
export class GooglePostgres extends Construct {
  constructor(scope: Construct, id: string, props: GooglePostgresProps) {
    super(scope, id);
    const { need } = props;
    const instance = this.instance(props);
    const address = sqlEndpoint(this, props, instance, props.owner);
    const readHosts = readReplicaParts(need).map(
      (part, index) => new GoogleReadReplica(this, part, { ...props, source: instance, part, index }).address,
    );
    const password = ephemeralPassword(this, 'password', passwordLength);
    const database = new SqlDatabase(this, 'database', {
      instance: instance.name,
      name: need.database,
      // Dropped together with its instance; on its own it must not go.
      deletionPolicy: 'ABANDON',
    });
    const user = new SqlUser(this, 'user', {
      instance: instance.name,
      name: need.database,
      passwordWo: password,
      passwordWoVersion: props.site.rotation.passwordVersion,
      deletionPolicy: 'ABANDON',
    });
    const connection = (name: string, id: string, username: string, secret: string) =>
      new GoogleSecret(this, name, {
        site: props.site,
        secretId: id,
        key: props.key,
        value: Fn.jsonencode({
          host: address,
          port: String(port),
          username,
          password: secret,
          dbname: database.name,
          ...(readHosts.length > 0 ? { readHosts: Fn.join(',', readHosts) } : {}),
        }),
        valueVersion: props.site.rotation.passwordVersion,
      });
    connection('connection', props.secretId, user.name, password);
    // Made by SQL, not here: every user that Cloud SQL's own interface makes is an administrator.
    for (const [as, id] of Object.entries(props.users)) {
      const secret = ephemeralPassword(this, `${as}-password`, passwordLength);
      connection(`${as}-connection`, id, secondUser(need, as as SecondUser), secret);
    }
  }

  private instance({ site, key, need, owner }: GooglePostgresProps): SqlDatabaseInstance {
    const { backupRetentionDays } = need;
    const window = weeklyWindow(site);
    const instance = new SqlDatabaseInstance(this, 'instance', {
      name: sqlInstanceName(site, ...owner),
      region: site.region,
      databaseVersion: `POSTGRES_${need.majorVersion}`,
      encryptionKeyName: key.keyId,
      deletionProtection: site.deletionProtection,
      settings: {
        ...serverSettings(site, need),
        availabilityType: need.highlyAvailable ? 'REGIONAL' : 'ZONAL',
        backupConfiguration: {
          enabled: true,
          location: site.region,
          // After the window has opened it might be put off.
          startTime: `${`${(window.hour + 22) % 24}`.padStart(2, '0')}:00`,
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: backupRetentionDays,
          backupRetentionSettings: { retainedBackups: backupRetentionDays, retentionUnit: 'COUNT' },
        },
        // Versions that others have run for a while.
        maintenanceWindow: { day: window.number, hour: window.hour, updateTrack: 'stable' },
        ...denyMaintenance(site),
        retainBackupsOnDelete: site.deletionProtection,
      },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    if (site.deletionProtection) keepFinalBackup(instance, finalBackupRetentionDays);
    return instance;
  }
}

/** Cloud SQL; its address and password lie in Secret Manager, from where External Secrets copies them. */
export const postgres: CloudNeedProvider<'postgres', GoogleTypes> = {
  bind: (request) => ({
    secretName: secretName(request),
    // The server's certificate is signed by an authority of its own; the network path is private.
    sslMode: 'require',
    egress: [{ cidr: request.site.addresses.endpoints, ports: [{ port, protocol: 'TCP' }] }],
    ...postgresBoundUsers(request, (user, as) => (as === 'capture' ? [`ALTER ROLE ${user} REPLICATION`] : [])),
  }),
  manifests: (scope, request) => {
    for (const one of postgresUsers(request)) {
      externalSecret(scope, {
        name: secretName(one),
        namespace: request.namespace,
        remoteKey: secretId(one),
        properties: postgresSecretKeys(request.need),
      });
    }
  },
  levels: storeLevels.postgres,
  provision: (scope, request, { network, key }) => {
    const { site, need, service, name } = request;
    new GooglePostgres(scope, 'postgres', {
      site,
      network,
      key,
      need,
      owner: [service, name],
      secretId: secretId(request),
      users: Object.fromEntries(secondUsers(need).map((as) => [as, secretId(userRequest(request, as))])),
    });
    return {
      serviceGrants: [],
      secretReaderGrants: postgresUsers(request).map((one) => readSecret(secretId(one))),
      metricReaderGrants: readMetrics,
    };
  },
};
