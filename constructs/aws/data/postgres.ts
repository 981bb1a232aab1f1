import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite, CopyPlace } from '../../../environments/model';
import type { PostgresNeed, SecondUser } from '../../../services';
import {
  type CloudNeedProvider,
  connectionVersion,
  isVaulted,
  readReplicaParts,
  regionCopies,
  secondUser,
  secondUsers,
  secretName,
  secretPath,
  takenFrom,
  userRequest,
} from '../../contracts';
import { externalSecret, postgresSecretKeys } from '../../kubernetes/external-secret';
import { postgresBoundUsers, postgresUsers } from '../../kubernetes/postgres-users';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { clusterOnlyGroup } from '../cluster/cluster-only-group';
import { databaseName } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import { AwsStoredSecret } from '../stored-secret';
import type { AwsGrant, AwsTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import type { AwsFoundation } from './foundation';
import type { AwsKey } from './key';
import { copiedBackups, sourceArn } from './postgres-copies';
import { groupParameters } from './postgres-parameters';
import { AwsReadReplica } from './postgres-replica';
import { caCertIdentifier, databaseLogs, port, watching } from './postgres-server';
import { instanceClasses, maxStorageGiB } from './postgres-sizes';
import { backupWindow, maintenanceWindow } from './store-maintenance';
import { storeLevels } from './store-metrics';

const passwordLength = 40;

export interface AwsPostgresProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly foundation: AwsFoundation;
  readonly key: AwsKey;
  readonly need: PostgresNeed;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  /** Where host, port, user, password and database are written as JSON. */
  readonly secretPath: string;
  /** The same for every user besides the owner. */
  readonly users: Readonly<Partial<Record<SecondUser, string>>>;
  /** Site in another region that the server follows until it is promoted. Default: it is a server of its own. */
  readonly source?: CopyPlace;
  /** Its backups lie in the site's locked vault, too. */
  readonly vaulted: boolean;
  /** Site in another region whose backups are kept here too. Default: none. */
  readonly backupsOf?: CopyPlace;
}

/**
 * RDS for PostgreSQL in subnets without a way out: a synchronous copy in a second zone, restorable to the second, TLS
 * only, logs under an own key, password never in state; copies for reads where they are asked for. Minor versions come in
 * the site's window, the major version stays.
 */
export class AwsPostgres extends Construct {
  /** Reading the connection, nothing else. */
  readonly readers: readonly AwsGrant[];

  constructor(scope: Construct, id: string, props: AwsPostgresProps) {
    super(scope, id);
    const { site, need, owner, source, backupsOf } = props;
    const password = ephemeralPassword(this, 'password', passwordLength);
    const instance = this.instance(props, databaseName(site, ...owner), password);
    if (props.vaulted) props.foundation.databaseVault?.keep(this, site, owner, instance.arn);
    if (backupsOf) copiedBackups(this, { ...props, from: backupsOf });
    // Until it is promoted, a copy answers reads itself.
    const readHosts = readReplicaParts(need).map((part, index) =>
      source ? instance.address : new AwsReadReplica(this, part, { ...props, source: instance, part, index }).address,
    );
    const connection = (name: string, path: string, username: string, secret: string) =>
      new AwsStoredSecret(this, name, {
        site,
        name: path,
        description: `Connection to ${need.database}`,
        key: props.key,
        value: Fn.jsonencode({
          host: instance.address,
          port: String(port),
          username,
          password: secret,
          dbname: need.database,
          ...(readHosts.length > 0 ? { readHosts: Fn.join(',', readHosts) } : {}),
        }),
        valueVersion: connectionVersion(site.rotation.passwordVersion, source !== undefined),
      }).readers;
    this.readers = [
      ...connection('connection', props.secretPath, need.database, password),
      ...Object.entries(props.users).flatMap(([as, path]) =>
        connection(
          `${as}-connection`,
          path,
          secondUser(need, as as SecondUser),
          ephemeralPassword(this, `${as}-password`, passwordLength),
        ),
      ),
    ];
  }

  private instance(props: AwsPostgresProps, identifier: string, password: string): DbInstance {
    const { site, foundation, key, need, owner, source } = props;
    const parameterGroup = new DbParameterGroup(this, 'parameters', {
      name: `${identifier}-${need.majorVersion}`,
      family: `postgres${need.majorVersion}`,
      description: `Settings of ${identifier}`,
      parameter: groupParameters(need),
      // A new major version needs a new group before the old one can go.
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = databaseLogs(this, props, identifier);
    return new DbInstance(this, 'instance', {
      identifier,
      // To take the source away promotes the server where it stands; what a copy has from its source is stated after that.
      ...(source
        ? { replicateSourceDb: sourceArn(site, source, owner) }
        : {
            engine: 'postgres',
            engineVersion: String(need.majorVersion),
            dbName: need.database,
            username: need.database,
            passwordWo: password,
            passwordWoVersion: site.rotation.passwordVersion,
            allocatedStorage: need.storageGiB,
          }),
      allowMajorVersionUpgrade: false,
      autoMinorVersionUpgrade: true,
      instanceClass: instanceClasses[need.size],
      iamDatabaseAuthenticationEnabled: true,
      port,
      storageType: 'gp3',
      maxAllocatedStorage: maxStorageGiB(need.storageGiB),
      storageEncrypted: true,
      kmsKeyId: key.keyId,
      multiAz: need.highlyAvailable,
      publiclyAccessible: false,
      dbSubnetGroupName: foundation.databaseSubnetGroup,
      vpcSecurityGroupIds: [
        clusterOnlyGroup(this, {
          ...props,
          name: identifier,
          description: `PostgreSQL of ${identifier}`,
          software: 'PostgreSQL',
          port,
        }),
      ],
      parameterGroupName: parameterGroup.name,
      caCertIdentifier,
      backupRetentionPeriod: need.backupRetentionDays,
      backupWindow: backupWindow(site),
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: !site.deletionProtection,
      skipFinalSnapshot: !site.deletionProtection,
      ...(site.deletionProtection ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
      maintenanceWindow: maintenanceWindow(site),
      applyImmediately: false,
      ...watching(props),
      deletionProtection: site.deletionProtection,
      // A promoted copy has them from its source. Nobody changes them afterwards: that would make another, empty server.
      lifecycle: { preventDestroy: site.deletionProtection, ignoreChanges: ['db_name', 'username'] },
      dependsOn: [...logs, ...foundation.monitoringRole.ready],
    });
  }
}

/** RDS; its address and password lie in Secrets Manager, from where External Secrets copies them. */
export const postgres: CloudNeedProvider<'postgres', AwsTypes> = {
  bind: (request) => ({
    secretName: secretName(request),
    // The server's certificate is signed by RDS's own authority; the network path is private.
    sslMode: 'require',
    egress: request.site.addresses.data.map((cidr) => ({ cidr, ports: [{ port, protocol: 'TCP' as const }] })),
    ...postgresBoundUsers(request, (user, as) => (as === 'capture' ? [`GRANT rds_replication TO ${user}`] : [])),
  }),
  manifests: (scope, request) => {
    for (const one of postgresUsers(request)) {
      externalSecret(scope, {
        name: secretName(one),
        namespace: request.namespace,
        remoteKey: secretPath(one),
        properties: postgresSecretKeys(request.need),
      });
    }
  },
  levels: storeLevels.postgres,
  provision: (scope, request, { network, foundation, key }) => {
    const { site, need, service, name } = request;
    const { readers } = new AwsPostgres(scope, 'postgres', {
      site,
      network,
      foundation,
      key,
      need,
      owner: [service, name],
      secretPath: secretPath(request),
      users: Object.fromEntries(secondUsers(need).map((as) => [as, secretPath(userRequest(request, as))])),
      source: takenFrom(request, regionCopies.replica),
      vaulted: isVaulted(request),
      backupsOf: takenFrom(request, regionCopies.backups),
    });
    return { serviceGrants: [], secretReaderGrants: readers, metricReaderGrants: readMetrics(site) };
  },
};
