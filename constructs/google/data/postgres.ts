import { SqlDatabase } from '@cdktf/provider-google/lib/sql-database';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { CopyPlace, GoogleSite } from '../../../environments/model';
import type { PostgresNeed, SecondUser } from '../../../services';
import {
  type CloudNeedProvider,
  connectionVersion,
  isCopiedBy,
  isVaulted,
  readReplicaParts,
  regionCopies,
  secondUser,
  secondUsers,
  secretName,
  takenFrom,
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
import type { GoogleDatabaseVault } from './postgres-vault';
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
  /** Site in another region that the server follows until it is promoted. Default: it is a server of its own. */
  readonly source?: CopyPlace;
  /** It follows a server in another region, or is followed by one. */
  readonly copied: boolean;
  /** The site's locked vault, where its backups lie. Default: they are Cloud SQL's own. */
  readonly vault?: GoogleDatabaseVault;
}

/**
 * Cloud SQL for PostgreSQL, reached through Private Service Connect: the database is one address of the site's own
 * endpoint subnet. The other private way, peering with Google's network, is not transitive (sites behind a VPN or
 * interconnect could not reach it), takes a whole range, and holds the network back from deletion.
 */
export class GooglePostgres extends Construct {
  constructor(scope: Construct, id: string, props: GooglePostgresProps) {
    super(scope, id);
    const { site, need, owner, source, vault } = props;
    const instance = this.instance(props);
    vault?.keep(this, site, { need, owner }, instance);
    const address = sqlEndpoint(this, props, instance, props.owner);
    // Until it is promoted, a copy answers reads itself.
    const readHosts = readReplicaParts(need).map((part, index) =>
      source ? address : new GoogleReadReplica(this, part, { ...props, source: instance, part, index }).address,
    );
    const password = ephemeralPassword(this, 'password', passwordLength);
    const { database, username } = this.contents(props, instance, password);
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
          dbname: database,
          ...(readHosts.length > 0 ? { readHosts: Fn.join(',', readHosts) } : {}),
        }),
        valueVersion: connectionVersion(props.site.rotation.passwordVersion, source !== undefined),
      });
    connection('connection', props.secretId, username, password);
    // Made by SQL, not here: every user that Cloud SQL's own interface makes is an administrator.
    for (const [as, id] of Object.entries(props.users)) {
      const secret = ephemeralPassword(this, `${as}-password`, passwordLength);
      connection(`${as}-connection`, id, secondUser(need, as as SecondUser), secret);
    }
  }

  /** The database and its owner; a copy has those of its source. */
  private contents(
    { site, need, source }: GooglePostgresProps,
    instance: SqlDatabaseInstance,
    password: string,
  ): { readonly database: string; readonly username: string } {
    if (source) return { database: need.database, username: need.database };
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
      passwordWoVersion: site.rotation.passwordVersion,
      deletionPolicy: 'ABANDON',
    });
    return { database: database.name, username: user.name };
  }

  private instance({ site, key, need, owner, source, copied, vault }: GooglePostgresProps): SqlDatabaseInstance {
    // To state the other type and no source promotes the server where it stands.
    const type = source ? 'READ_REPLICA_INSTANCE' : 'CLOUD_SQL_INSTANCE';
    const instance = new SqlDatabaseInstance(this, 'instance', {
      name: sqlInstanceName(site, ...owner),
      region: site.region,
      databaseVersion: `POSTGRES_${need.majorVersion}`,
      ...(copied ? { instanceType: type } : {}),
      ...(source
        ? { masterInstanceName: sqlInstanceName({ organisation: site.organisation, name: source.name }, ...owner) }
        : {}),
      encryptionKeyName: key.keyId,
      deletionProtection: site.deletionProtection,
      settings: {
        ...serverSettings(site, need),
        availabilityType: need.highlyAvailable ? 'REGIONAL' : 'ZONAL',
        ...(source ? {} : ownSettings(site, need)),
      },
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // The plan of a vault takes its place.
        ...(vault ? { ignoreChanges: ['settings[0].backup_configuration'] } : {}),
      },
      dependsOn: [...key.ready],
    });
    if (site.deletionProtection && !source) keepFinalBackup(instance, finalBackupRetentionDays);
    return instance;
  }
}

/** What a copy neither has nor is asked for: it is backed up and patched with its source. */
const ownSettings = (site: GoogleSite, { backupRetentionDays }: PostgresNeed) => {
  const window = weeklyWindow(site);
  return {
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
  };
};

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
  provision: (scope, request, { network, foundation, key }) => {
    const { site, need, service, name } = request;
    new GooglePostgres(scope, 'postgres', {
      site,
      network,
      key,
      need,
      owner: [service, name],
      secretId: secretId(request),
      users: Object.fromEntries(secondUsers(need).map((as) => [as, secretId(userRequest(request, as))])),
      source: takenFrom(request, regionCopies.replica),
      copied: isCopiedBy(request, regionCopies.replica),
      ...(isVaulted(request) ? { vault: foundation.databaseVault } : {}),
    });
    return {
      serviceGrants: [],
      secretReaderGrants: postgresUsers(request).map((one) => readSecret(secretId(one))),
      metricReaderGrants: readMetrics,
    };
  },
};
