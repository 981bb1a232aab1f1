import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import { SqlDatabase } from '@cdktf/provider-google/lib/sql-database';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { PostgresNeed, SecondUser } from '../../services';
import { type CloudNeedProvider, secondUser, secondUsers, secretName, userRequest } from '../contracts';
import { externalSecret, postgresSecretKeys } from '../kubernetes/external-secret';
import { postgresBoundUsers, postgresUsers } from '../kubernetes/postgres-users';
import { ephemeralPassword } from '../terraform/ephemeral-password';
import { keepFinalBackup } from './bridge';
import { readMetrics } from './cloud-metrics';
import type { GoogleKey } from './key';
import { hashedComputeName, secretId, sqlInstanceName } from './names';
import { sqlMachine } from './postgres-sizes';
import { GoogleSecret, readSecret } from './secret-version';
import type { GoogleSiteNetwork } from './site-network';
import { storeLevels } from './store-metrics';
import type { GoogleTypes } from './types';

const port = 5432;
const passwordLength = 40;
const finalBackupRetentionDays = 30;

/** Who connected, what waited, what changed the schema; never the data itself. */
const databaseFlags: Readonly<Record<string, string>> = {
  'cloudsql.enable_pgaudit': 'on',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_duration: 'off',
  log_hostname: 'on',
  log_lock_waits: 'on',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
  log_temp_files: '0',
};

/** Lets the log be decoded; Cloud SQL restarts for it. */
const decoding = { 'cloudsql.logical_decoding': 'on' } as const;

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
    const address = this.endpoint(props, instance);
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
          host: address.address,
          port: String(port),
          username,
          password: secret,
          dbname: database.name,
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
    const instance = new SqlDatabaseInstance(this, 'instance', {
      name: sqlInstanceName(site, ...owner),
      region: site.region,
      databaseVersion: `POSTGRES_${need.majorVersion}`,
      encryptionKeyName: key.keyId,
      deletionProtection: site.deletionProtection,
      settings: {
        ...sqlMachine(need),
        availabilityType: need.highlyAvailable ? 'REGIONAL' : 'ZONAL',
        diskType: 'PD_SSD',
        diskSize: need.storageGiB,
        diskAutoresize: true,
        backupConfiguration: {
          enabled: true,
          location: site.region,
          startTime: '01:00',
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: backupRetentionDays,
          backupRetentionSettings: { retainedBackups: backupRetentionDays, retentionUnit: 'COUNT' },
        },
        ipConfiguration: {
          ipv4Enabled: false,
          sslMode: 'ENCRYPTED_ONLY',
          pscConfig: [{ pscEnabled: true, allowedConsumerProjects: [site.projectId] }],
        },
        // Sunday, after the backup; versions that others have run for a while.
        maintenanceWindow: { day: 7, hour: 3, updateTrack: 'stable' },
        insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, queryPlansPerMinute: 5 },
        databaseFlags: Object.entries({ ...databaseFlags, ...(need.capture ? decoding : {}) }).map(([name, value]) => ({
          name,
          value,
        })),
        deletionProtectionEnabled: site.deletionProtection,
        retainBackupsOnDelete: site.deletionProtection,
        userLabels: { ...site.tags },
      },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    if (site.deletionProtection) keepFinalBackup(instance, finalBackupRetentionDays);
    return instance;
  }

  private endpoint({ site, network, owner }: GooglePostgresProps, instance: SqlDatabaseInstance): ComputeAddress {
    const name = hashedComputeName(site, ...owner);
    const address = new ComputeAddress(this, 'address', {
      name,
      region: site.region,
      addressType: 'INTERNAL',
      subnetwork: network.endpointSubnetId,
    });
    new ComputeForwardingRule(this, 'endpoint', {
      name,
      region: site.region,
      network: network.networkId,
      ipAddress: address.selfLink,
      loadBalancingScheme: '',
      target: instance.pscServiceAttachmentLink,
      // Sites in other regions may connect.
      allowPscGlobalAccess: true,
    });
    return address;
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
        properties: postgresSecretKeys,
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
