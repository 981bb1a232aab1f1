import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { cacheNodeFor, cloudFacts } from '../../../environments/facts';
import type { AwsSite } from '../../../environments/model';
import type { CacheNeed } from '../../../services';
import { type CloudNeedProvider, secretName, secretPath } from '../../contracts';
import { cacheSecretKeys, externalSecret } from '../../kubernetes/external-secret';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { writePassword } from '../bridge';
import { clusterOnlyGroup } from '../cluster/cluster-only-group';
import { cacheName } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import { AwsStoredSecret } from '../stored-secret';
import type { AwsGrant, AwsTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import type { AwsFoundation } from './foundation';
import type { AwsKey } from './key';
import { backupWindow, maintenanceWindow } from './store-maintenance';
import { storeLevels } from './store-metrics';

const port = 6379;
const passwordLength = 40;
/** Valkey; the parameter group follows the major version. */
const engineVersion = '8.1';
const parameterFamily = 'valkey8';
const userName = 'client';
/** A snapshot every night, for caches whose data outlives a restart. */
const snapshotRetentionDays = 7;

export interface AwsCacheProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly foundation: AwsFoundation;
  readonly key: AwsKey;
  readonly need: CacheNeed;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  /** Where host, port, user and password are written as JSON. */
  readonly secretPath: string;
}

/**
 * ElastiCache for Valkey in subnets without a way out: one shard, a primary and a copy in each other zone, TLS only, one
 * user whose password is never in state. It keeps no file of commands: a night's snapshot is what outlives the loss of
 * every node. Maintenance on Sunday nights; the major version stays.
 */
export class AwsCache extends Construct {
  /** Reading the connection, nothing else. */
  readonly readers: readonly AwsGrant[];

  constructor(scope: Construct, id: string, props: AwsCacheProps) {
    super(scope, id);
    const { site, owner } = props;
    const name = cacheName(site, ...owner);
    const password = ephemeralPassword(this, 'password', passwordLength);
    const group = this.replicationGroup(props, name, this.userGroup(name, password, site.rotation.passwordVersion));
    this.readers = new AwsStoredSecret(this, 'connection', {
      site,
      name: props.secretPath,
      description: `Connection to ${name}`,
      key: props.key,
      value: Fn.jsonencode({
        host: group.primaryEndpointAddress,
        port: String(port),
        username: userName,
        password,
      }),
      valueVersion: site.rotation.passwordVersion,
    }).readers;
  }

  /** One user who may do everything but administer the server, and none without a password. */
  private userGroup(name: string, password: string, version: number): string {
    const user = new ElasticacheUser(this, 'user', {
      userId: name,
      userName,
      engine: 'valkey',
      accessString: 'on ~* &* +@all -@admin',
    });
    writePassword(user, password, version);
    return new ElasticacheUserGroup(this, 'users', { userGroupId: name, engine: 'valkey', userIds: [user.userId] })
      .userGroupId;
  }

  private replicationGroup(props: AwsCacheProps, name: string, userGroup: string): ElasticacheReplicationGroup {
    const { site, foundation, key, need } = props;
    const node = cacheNodeFor(cloudFacts.aws, need.memoryGiB);
    if (!node) throw new Error(`NEED_UNMET ${name}: no node of ElastiCache has room for ${need.memoryGiB} GiB`);
    const parameters = new ElasticacheParameterGroup(this, 'parameters', {
      name: `${name}-${parameterFamily}`,
      family: parameterFamily,
      description: `Settings of ${name}`,
      parameter: [
        { name: 'maxmemory-policy', value: need.eviction },
        { name: 'reserved-memory-percent', value: '25' },
      ],
      // A new major version needs a new group before the old one can go.
      lifecycle: { createBeforeDestroy: true },
    });
    const zones = need.highlyAvailable ? site.zones : site.zones.slice(0, 1);
    return new ElasticacheReplicationGroup(this, 'cache', {
      replicationGroupId: name,
      description: `Valkey of ${props.owner.join(' ')} on ${site.name}`,
      engine: 'valkey',
      engineVersion,
      autoMinorVersionUpgrade: 'true',
      nodeType: node.type,
      numCacheClusters: zones.length,
      preferredCacheClusterAzs: [...zones],
      automaticFailoverEnabled: need.highlyAvailable,
      multiAzEnabled: need.highlyAvailable,
      port,
      subnetGroupName: foundation.cacheSubnetGroup,
      securityGroupIds: [
        clusterOnlyGroup(this, { ...props, name, description: `Valkey of ${name}`, software: 'Valkey', port }),
      ],
      parameterGroupName: parameters.name,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: 'true',
      kmsKeyId: key.keyId,
      userGroupIds: [userGroup],
      maintenanceWindow: maintenanceWindow(site),
      applyImmediately: false,
      snapshotRetentionLimit: need.persistent ? snapshotRetentionDays : 0,
      ...(need.persistent ? { snapshotWindow: backupWindow(site) } : {}),
      ...(site.deletionProtection && need.persistent ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      // ElastiCache has no switch of its own that refuses to delete.
      lifecycle: { preventDestroy: site.deletionProtection },
    });
  }
}

/** ElastiCache; its address and password lie in Secrets Manager, from where External Secrets copies them. */
export const cache: CloudNeedProvider<'cache', AwsTypes> = {
  bind: (request) => ({
    secretName: secretName(request),
    signIn: 'password',
    // Amazon's own authority, which every image trusts.
    tls: 'public-authority',
    egress: request.site.addresses.data.map((cidr) => ({ cidr, ports: [{ port, protocol: 'TCP' as const }] })),
  }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretPath(request),
      properties: cacheSecretKeys,
    });
  },
  levels: storeLevels.cache,
  provision: (scope, request, { network, foundation, key }) => {
    const { site, need, service, name } = request;
    const { readers } = new AwsCache(scope, 'cache', {
      site,
      network,
      foundation,
      key,
      need,
      owner: [service, name],
      secretPath: secretPath(request),
    });
    return { serviceGrants: [], secretReaderGrants: readers, metricReaderGrants: readMetrics(site) };
  },
};
