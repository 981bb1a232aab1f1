import type { CloudPlatform } from '../contracts';
import { GoogleAdoptedNetwork } from './adopted-network';
import { GoogleAdoptedRegistry } from './adopted-registry';
import { adoption } from './adoption-evidence';
import { automaticEvidence } from './automatic-evidence';
import { bucket } from './bucket';
import { cache } from './cache';
import { evidence } from './capabilities';
import { GoogleCluster } from './cluster';
import { connect } from './connect';
import { credential } from './credential';
import { GoogleDetection } from './detection';
import { GoogleSiteFront } from './edge';
import { GoogleEdgeZone } from './edge-zone';
import { files } from './files';
import { GoogleFoundation } from './foundation';
import { furtherEvidence } from './further-evidence';
import { GoogleGuardrails } from './guardrails';
import { identity } from './identity';
import { GoogleInterconnectGateway } from './interconnect-gateway';
import { joinedSites } from './joined-sites';
import { kafka } from './kafka';
import { key } from './key';
import { kubernetesFacts } from './kubernetes-facts';
import { GoogleNetwork } from './network';
import { peering } from './peering';
import { GooglePeople } from './people';
import { postgres } from './postgres';
import { backend, providers } from './providers';
import { GoogleRegistry, letNodesPull } from './registry';
import { secret } from './secret';
import { secretCommands } from './secret-commands';
import { GoogleState } from './state';
import { topic } from './topic';
import type { GoogleTypes } from './types';
import { warehouse } from './warehouse';

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
  people: (scope, site) => {
    new GooglePeople(scope, 'people', { site });
  },
  network: (scope, site) =>
    site.adopt?.network
      ? new GoogleAdoptedNetwork(scope, 'network', { site, words: site.adopt.network })
      : new GoogleNetwork(scope, 'network', { site }),
  cluster: (scope, site, network) => new GoogleCluster(scope, 'cluster', { site, network }),
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

export { GoogleAdoptedKey, type GoogleAdoptedKeyProps } from './adopted-key';
export { GoogleAdoptedNetwork, type GoogleAdoptedNetworkProps } from './adopted-network';
export { GoogleAdoptedRegistry, type GoogleAdoptedRegistryProps } from './adopted-registry';
export { GoogleBucket, type GoogleBucketProps } from './bucket';
export { GoogleCache, type GoogleCacheProps } from './cache';
export { GoogleCiTrust, type GoogleCiTrustProps } from './ci-trust';
export { GoogleCluster, type GoogleClusterProps } from './cluster';
export { GoogleDetection, type GoogleDetectionProps } from './detection';
export { GoogleSiteFront } from './edge';
export { GoogleEdgeZone } from './edge-zone';
export { GoogleFiles, type GoogleFilesProps } from './files';
export { GoogleFoundation, type GoogleFoundationProps } from './foundation';
export { GoogleGuardrails, type GoogleGuardrailsProps } from './guardrails';
export { GoogleIdentity, type GoogleIdentityProps } from './identity';
export { GoogleInterconnectGateway } from './interconnect-gateway';
export { GoogleKafka, type GoogleKafkaProps } from './kafka';
export { GoogleKey, type GoogleKeyProps } from './key';
export { GoogleLogArchive, type GoogleLogArchiveProps } from './log-archive';
export { GoogleNetwork, type GoogleNetworkProps } from './network';
export { GoogleNodePool, type GoogleNodePoolProps } from './node-pools';
export { GooglePeople, type GooglePeopleProps } from './people';
export { GooglePostgres, type GooglePostgresProps } from './postgres';
export { GooglePrivateApis, type GooglePrivateApisProps } from './private-apis';
export { GoogleRegistry, type GoogleRegistryProps } from './registry';
export { GoogleSecret, type GoogleSecretProps } from './secret-version';
export { GoogleState, type GoogleStateProps } from './state';
export type { GoogleGrant, GoogleTypes } from './types';
export { GoogleWarehouse, type GoogleWarehouseProps } from './warehouse';
