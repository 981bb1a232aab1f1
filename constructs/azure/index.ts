import type { CloudPlatform } from '../contracts';
import { karpenterEvidence } from '../kubernetes/karpenter-evidence';
import { AzureAdoptedNetwork } from './adopted-network';
import { AzureAdoptedRegistry } from './adopted-registry';
import { adoption } from './adoption-evidence';
import { bucket } from './bucket';
import { cache } from './cache';
import { evidence } from './capabilities';
import { AzureCluster } from './cluster';
import { connect } from './connect';
import { credential } from './credential';
import { AzureDetection } from './detection';
import { AzureSiteFront } from './edge';
import { AzureEdgeZone } from './edge-zone';
import { files } from './files';
import { AzureFoundation } from './foundation';
import { furtherEvidence } from './further-evidence';
import { AzureGuardrails } from './guardrails';
import { identity } from './identity';
import { AzureInterconnectGateway } from './interconnect-gateway';
import { joinedSites } from './joined-sites';
import { kafka } from './kafka';
import { key } from './key';
import { kubernetesFacts } from './kubernetes-facts';
import { AzureNetwork } from './network';
import { peering } from './peering';
import { AzurePeople } from './people';
import { postgres } from './postgres';
import { backend, providers } from './providers';
import { AzureRegistry, letNodesPull } from './registry';
import { unwatchedEvidence } from './registry-evidence';
import { secret } from './secret';
import { secretCommands } from './secret-commands';
import { AzureState } from './state';
import { topic } from './topic';
import type { AzureTypes } from './types';
import { warehouse } from './warehouse';

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
  people: (scope, site) => {
    new AzurePeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new AzureAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new AzureNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) => new AzureCluster(scope, 'cluster', { site, network }),
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
  publicZone: (scope, props) => new AzureEdgeZone(scope, 'zone', props),
  siteFront: (scope, props) => new AzureSiteFront(scope, 'front', props),
  needs: { postgres, bucket, cache, warehouse, files, kafka, topic, secret, credential, identity, key },
  evidence,
  unwatchedEvidence,
  regionalGovernance: [],
  furtherEvidence,
  automaticEvidence: karpenterEvidence,
  adoption,
};

export { AzureAdoptedKey, type AzureAdoptedKeyProps } from './adopted-key';
export { AzureAdoptedNetwork, type AzureAdoptedNetworkProps } from './adopted-network';
export { AzureAdoptedRegistry, type AzureAdoptedRegistryProps } from './adopted-registry';
export { AzureBastion, type AzureBastionProps } from './bastion';
export { AzureBucket, type AzureBucketProps } from './bucket';
export { AzureCiTrust, type AzureCiTrustProps } from './ci-trust';
export { AzureCluster, type AzureClusterProps } from './cluster';
export { AzureDetection, type AzureDetectionProps } from './detection';
export { AzureSiteFront } from './edge';
export { AzureEdgeZone } from './edge-zone';
export { AzureFiles, type AzureFilesProps } from './files';
export { AzureFoundation, type AzureFoundationProps } from './foundation';
export { AzureGuardrails, type AzureGuardrailsProps } from './guardrails';
export { AzureIdentity, type AzureIdentityProps } from './identity';
export { AzureInterconnectGateway } from './interconnect-gateway';
export { AzureKafka, type AzureKafkaProps } from './kafka';
export { AzureKey, type AzureKeyProps } from './key';
export { AzureKeyVault, type AzureKeyVaultProps } from './key-vault';
export { AzureLogArchive, type AzureLogArchiveProps } from './log-archive';
export { AzureNat, type AzureNatProps } from './nat';
export { AzureNetwork, type AzureNetworkProps } from './network';
export { AzureNetworkSecurity, type AzureNetworkSecurityProps } from './network-security';
export { AzureNodePool, type AzureNodePoolProps } from './node-pools';
export { AzurePeople, type AzurePeopleProps } from './people';
export { AzurePostgres, type AzurePostgresProps } from './postgres';
export { AzurePrivateZones, type AzurePrivateZonesProps } from './private-zones';
export { AzureRegistry, type AzureRegistryProps } from './registry';
export { AzureState, type AzureStateProps } from './state';
export { AzureStorageAccount, type AzureStorageAccountProps } from './storage-account';
export type { AzureGrant, AzureTypes } from './types';
export { AzureSecret, type AzureSecretProps } from './vault-secret';
