import type { CloudPlatform } from '../contracts';
import { karpenterEvidence } from '../kubernetes/karpenter-evidence';
import { AwsAdoptedCluster } from './cluster/adopted-cluster';
import { AwsCluster } from './cluster/cluster';
import { connect } from './connect';
import { AwsAdoptedRegistry } from './data/adopted-registry';
import { bucket } from './data/bucket';
import { ownBucket } from './data/bucket-remote';
import { replicateBuckets } from './data/bucket-replication';
import { cache } from './data/cache';
import { clusterIssuer, copyAccess } from './data/copy-access';
import { credential } from './data/credential';
import { files } from './data/files';
import { AwsFoundation } from './data/foundation';
import { identity } from './data/identity';
import { kafka } from './data/kafka';
import { key } from './data/key';
import { postgres } from './data/postgres';
import { AwsRegistry, letNodesPull } from './data/registry';
import { secret } from './data/secret';
import { secretCommands } from './data/secret-commands';
import { topic } from './data/topic';
import { warehouse } from './data/warehouse';
import { AwsSiteFront } from './edge/edge';
import { AwsEdgeZone } from './edge/edge-zone';
import { adoption } from './evidence/adoption-evidence';
import { evidence } from './evidence/capabilities';
import { furtherEvidence } from './evidence/further-evidence';
import { AwsAnomalies } from './governance/anomalies';
import { AwsBudgets } from './governance/budgets';
import { AwsCostExport } from './governance/cost-export';
import { AwsDetection } from './governance/detection';
import { AwsGuardrails } from './governance/guardrails';
import { AwsInterconnectGateway } from './interconnect/interconnect-gateway';
import { joinedSites } from './interconnect/joined-sites';
import { peering } from './interconnect/peering';
import { kubernetesFacts } from './kubernetes-facts';
import { AwsAdoptedNetwork } from './network/adopted-network';
import { AwsNetwork } from './network/network';
import { backend, providers } from './providers';
import { AwsPeople } from './state/people';
import { AwsState } from './state/state';
import type { AwsTypes } from './types';

/** AWS, whole. */
export const platform: CloudPlatform<AwsTypes> = {
  backend,
  providers,
  kubernetes: kubernetesFacts,
  state: (scope, site) => {
    new AwsState(scope, 'state', { site });
  },
  detection: (scope, site, settings) => {
    new AwsDetection(scope, 'detection', { site, settings });
  },
  guardrails: (scope, site, settings) => {
    new AwsGuardrails(scope, 'guardrails', { site, settings });
  },
  budgets: (scope, site, settings) => {
    new AwsBudgets(scope, 'budgets', { site, settings });
  },
  anomalies: {
    tell: (scope, site, settings) => {
      new AwsAnomalies(scope, 'anomalies', { site, settings });
    },
  },
  costExport: (scope, site, settings) => {
    new AwsCostExport(scope, 'export', { site, settings });
  },
  people: (scope, site) => {
    new AwsPeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new AwsAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new AwsNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) =>
    site.adopt?.cluster
      ? new AwsAdoptedCluster(scope, 'cluster', { site, words: site.adopt.cluster })
      : new AwsCluster(scope, 'cluster', { site, network }),
  foundation: (scope, site, network) => new AwsFoundation(scope, 'foundation', { site, network }),
  registry: (scope, site, settings, { foundation }) => {
    new AwsRegistry(scope, 'registry', { site, settings, key: foundation.dataKey });
  },
  adoptedRegistry: (scope, site) => {
    const words = site.adopt?.registry;
    if (words) new AwsAdoptedRegistry(scope, 'adopted-registry', { site, words });
  },
  letNodesPull,
  connect,
  joinedSites,
  peering,
  vpnGateway: (scope, props) => new AwsInterconnectGateway(scope, 'gateway', props),
  secretCommands,
  replicateBuckets,
  ownBucket,
  clusterIssuer,
  copyAccess: { letIn: copyAccess },
  publicZone: (scope, props) => new AwsEdgeZone(scope, 'zone', props),
  siteFront: (scope, props) => new AwsSiteFront(scope, 'front', props),
  needs: { postgres, bucket, cache, warehouse, files, kafka, topic, secret, credential, identity, key },
  evidence,
  unwatchedEvidence: {},
  regionalGovernance: ['detection'],
  furtherEvidence,
  automaticEvidence: karpenterEvidence,
  adoption,
};

export { AwsAdoptedCluster, type AwsAdoptedClusterProps } from './cluster/adopted-cluster';
export { AwsCluster, type AwsClusterProps } from './cluster/cluster';
export { AwsNodePool, type AwsNodePoolProps } from './cluster/node-pools';
export { AwsAdoptedKey, type AwsAdoptedKeyProps } from './data/adopted-key';
export { AwsAdoptedRegistry, type AwsAdoptedRegistryProps } from './data/adopted-registry';
export { AwsBucket, type AwsBucketProps } from './data/bucket';
export { AwsCache, type AwsCacheProps } from './data/cache';
export { AwsFiles, type AwsFilesProps } from './data/files';
export { AwsFoundation, type AwsFoundationProps } from './data/foundation';
export { AwsIdentity, type AwsIdentityProps } from './data/identity';
export { AwsKafka, type AwsKafkaProps } from './data/kafka';
export { AwsKey, type AwsKeyProps } from './data/key';
export { AwsPostgres, type AwsPostgresProps } from './data/postgres';
export { AwsRegistry, type AwsRegistryProps } from './data/registry';
export { AwsWarehouse, type AwsWarehouseProps } from './data/warehouse';
export { AwsSiteFront } from './edge/edge';
export { AwsEdgeZone } from './edge/edge-zone';
export { AwsAnomalies, type AwsAnomaliesProps } from './governance/anomalies';
export { AwsBudgets, type AwsBudgetsProps } from './governance/budgets';
export { AwsCostExport, type AwsCostExportProps } from './governance/cost-export';
export { AwsDetection, type AwsDetectionProps } from './governance/detection';
export { AwsGuardrails, type AwsGuardrailsProps } from './governance/guardrails';
export { AwsRole, type AwsRoleProps } from './iam';
export { AwsInterconnectGateway } from './interconnect/interconnect-gateway';
export { AwsAccessHost, type AwsAccessHostProps } from './network/access-host';
export { AwsAdoptedNetwork, type AwsAdoptedNetworkProps } from './network/adopted-network';
export { AwsNetwork, type AwsNetworkProps } from './network/network';
export { AwsCiTrust, type AwsCiTrustProps } from './state/ci-trust';
export { AwsPeople, type AwsPeopleProps } from './state/people';
export { AwsState, type AwsStateProps } from './state/state';
export { AwsStoredSecret, type AwsStoredSecretProps } from './stored-secret';
export type { AwsGrant, AwsTypes } from './types';
