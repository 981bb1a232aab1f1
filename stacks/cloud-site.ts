import type { Construct } from 'constructs';
import {
  type CloudPlatform,
  type CloudTypes,
  type ForeignBucket,
  isAbsent,
  type NeedBinder,
  ownBucketSyncs,
} from '../constructs/contracts';
import { inClusterNeeds } from '../constructs/in-cluster';
import { type CloudNeedKind, isClusterNeed, type NeedKind } from '../services';
import { ClusterStack } from './cluster-stack';
import { DataStack } from './data-stack';
import { GitopsStack } from './gitops-stack';
import { GovernanceStack, governsAccount } from './governance-stack';
import { importResources } from './imports';
import { NetworkStack } from './network-stack';
import { PlatformStack } from './platform-stack';
import { siteEvidence } from './site-evidence';
import type { SiteModel } from './site-model';
import { StateStack } from './state-stack';

/** All stacks of a site on a public cloud, whichever it is, each after the ones it builds on. */
export function buildCloudSite<T extends CloudTypes>(
  scope: Construct,
  site: T['site'],
  cloud: CloudPlatform<T>,
  foreignBuckets: ReadonlyMap<string, ForeignBucket>,
): SiteModel<T['site']> {
  const state = new StateStack(scope, site, cloud);
  const governance = governsAccount(site, cloud) ? new GovernanceStack(scope, site, cloud) : undefined;
  const network = new NetworkStack(scope, site, cloud);
  const cluster = new ClusterStack(scope, site, cloud, network.network);
  const data = new DataStack(scope, site, cloud, network.network);
  const connection = cloud.connect(site, cluster.cluster);
  const platform = new PlatformStack(scope, site, cloud, {
    connection,
    provisionIdentity: (identityScope, request) =>
      cloud.needs.identity.provision(identityScope, request, {
        cluster: cluster.cluster,
        grants: data.grantsOf(request.service, request.need.grants),
      }),
    volumes: data.volumes(),
    letNodesPull: (nodeScope) => cloud.letNodesPull(nodeScope, site),
  });
  const gitops = new GitopsStack(scope, site, cloud, { connection });
  governance?.addDependency(state);
  network.addDependency(state);
  // What is made from here on is watched and guarded from its first minute.
  if (governance) network.addDependency(governance);
  cluster.addDependency(network);
  data.addDependency(network);
  platform.addDependency(cluster);
  platform.addDependency(data);
  gitops.addDependency(platform);
  const stacks = { state, ...(governance ? { governance } : {}), network, cluster, data, platform, gitops };
  importResources(stacks, site.import);
  return {
    site,
    stacks,
    kubernetes: cloud.kubernetes(site),
    bucketCopies: ownBucketSyncs(site).flatMap((sync) => {
      const foreign = foreignBuckets.get(sync.name);
      return foreign ? [{ sync, own: cloud.ownBucket(site, sync), foreign }] : [];
    }),
    providerOf: (kind) => providerOf(cloud, site, kind),
    evidence: siteEvidence(site, cloud),
  };
}

/** The cloud's own provider, unless the site asks for the one inside the cluster. */
function providerOf<T extends CloudTypes, K extends NeedKind>(
  cloud: CloudPlatform<T>,
  site: T['site'],
  kind: K,
): NeedBinder<K, T['site']> {
  const inCluster = inClusterNeeds[kind] as NeedBinder<K, T['site']>;
  if (isClusterNeed(kind)) return inCluster;
  const choosable: CloudNeedKind = kind;
  const managed = cloud.needs[choosable];
  return (site.providers[choosable] === 'in-cluster' && !isAbsent(inCluster)) || isAbsent(managed)
    ? inCluster
    : (managed as unknown as NeedBinder<K, T['site']>);
}
