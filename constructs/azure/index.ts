import type { CloudPlatform } from '../contracts';
import { karpenterEvidence } from '../kubernetes/karpenter-evidence';
import { AzureAdoptedCluster } from './cluster/adopted-cluster';
import { AzureCluster } from './cluster/cluster';
import { connect } from './connect';
import { AzureAdoptedRegistry } from './data/adopted-registry';
import { bucket } from './data/bucket';
import { copyAccess, ownBucket } from './data/bucket-remote';
import { replicateBuckets } from './data/bucket-replication';
import { cache } from './data/cache';
import { clusterIssuer } from './data/copy-access';
import { credential } from './data/credential';
import { files } from './data/files';
import { AzureFoundation } from './data/foundation';
import { identity } from './data/identity';
import { kafka } from './data/kafka';
import { key } from './data/key';
import { postgres } from './data/postgres';
import { AzureRegistry, letNodesPull } from './data/registry';
import { secret } from './data/secret';
import { secretCommands } from './data/secret-commands';
import { topic } from './data/topic';
import { warehouse } from './data/warehouse';
import { azureSiteFront } from './edge/edge';
import { AzureEdgeZone } from './edge/edge-zone';
import { adoption } from './evidence/adoption-evidence';
import { evidence } from './evidence/capabilities';
import { furtherEvidence } from './evidence/further-evidence';
import { unwatchedEvidence } from './evidence/registry-evidence';
import { AzureAnomalies } from './governance/anomalies';
import { AzureBudgets } from './governance/budgets';
import { AzureCostExport } from './governance/cost-export';
import { AzureDetection } from './governance/detection';
import { AzureGuardrails } from './governance/guardrails';
import { AzureInterconnectGateway } from './interconnect/interconnect-gateway';
import { joinedSites } from './interconnect/joined-sites';
import { peering } from './interconnect/peering';
import { kubernetesFacts } from './kubernetes-facts';
import { AzureAdoptedNetwork } from './network/adopted-network';
import { AzureNetwork } from './network/network';
import { backend, providers } from './providers';
import { AzurePeople } from './state/people';
import { AzureState } from './state/state';
import type { AzureTypes } from './types';

/** Azure, whole. */
export const platform: CloudPlatform<AzureTypes> = {
  backend,
  providers,
  kubernetes: kubernetesFacts,
  state: (scope, site) => {
    new AzureState(scope, 'state', { site });
  },
  detection: (scope, site, settings) => {
    new AzureDetection(scope, 'detection', { site, settings });
  },
  guardrails: (scope, site, settings) => {
    new AzureGuardrails(scope, 'guardrails', { site, settings });
  },
  budgets: (scope, site, settings) => {
    new AzureBudgets(scope, 'budgets', { site, settings });
  },
  anomalies: {
    tell: (scope, site, settings) => {
      new AzureAnomalies(scope, 'anomalies', { site, settings });
    },
  },
  costExport: (scope, site, settings) => {
    new AzureCostExport(scope, 'export', { site, settings });
  },
  people: (scope, site) => {
    new AzurePeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new AzureAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new AzureNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) =>
    site.adopt?.cluster
      ? new AzureAdoptedCluster(scope, 'cluster', { site, words: site.adopt.cluster, network })
      : new AzureCluster(scope, 'cluster', { site, network }),
  foundation: (scope, site, network) => new AzureFoundation(scope, 'foundation', { site, network }),
  registry: (scope, site, settings, { foundation, network }) => {
    new AzureRegistry(scope, 'registry', { site, settings, key: foundation.dataKey, network });
  },
  adoptedRegistry: (scope, site, network) => {
    const words = site.adopt?.registry;
    if (words) new AzureAdoptedRegistry(scope, 'adopted-registry', { site, words, network });
  },
  letNodesPull,
  connect,
  joinedSites,
  peering,
  vpnGateway: (scope, props) => new AzureInterconnectGateway(scope, 'gateway', props),
  secretCommands,
  replicateBuckets,
  ownBucket,
  clusterIssuer,
  copyAccess,
  publicZone: (scope, props) => new AzureEdgeZone(scope, 'zone', props),
  siteFront: azureSiteFront,
  needs: { postgres, bucket, cache, warehouse, files, kafka, topic, secret, credential, identity, key },
  evidence,
  unwatchedEvidence,
  regionalGovernance: [],
  furtherEvidence,
  automaticEvidence: karpenterEvidence,
  adoption,
};

export { AzureAdoptedCluster, type AzureAdoptedClusterProps } from './cluster/adopted-cluster';
export { AzureCluster, type AzureClusterProps } from './cluster/cluster';
export { AzureNodePool, type AzureNodePoolProps } from './cluster/node-pools';
export { AzureAdoptedKey, type AzureAdoptedKeyProps } from './data/adopted-key';
export { AzureAdoptedRegistry, type AzureAdoptedRegistryProps } from './data/adopted-registry';
export { AzureBucket, type AzureBucketProps } from './data/bucket';
export { AzureFiles, type AzureFilesProps } from './data/files';
export { AzureFoundation, type AzureFoundationProps } from './data/foundation';
export { AzureIdentity, type AzureIdentityProps } from './data/identity';
export { AzureKafka, type AzureKafkaProps } from './data/kafka';
export { AzureKey, type AzureKeyProps } from './data/key';
export { AzurePostgres, type AzurePostgresProps } from './data/postgres';
export { AzureRegistry, type AzureRegistryProps } from './data/registry';
export { AzureSiteFront } from './edge/edge';
export { AzureEdgeZone } from './edge/edge-zone';
export { AzureAnomalies, type AzureAnomaliesProps } from './governance/anomalies';
export { AzureBudgets, type AzureBudgetsProps } from './governance/budgets';
export { AzureCostExport, type AzureCostExportProps } from './governance/cost-export';
export { AzureDetection, type AzureDetectionProps } from './governance/detection';
export { AzureGuardrails, type AzureGuardrailsProps } from './governance/guardrails';
export { AzureLogArchive, type AzureLogArchiveProps } from './governance/log-archive';
export { AzureInterconnectGateway } from './interconnect/interconnect-gateway';
export { AzureKeyVault, type AzureKeyVaultProps } from './key-vault';
export { AzureAdoptedNetwork, type AzureAdoptedNetworkProps } from './network/adopted-network';
export { AzureBastion, type AzureBastionProps } from './network/bastion';
export { AzureNat, type AzureNatProps } from './network/nat';
export { AzureNetwork, type AzureNetworkProps } from './network/network';
export { AzureNetworkSecurity, type AzureNetworkSecurityProps } from './network/network-security';
export { AzurePrivateZones, type AzurePrivateZonesProps } from './private-zones';
export { AzureCiTrust, type AzureCiTrustProps } from './state/ci-trust';
export { AzurePeople, type AzurePeopleProps } from './state/people';
export { AzureState, type AzureStateProps } from './state/state';
export { AzureStorageAccount, type AzureStorageAccountProps } from './storage-account';
export type { AzureGrant, AzureTypes } from './types';
export { AzureSecret, type AzureSecretProps } from './vault-secret';
