import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { PostgresqlFlexibleServerConfiguration } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration';
import { PostgresqlFlexibleServerDatabase } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-database';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import type { PostgresNeed, SecondUser } from '../../services';
import { type CloudNeedProvider, secondUser, secondUsers, secretName, userRequest } from '../contracts';
import { externalSecret, postgresSecretKeys } from '../kubernetes/external-secret';
import { postgresBoundUsers, postgresUsers } from '../kubernetes/postgres-users';
import { ephemeralPassword } from '../terraform/ephemeral-password';
import { readMetrics } from './cloud-metrics';
import { archiveLogs } from './diagnostics';
import type { AzureFoundation } from './foundation';
import type { AzureKey } from './key';
import { protect } from './locks';
import { postgresServerName, vaultSecretName } from './names';
import { postgresSku, postgresStorageMib } from './postgres-sizes';
import { privateEndpoint } from './private-endpoint';
import { resourceGroup } from './resource-group';
import type { AzureSiteNetwork } from './site-network';
import { storeIds, storeLevels } from './store-metrics';
import type { AzureTypes } from './types';
import { AzureSecret, readSecret } from './vault-secret';

const port = 5432;
const passwordLength = 40;

/** TLS only; who connected, what waited, what changed the schema, which queries take long; never the data itself. */
const serverParameters: Readonly<Record<string, string>> = {
  require_secure_transport: 'on',
  ssl_min_protocol_version: 'TLSv1.2',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_lock_waits: 'on',
  log_statement: 'ddl',
  'pg_qs.query_capture_mode': 'top',
  'pgms_wait_sampling.query_capture_mode': 'all',
};

/** Extensions that are not named here nobody may create, the administrator included. */
const permitted = ({ extensions = [] }: PostgresNeed): Readonly<Record<string, string>> =>
  extensions.length > 0 ? { 'azure.extensions': extensions.map((name) => name.toUpperCase()).join(',') } : {};

/**
 * Lets the log be decoded; the provider restarts the server for it. Fewer workers run out beside the server's own.
 * Source: learn.microsoft.com/azure/postgresql/configure-maintain/concepts-logical.
 */
const decoding = ({ storageGiB }: PostgresNeed): Readonly<Record<string, string>> => ({
  wal_level: 'logical',
  max_worker_processes: '16',
  // A capture that stands keeps no more log than half of the volume; after that it begins anew.
  max_slot_wal_keep_size: `${storageGiB * 512}`,
});

/** Azure keeps these for itself. Source: learn.microsoft.com/azure/postgresql/flexible-server/security-manage-database-users. */
const reservedLogins = ['admin', 'administrator', 'azure_pg_admin', 'azure_superuser', 'guest', 'public', 'root'];

function login({ database }: PostgresNeed): string {
  if (!reservedLogins.includes(database) && !database.startsWith('pg_')) return database;
  throw new Error(
    `POSTGRES_NAME database "${database}": Azure keeps ${reservedLogins.join(', ')} and pg_* as logins; rename the database`,
  );
}

const logCategories = ['PostgreSQLLogs', 'PostgreSQLFlexSessions', 'PostgreSQLFlexQueryStoreRuntime'];

export interface AzurePostgresProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  readonly foundation: AzureFoundation;
  readonly key: AzureKey;
  readonly need: PostgresNeed;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  /** Where host, port, user, password and database are written as JSON. */
  readonly secretName: string;
  /** The same for every user besides the owner. */
  readonly users: Readonly<Partial<Record<SecondUser, string>>>;
}

/**
 * Azure Database for PostgreSQL, reached through a private endpoint. The other private way, a subnet given to the service,
 * cannot be changed later, takes a range for the service alone and rules replicas in other networks out.
 */
export class AzurePostgres extends Construct {
  constructor(scope: Construct, id: string, props: AzurePostgresProps) {
    super(scope, id);
    const { site, network, foundation, need } = props;
    const password = ephemeralPassword(this, 'password', passwordLength);
    const server = this.server(props, password);
    const database = new PostgresqlFlexibleServerDatabase(this, 'database', {
      name: need.database,
      serverId: server.id,
      charset: 'UTF8',
      collation: 'en_US.utf8',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const parameters = { ...serverParameters, ...permitted(need), ...(need.capture ? decoding(need) : {}) };
    for (const [name, value] of Object.entries(parameters)) {
      new PostgresqlFlexibleServerConfiguration(this, name, { name, value, serverId: server.id });
    }
    privateEndpoint(this, 'endpoint', {
      site,
      group: resourceGroup(this, site, 'data'),
      access: network,
      name: server.name,
      target: server.id,
      kind: 'postgres',
    });
    archiveLogs(this, 'logs', { of: server.id, archiveId: network.archiveId, categories: logCategories });
    protect(this, site, server.id);
    const connection = (id: string, name: string, username: string, secret: string) =>
      new AzureSecret(this, id, {
        foundation,
        name,
        contentType: 'application/json',
        value: Fn.jsonencode({
          host: server.fqdn,
          port: String(port),
          username,
          password: secret,
          dbname: database.name,
        }),
        valueVersion: site.rotation.passwordVersion,
      });
    connection('connection', props.secretName, server.administratorLogin, password);
    for (const [as, name] of Object.entries(props.users)) {
      const secret = ephemeralPassword(this, `${as}-password`, passwordLength);
      connection(`${as}-connection`, name, secondUser(need, as as SecondUser), secret);
    }
  }

  private server({ site, key, need, owner }: AzurePostgresProps, password: string): PostgresqlFlexibleServer {
    return new PostgresqlFlexibleServer(this, 'server', {
      name: postgresServerName(site, ...owner),
      location: site.region,
      resourceGroupName: resourceGroup(this, site, 'data').name,
      version: String(need.majorVersion),
      skuName: postgresSku(need),
      storageMb: postgresStorageMib(need.storageGiB),
      autoGrowEnabled: true,
      administratorLogin: login(need),
      administratorPasswordWo: password,
      administratorPasswordWoVersion: site.rotation.passwordVersion,
      authentication: { passwordAuthEnabled: true, activeDirectoryAuthEnabled: false },
      publicNetworkAccessEnabled: false,
      backupRetentionDays: need.backupRetentionDays,
      // The copy would leave the region, and with it perhaps the jurisdiction.
      geoRedundantBackupEnabled: false,
      zone: site.zones[0],
      ...(need.highlyAvailable
        ? { highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: site.zones[1] } }
        : {}),
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      customerManagedKey: { keyVaultKeyId: key.keyId, primaryUserAssignedIdentityId: key.identityId },
      // Sunday night.
      maintenanceWindow: { dayOfWeek: 0, startHour: 3, startMinute: 0 },
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // A takeover swaps the zones, and storage grows by itself.
        ignoreChanges: ['zone', 'high_availability[0].standby_availability_zone', 'storage_mb'],
      },
      dependsOn: [...key.ready],
    });
  }
}

/** PostgreSQL; its name and password lie in the site's vault, from where External Secrets copies them. */
export const postgres: CloudNeedProvider<'postgres', AzureTypes> = {
  bind: (request) => ({
    secretName: secretName(request),
    // The server's certificate is signed by a public authority for the name in the secret.
    sslMode: 'verify-full',
    egress: [{ cidr: request.site.addresses.endpoints, ports: [{ port, protocol: 'TCP' }] }],
    // Nobody may give away what they do not have: the administrator takes it first.
    ...postgresBoundUsers(request, (user, as) =>
      as === 'capture' ? ['ALTER ROLE CURRENT_USER REPLICATION', `ALTER ROLE ${user} REPLICATION`] : [],
    ),
  }),
  manifests: (scope, request) => {
    for (const one of postgresUsers(request)) {
      externalSecret(scope, {
        name: secretName(one),
        namespace: request.namespace,
        remoteKey: vaultSecretName(one),
        properties: postgresSecretKeys,
      });
    }
  },
  levels: storeLevels.postgres,
  provision: (scope, request, { network, foundation, key }) => {
    const { site, need, service, name } = request;
    new AzurePostgres(scope, 'postgres', {
      site,
      network,
      foundation,
      key,
      need,
      owner: [service, name],
      secretName: vaultSecretName(request),
      users: Object.fromEntries(secondUsers(need).map((as) => [as, vaultSecretName(userRequest(request, as))])),
    });
    const secretReaderGrants = postgresUsers(request).map((one) => readSecret(site, vaultSecretName(one)));
    return { serviceGrants: [], secretReaderGrants, metricReaderGrants: [readMetrics(storeIds.postgres(request))] };
  },
};
