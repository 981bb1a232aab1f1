import { type AutomaticNodePool, type AwsSite, automaticPools } from '../../../environments/model';
import type { NodeObject } from '../../contracts';
import { karpenterNodePools } from '../../kubernetes/karpenter';
import { discoveryTag, diskKeyArn, roleName, siteScoped } from '../names';
import { maxPods, nodeMetadataOptions, nodeSettings, nodeVolumes } from './node-settings';
import { reservationTerms } from './reservations';

/** Parts of the name of the role that machines of automatic pools have. */
export const machineRoleParts = ['machines'] as const;
export const machineProfileName = (site: Pick<AwsSite, 'organisation' | 'name'>): string =>
  roleName(site, ...machineRoleParts);

/**
 * Release of Bottlerocket that machines start from; it has images for every Kubernetes version on offer. Raising it
 * replaces the machines of every automatic pool, a tenth at a time.
 * Source: github.com/bottlerocket-os/bottlerocket/releases, 2026-09-22.
 */
const image = 'bottlerocket@v1.66.0';

/** Source: karpenter.sh/docs/concepts/nodeclasses, `karpenter.k8s.aws/v1`. */
const nodeClass = (site: AwsSite, pool: AutomaticNodePool): NodeObject => {
  const found = [{ tags: { [discoveryTag]: site.name } }];
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: pool.name },
    spec: {
      amiSelectorTerms: [{ alias: image }],
      // Made by Terraform: Karpenter cannot make roles or profiles.
      instanceProfile: machineProfileName(site),
      subnetSelectorTerms: found,
      securityGroupSelectorTerms: found,
      ...(pool.reservation
        ? { capacityReservationSelectorTerms: reservationTerms(site, { ...pool, reservation: pool.reservation }) }
        : {}),
      associatePublicIPAddress: false,
      metadataOptions: nodeMetadataOptions,
      kubelet: { maxPods },
      userData: nodeSettings(pool),
      // Karpenter counts those disks as room for pods.
      ...(pool.scratch ? { instanceStorePolicy: 'RAID0' } : {}),
      blockDeviceMappings: nodeVolumes(pool.diskGiB).map(({ deviceName, sizeGiB }) => ({
        deviceName,
        ebs: {
          volumeType: 'gp3',
          volumeSize: `${sizeGiB}Gi`,
          encrypted: true,
          kmsKeyID: diskKeyArn(site),
          deleteOnTermination: true,
        },
      })),
      tags: { ...site.tags, Name: siteScoped(site, pool.name) },
    },
  };
};

/** What Karpenter may make on a site, pool by pool. Same image, settings, disks and metadata as a pool of one type. */
export const nodeObjects = (site: AwsSite): NodeObject[] =>
  automaticPools(site).flatMap((pool) => [
    nodeClass(site, pool),
    ...karpenterNodePools({
      maintenance: site.maintenance,
      pool,
      nodeClass: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass' },
      zones: site.zones,
    }),
  ]);
