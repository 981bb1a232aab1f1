import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { PostgresqlFlexibleServerDatabase } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-database';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite, CopyPlace } from '../../../environments/model';
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
import { archiveLogs } from '../diagnostics';
import { protect } from '../locks';
import { postgresServerName, resourceId, vaultSecretName } from '../names';
import { privateEndpoint } from '../private-endpoint';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import type { AzureTypes } from '../types';
import { AzureSecret, readSecret } from '../vault-secret';
import { readMetrics } from './cloud-metrics';
import type { AzureFoundation } from './foundation';
import type { AzureKey } from './key';
import { serverParameters } from './postgres-parameters';
import { AzureReadReplica, logCategories } from './postgres-replica';
import { postgresSku, postgresStorageMib } from './postgres-sizes';
import { maintenanceWindow } from './store-maintenance';
import { storeIds, storeLevels } from './store-metrics';

const port = 5432;
const passwordLength = 40;

/** Azure keeps these for itself. Source: learn.microsoft.com/azure/postgresql/flexible-server/security-manage-database-users. */
const reservedLogins = ['admin', 'administrator', 'azure_pg_admin', 'azure_superuser', 'guest', 'public', 'root'];

function login({ database }: PostgresNeed): string {
  if (!reservedLogins.includes(database) && !database.startsWith('pg_')) return database;
  throw new Error(
    `POSTGRES_NAME database "${database}": Azure keeps ${reservedLogins.join(', ')} and pg_* as logins; rename the database`,
  );
}

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
  /** Site in another region that the server follows until it is promoted. Default: it is a server of its own. */
  readonly source?: CopyPlace;
  /** It follows a server in another region, or is followed by one. */
  readonly copied: boolean;
  /** Its backups lie in the site's locked vault, too. */
  readonly vaulted: boolean;
  /** Key of the backups in the paired region. Default: none are kept there. */
  readonly backupKey?: AzureKey;
}

/**
 * Azure Database for PostgreSQL, reached through a private endpoint. The other private way, a subnet given to the service,
 * cannot be changed later, takes a range for the service alone and rules replicas in other networks out.
 */
export class AzurePostgres extends Construct {
  constructor(scope: Construct, id: string, props: AzurePostgresProps) {
    super(scope, id);
    const { site, network, foundation, need, source } = props;
    const password = ephemeralPassword(this, 'password', passwordLength);
    const server = this.server(props, password);
    const database = this.database(props, server);
    const parameters = serverParameters(this, server.id, need);
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
    if (props.vaulted) foundation.databaseVault?.keep(this, site, props.owner, server.id);
    const readHosts = this.readReplicas(props, server, parameters);
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
          dbname: database,
          ...(readHosts.length > 0 ? { readHosts: Fn.join(',', readHosts) } : {}),
        }),
        valueVersion: connectionVersion(site.rotation.passwordVersion, source !== undefined),
      });
    connection('connection', props.secretName, source ? login(need) : server.administratorLogin, password);
    for (const [as, name] of Object.entries(props.users)) {
      const secret = ephemeralPassword(this, `${as}-password`, passwordLength);
      connection(`${as}-connection`, name, secondUser(need, as as SecondUser), secret);
    }
  }

  /** One after the other: a server takes one order at a time. */
  private readReplicas(
    props: AzurePostgresProps,
    source: PostgresqlFlexibleServer,
    parameters: readonly ITerraformDependable[],
  ): string[] {
    // Until it is promoted, a copy answers reads itself.
    if (props.source) return readReplicaParts(props.need).map(() => source.fqdn);
    const made: AzureReadReplica[] = [];
    for (const [index, part] of readReplicaParts(props.need).entries()) {
      const after = made.at(-1)?.ready ?? parameters;
      made.push(new AzureReadReplica(this, part, { ...props, source, part, index, after }));
    }
    return made.map(({ host }) => host);
  }

  /** A copy has that of its source. */
  private database({ site, need, source }: AzurePostgresProps, server: PostgresqlFlexibleServer): string {
    if (source) return need.database;
    return new PostgresqlFlexibleServerDatabase(this, 'database', {
      name: need.database,
      serverId: server.id,
      charset: 'UTF8',
      collation: 'en_US.utf8',
      lifecycle: { preventDestroy: site.deletionProtection },
    }).name;
  }

  private server(props: AzurePostgresProps, password: string): PostgresqlFlexibleServer {
    const { site, key, need, owner, source, copied, backupKey } = props;
    return new PostgresqlFlexibleServer(this, 'server', {
      name: postgresServerName(site, ...owner),
      location: site.region,
      resourceGroupName: resourceGroup(this, site, 'data').name,
      version: String(need.majorVersion),
      skuName: postgresSku(need),
      storageMb: postgresStorageMib(need.storageGiB),
      autoGrowEnabled: true,
      ...(source
        ? { createMode: 'Replica', sourceServerId: sourceId(source, { organisation: site.organisation, owner }) }
        : { ...ownSettings(site, need, password), geoRedundantBackupEnabled: backupKey !== undefined }),
      publicNetworkAccessEnabled: false,
      zone: site.zones[0],
      identity: { type: 'UserAssigned', identityIds: [key.identityId, ...(backupKey ? [backupKey.identityId] : [])] },
      customerManagedKey: {
        keyVaultKeyId: key.keyId,
        primaryUserAssignedIdentityId: key.identityId,
        ...(backupKey
          ? {
              // Of backups, Azure takes a version only.
              geoBackupKeyVaultKeyId: backupKey.versionedKeyId,
              geoBackupUserAssignedIdentityId: backupKey.identityId,
            }
          : {}),
      },
      maintenanceWindow: maintenanceWindow(site),
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // A takeover swaps the zones, and storage grows by itself.
        ignoreChanges: [
          'zone',
          'high_availability[0].standby_availability_zone',
          'storage_mb',
          // A promoted copy keeps its history and the name of its administrator; to state others would make the server anew.
          ...(copied ? ['create_mode', 'source_server_id', 'replication_role', 'administrator_login'] : []),
          // Azure asks when a server is made, and never again.
          ...(backupKey ? ['geo_redundant_backup_enabled'] : []),
        ],
        ...(backupKey ? { postcondition: [hasRegionBackups(props)] } : {}),
      },
      dependsOn: [...key.ready, ...(backupKey?.ready ?? [])],
    });
  }
}

/** A server that was made before its backups were promised is not replaced by an empty one: the plan stops. */
const hasRegionBackups = ({ site, owner }: Pick<AzurePostgresProps, 'site' | 'owner'>) => ({
  condition: `\${self.geo_redundant_backup_enabled}`,
  errorMessage: `The server of ${owner.join('/')} on ${site.name} keeps no backups in another region, and Azure turns them on only when it makes a server: docs/guides/database-copies.md, "A server that has none yet".`,
});

/** What a copy has from its source, and is asked for once it is promoted. */
const ownSettings = (site: AzureSite, need: PostgresNeed, password: string) => ({
  administratorLogin: login(need),
  administratorPasswordWo: password,
  administratorPasswordWoVersion: site.rotation.passwordVersion,
  authentication: { passwordAuthEnabled: true, activeDirectoryAuthEnabled: false },
  backupRetentionDays: need.backupRetentionDays,
  ...(need.highlyAvailable
    ? { highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: site.zones[1] } }
    : {}),
});

/** The same database on another site. */
const sourceId = (
  { account, name }: CopyPlace,
  { organisation, owner }: Pick<AzureSite, 'organisation'> & Pick<AzurePostgresProps, 'owner'>,
): string => {
  const there = { organisation, name, subscriptionId: account };
  return resourceId(there, 'data', 'Microsoft.DBforPostgreSQL/flexibleServers', postgresServerName(there, ...owner));
};

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
        properties: postgresSecretKeys(request.need),
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
      source: takenFrom(request, regionCopies.replica),
      copied: isCopiedBy(request, regionCopies.replica),
      vaulted: isVaulted(request),
      ...(isCopiedBy(request, regionCopies.backups) ? { backupKey: foundation.backupKey } : {}),
    });
    const secretReaderGrants = postgresUsers(request).map((one) => readSecret(site, vaultSecretName(one)));
    return { serviceGrants: [], secretReaderGrants, metricReaderGrants: storeIds.postgres(request).map(readMetrics) };
  },
};
