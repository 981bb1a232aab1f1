import { Netmask } from 'netmask';
import { type AwsSite, endpointCidrs, hasCloudEdge } from '../../environments/model';
import { fastVolume } from '../../services';
import type { KubernetesFacts, NetworkPeer } from '../contracts';
import { humanGroups } from '../kubernetes/human-roles';
import { providerGroupPrefix } from './cluster/cluster-access';
import { interruptionQueueName } from './cluster/interruption-queue';
import { nodeObjects } from './cluster/node-classes';
import { adoptedImages } from './data/adopted-registry';
import { cloudMetrics } from './data/cloud-metrics';
import { clusterStateStore } from './data/cluster-state';
import { podIdentityAgent } from './data/identity';
import { imageMirrors } from './data/registry';
import { diskKeyArn } from './names';

/** Where what starts machines must reach: its credentials, and EC2 and its like at addresses of AWS's choosing, by TLS. */
const machineApis: readonly NetworkPeer[] = [
  { cidr: podIdentityAgent, ports: [{ port: 80, protocol: 'TCP' }] },
  { cidr: '0.0.0.0/0', ports: [{ port: 443, protocol: 'TCP' }] },
];

const providerGroups = (groups: readonly string[] = []): string[] =>
  groups.map((group) => `${providerGroupPrefix}${group}`);

/** What charts must know of an EKS cluster; nothing in it has to be read from the cloud. */
export const kubernetesFacts = (site: AwsSite): KubernetesFacts => ({
  // No credentials: External Secrets runs under an identity of its own.
  secretStoreProvider: { aws: { service: 'SecretsManager', region: site.region } },
  storageClass: {
    provisioner: 'ebs.csi.aws.com',
    parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: diskKeyArn(site) },
  },
  fastStorageClass: {
    provisioner: 'ebs.csi.aws.com',
    parameters: {
      type: 'gp3',
      iops: `${fastVolume.operationsPerSecond}`,
      throughput: `${fastVolume.mebibytesPerSecond}`,
      encrypted: 'true',
      kmsKeyId: diskKeyArn(site),
    },
  },
  // A snapshot has the key of its volume.
  snapshotClass: { driver: 'ebs.csi.aws.com', parameters: {} },
  operators: {
    'cluster-autoscaler': {
      values: { cloudProvider: 'aws', awsRegion: site.region, autoDiscovery: { clusterName: site.name } },
      egress: machineApis,
    },
    karpenter: {
      values: {
        settings: {
          clusterName: site.name,
          eksControlPlane: true,
          interruptionQueue: interruptionQueueName(site),
        },
        controller: { env: [{ name: 'AWS_REGION', value: site.region }] },
      },
      egress: machineApis,
    },
  },
  people: {
    viewer: [humanGroups.viewer, ...providerGroups(site.people.oidc?.viewers)],
    operator: [humanGroups.operator, ...providerGroups(site.people.oidc?.operators)],
    'break-glass': [],
  },
  // CloudFront and the load balancer that it comes in by, or that load balancer alone.
  edge: { trustedHops: site.edge && !hasCloudEdge(site.name, site.edge) ? 1 : 2 },
  nodeObjects: nodeObjects(site),
  imageMirrors: imageMirrors(site),
  adoptedImages: adoptedImages(site),
  cloudMetrics: cloudMetrics(site),
  clusterState: clusterStateStore(site),
  privateLoadBalancerAnnotations: {
    'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
    'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
    'service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled': 'true',
  },
  // The network plugin looks at packets before and after the service's address is translated.
  apiServerCidrs: [...endpointCidrs(site.addresses), `${new Netmask(site.addresses.services).first}/32`],
  nodeCidrs: [...site.addresses.nodes],
});
