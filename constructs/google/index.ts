import type { CloudPlatform } from '../contracts';
import { GoogleAdoptedCluster } from './cluster/adopted-cluster';
import { GoogleCluster } from './cluster/cluster';
import { connect } from './connect';
import { GoogleAdoptedRegistry } from './data/adopted-registry';
import { bucket } from './data/bucket';
import { ownBucket } from './data/bucket-remote';
import { replicateBuckets } from './data/bucket-replication';
import { cache } from './data/cache';
import { clusterIssuer, copyAccess } from './data/copy-access';
import { credential } from './data/credential';
import { files } from './data/files';
import { GoogleFoundation } from './data/foundation';
import { identity } from './data/identity';
import { kafka } from './data/kafka';
import { key } from './data/key';
import { postgres } from './data/postgres';
import { GoogleRegistry, letNodesPull } from './data/registry';
import { secret } from './data/secret';
import { secretCommands } from './data/secret-commands';
import { topic } from './data/topic';
import { warehouse } from './data/warehouse';
import { GoogleSiteFront } from './edge/edge';
import { GoogleEdgeZone } from './edge/edge-zone';
import { adoption } from './evidence/adoption-evidence';
import { automaticEvidence } from './evidence/automatic-evidence';
import { evidence } from './evidence/capabilities';
import { furtherEvidence } from './evidence/further-evidence';
import { noAnomalies } from './governance/anomalies';
import { GoogleBudgets } from './governance/budgets';
import { GoogleCostExport } from './governance/cost-export';
import { GoogleDetection } from './governance/detection';
import { GoogleGuardrails } from './governance/guardrails';
import { GoogleInterconnectGateway } from './interconnect/interconnect-gateway';
import { joinedSites } from './interconnect/joined-sites';
import { peering } from './interconnect/peering';
import { kubernetesFacts } from './kubernetes-facts';
import { GoogleAdoptedNetwork } from './network/adopted-network';
import { GoogleNetwork } from './network/network';
import { backend, providers } from './providers';
import { GooglePeople } from './state/people';
import { GoogleState } from './state/state';
import type { GoogleTypes } from './types';

/** Google Cloud, whole. */
export const platform: CloudPlatform<GoogleTypes> = {
  backend,
  providers,
  kubernetes: kubernetesFacts,
  state: (scope, site) => {
    new GoogleState(scope, 'state', { site });
  },
  detection: (scope, site, settings) => {
    new GoogleDetection(scope, 'detection', { site, settings });
  },
  guardrails: (scope, site, settings) => {
    new GoogleGuardrails(scope, 'guardrails', { site, settings });
  },
  budgets: (scope, site, settings) => {
    new GoogleBudgets(scope, 'budgets', { site, settings });
  },
  anomalies: noAnomalies,
  costExport: (scope, site, settings) => {
    new GoogleCostExport(scope, 'export', { site, settings });
  },
  people: (scope, site) => {
    new GooglePeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new GoogleAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new GoogleNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) =>
    site.adopt?.cluster
      ? new GoogleAdoptedCluster(scope, 'cluster', { site, words: site.adopt.cluster })
      : new GoogleCluster(scope, 'cluster', { site, network }),
  foundation: (scope, site, network) => new GoogleFoundation(scope, 'foundation', { site, network }),
  registry: (scope, site, settings, { foundation }) => {
    new GoogleRegistry(scope, 'registry', { site, settings, key: foundation.dataKey });
  },
  adoptedRegistry: (scope, site) => {
    const words = site.adopt?.registry;
    if (words) new GoogleAdoptedRegistry(scope, 'adopted-registry', { site, words });
  },
  letNodesPull,
  connect,
  joinedSites,
  peering,
  vpnGateway: (scope, props) => new GoogleInterconnectGateway(scope, 'gateway', props),
  secretCommands,
  replicateBuckets,
  ownBucket,
  clusterIssuer,
  copyAccess: { letIn: copyAccess },
  publicZone: (scope, props) => new GoogleEdgeZone(scope, 'zone', props),
  siteFront: (scope, props) => new GoogleSiteFront(scope, 'front', props),
  needs: { postgres, bucket, cache, warehouse, files, kafka, topic, secret, credential, identity, key },
  evidence,
  unwatchedEvidence: {},
  regionalGovernance: [],
  furtherEvidence,
  automaticEvidence,
  adoption,
};

export { GoogleAdoptedCluster, type GoogleAdoptedClusterProps } from './cluster/adopted-cluster';
export { GoogleCluster, type GoogleClusterProps } from './cluster/cluster';
export { GoogleNodePool, type GoogleNodePoolProps } from './cluster/node-pools';
export { GoogleAdoptedKey, type GoogleAdoptedKeyProps } from './data/adopted-key';
export { GoogleAdoptedRegistry, type GoogleAdoptedRegistryProps } from './data/adopted-registry';
export { GoogleBucket, type GoogleBucketProps } from './data/bucket';
export { GoogleCache, type GoogleCacheProps } from './data/cache';
export { GoogleFiles, type GoogleFilesProps } from './data/files';
export { GoogleFoundation, type GoogleFoundationProps } from './data/foundation';
export { GoogleIdentity, type GoogleIdentityProps } from './data/identity';
export { GoogleKafka, type GoogleKafkaProps } from './data/kafka';
export { GoogleKey, type GoogleKeyProps } from './data/key';
export { GooglePostgres, type GooglePostgresProps } from './data/postgres';
export { GoogleRegistry, type GoogleRegistryProps } from './data/registry';
export { GoogleWarehouse, type GoogleWarehouseProps } from './data/warehouse';
export { GoogleSiteFront } from './edge/edge';
export { GoogleEdgeZone } from './edge/edge-zone';
export { GoogleBudgets, type GoogleBudgetsProps } from './governance/budgets';
export { GoogleCostExport, type GoogleCostExportProps } from './governance/cost-export';
export { GoogleDetection, type GoogleDetectionProps } from './governance/detection';
export { GoogleGuardrails, type GoogleGuardrailsProps } from './governance/guardrails';
export { GoogleLogArchive, type GoogleLogArchiveProps } from './governance/log-archive';
export { GoogleInterconnectGateway } from './interconnect/interconnect-gateway';
export { GoogleAdoptedNetwork, type GoogleAdoptedNetworkProps } from './network/adopted-network';
export { GoogleNetwork, type GoogleNetworkProps } from './network/network';
export { GooglePrivateApis, type GooglePrivateApisProps } from './network/private-apis';
export { GoogleSecret, type GoogleSecretProps } from './secret-version';
export { GoogleCiTrust, type GoogleCiTrustProps } from './state/ci-trust';
export { GooglePeople, type GooglePeopleProps } from './state/people';
export { GoogleState, type GoogleStateProps } from './state/state';
export type { GoogleGrant, GoogleTypes } from './types';
