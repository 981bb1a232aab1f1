import { MemorystoreInstance } from '@cdktf/provider-google/lib/memorystore-instance';
import { Fn, ref, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { cacheNodeFor, cloudFacts } from '../../../environments/facts';
import type { GoogleSite } from '../../../environments/model';
import type { CacheNeed } from '../../../services';
import { type CloudNeedProvider, secretName } from '../../contracts';
import { externalSecret } from '../../kubernetes/external-secret';
import { hashedComputeName, secretId } from '../names';
import { GoogleSecret, readSecret } from '../secret-version';
import type { GoogleSiteNetwork } from '../site-network';
import type { GoogleTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import type { GoogleFoundation } from './foundation';
import type { GoogleKey } from './key';
import { weeklyWindow } from './store-maintenance';
import { storeLevels } from './store-metrics';

const port = 6379;
/** A backup every night, for caches whose data outlives a restart: seven days. */
const backupRetention = '604800s';

export interface GoogleCacheProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly foundation: GoogleFoundation;
  readonly key: GoogleKey;
  readonly need: CacheNeed;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  /** Where host, port and the server's authority are written as JSON. */
  readonly secretId: string;
}

/**
 * Memorystore for Valkey, reached through Private Service Connect: one shard, a primary and two copies over the zones, TLS
 * only, on disk under an own key where data outlives a restart. It knows tokens of IAM and no passwords, and clients of
 * Redis know no such tokens; so it asks nobody, and the private address and network policies guard it.
 */
export class GoogleCache extends Construct {
  constructor(scope: Construct, id: string, props: GoogleCacheProps) {
    super(scope, id);
    const instance = this.instance(props);
    const authority = this.authority(instance);
    new GoogleSecret(this, 'connection', {
      site: props.site,
      secretId: props.secretId,
      key: props.key,
      value: Fn.jsonencode({ host: this.address(instance), port: String(port), authority }),
      // Nothing in it is secret. A new authority is a new version, or clients would trust the old one only.
      valueVersion: Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(authority), 0, 7), 16)),
    });
  }

  private instance({ site, network, foundation, key, need, owner }: GoogleCacheProps): MemorystoreInstance {
    const name = hashedComputeName(site, ...owner);
    const node = cacheNodeFor(cloudFacts.google, need.memoryGiB);
    if (!node) throw new Error(`NEED_UNMET ${name}: no node of Memorystore has room for ${need.memoryGiB} GiB`);
    return new MemorystoreInstance(this, 'cache', {
      instanceId: name,
      location: site.region,
      engineVersion: 'VALKEY_8_0',
      mode: 'CLUSTER_DISABLED',
      shardCount: 1,
      replicaCount: need.highlyAvailable ? 2 : 0,
      nodeType: node.type,
      zoneDistributionConfig: need.highlyAvailable
        ? { mode: 'MULTI_ZONE' }
        : { mode: 'SINGLE_ZONE', zone: site.zones[0] },
      engineConfigs: { 'maxmemory-policy': need.eviction },
      transitEncryptionMode: 'SERVER_AUTHENTICATION',
      authorizationMode: 'AUTH_DISABLED',
      kmsKey: key.keyId,
      desiredAutoCreatedEndpoints: [{ network: network.networkId, projectId: site.projectId }],
      maintenancePolicy: {
        weeklyMaintenanceWindow: [{ day: weeklyWindow(site).day, startTime: { hours: weeklyWindow(site).hour } }],
      },
      persistenceConfig: need.persistent
        ? { mode: 'AOF', aofConfig: { appendFsync: 'EVERY_SEC' } }
        : { mode: 'DISABLED' },
      ...(need.persistent
        ? {
            automatedBackupConfig: {
              retention: backupRetention,
              fixedFrequencySchedule: { startTime: { hours: 1 } },
            },
          }
        : {}),
      deletionProtectionEnabled: site.deletionProtection,
      labels: { ...site.tags },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready, ...foundation.cachesReady],
    });
  }

  /** The address that leads to the primary; the other one leads to copies, which refuse writes. */
  private address(instance: MemorystoreInstance): string {
    const connections = `flatten(${instance.fqn}.endpoints[*].connections[*].psc_auto_connection)`;
    return this.expression(
      `one([for c in ${connections} : c.ip_address if c.connection_type == "CONNECTION_TYPE_PRIMARY"])`,
    );
  }

  /** The authority of this instance, PEM; while it changes, the old one and the new one. */
  private authority(instance: MemorystoreInstance): string {
    return this.expression(`join("\\n", flatten(${instance.fqn}.managed_server_ca[*].ca_certs[*].certificates))`);
  }

  /** As a token: cdktf would escape a plain `${…}` inside its functions. */
  private expression(text: string): string {
    return Token.asString(ref(text, TerraformStack.of(this)));
  }
}

/** Memorystore; its address and authority lie in Secret Manager, from where External Secrets copies them. */
export const cache: CloudNeedProvider<'cache', GoogleTypes> = {
  bind: (request) => ({
    secretName: secretName(request),
    signIn: 'network',
    tls: 'private-authority',
    egress: [{ cidr: request.site.addresses.endpoints, ports: [{ port, protocol: 'TCP' }] }],
  }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretId(request),
      properties: ['host', 'port'],
      // A dot in a property would be taken for a step into the document.
      renamed: { 'ca.crt': 'authority' },
    });
  },
  levels: storeLevels.cache,
  provision: (scope, request, { network, foundation, key }) => {
    const { site, need, service, name } = request;
    const id = secretId(request);
    new GoogleCache(scope, 'cache', { site, network, foundation, key, need, owner: [service, name], secretId: id });
    return { serviceGrants: [], secretReaderGrants: [readSecret(id)], metricReaderGrants: readMetrics };
  },
};
