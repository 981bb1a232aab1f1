import type { CloudPlatform } from '../contracts';
import { karpenterEvidence } from '../kubernetes/karpenter-evidence';
import { AwsAdoptedNetwork } from './adopted-network';
import { AwsAdoptedRegistry } from './adopted-registry';
import { adoption } from './adoption-evidence';
import { bucket } from './bucket';
import { cache } from './cache';
import { evidence } from './capabilities';
import { AwsCluster } from './cluster';
import { connect } from './connect';
import { credential } from './credential';
import { AwsDetection } from './detection';
import { AwsSiteFront } from './edge';
import { AwsEdgeZone } from './edge-zone';
import { files } from './files';
import { AwsFoundation } from './foundation';
import { furtherEvidence } from './further-evidence';
import { AwsGuardrails } from './guardrails';
import { identity } from './identity';
import { AwsInterconnectGateway } from './interconnect-gateway';
import { joinedSites } from './joined-sites';
import { kafka } from './kafka';
import { key } from './key';
import { kubernetesFacts } from './kubernetes-facts';
import { AwsNetwork } from './network';
import { peering } from './peering';
import { AwsPeople } from './people';
import { postgres } from './postgres';
import { backend, providers } from './providers';
import { AwsRegistry, letNodesPull } from './registry';
import { secret } from './secret';
import { secretCommands } from './secret-commands';
import { AwsState } from './state';
import { topic } from './topic';
import type { AwsTypes } from './types';
import { warehouse } from './warehouse';

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
  people: (scope, site) => {
    new AwsPeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new AwsAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new AwsNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) => new AwsCluster(scope, 'cluster', { site, network }),
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

export { AwsAccessHost, type AwsAccessHostProps } from './access-host';
export { AwsAdoptedKey, type AwsAdoptedKeyProps } from './adopted-key';
export { AwsAdoptedNetwork, type AwsAdoptedNetworkProps } from './adopted-network';
export { AwsAdoptedRegistry, type AwsAdoptedRegistryProps } from './adopted-registry';
export { AwsBucket, type AwsBucketProps } from './bucket';
export { AwsCache, type AwsCacheProps } from './cache';
export { AwsCiTrust, type AwsCiTrustProps } from './ci-trust';
export { AwsCluster, type AwsClusterProps } from './cluster';
export { AwsDetection, type AwsDetectionProps } from './detection';
export { AwsSiteFront } from './edge';
export { AwsEdgeZone } from './edge-zone';
export { AwsFiles, type AwsFilesProps } from './files';
export { AwsFoundation, type AwsFoundationProps } from './foundation';
export { AwsGuardrails, type AwsGuardrailsProps } from './guardrails';
export { AwsRole, type AwsRoleProps } from './iam';
export { AwsIdentity, type AwsIdentityProps } from './identity';
export { AwsInterconnectGateway } from './interconnect-gateway';
export { AwsKafka, type AwsKafkaProps } from './kafka';
export { AwsKey, type AwsKeyProps } from './key';
export { AwsNetwork, type AwsNetworkProps } from './network';
export { AwsNodePool, type AwsNodePoolProps } from './node-pools';
export { AwsPeople, type AwsPeopleProps } from './people';
export { AwsPostgres, type AwsPostgresProps } from './postgres';
export { AwsRegistry, type AwsRegistryProps } from './registry';
export { AwsState, type AwsStateProps } from './state';
export { AwsStoredSecret, type AwsStoredSecretProps } from './stored-secret';
export type { AwsGrant, AwsTypes } from './types';
export { AwsWarehouse, type AwsWarehouseProps } from './warehouse';
