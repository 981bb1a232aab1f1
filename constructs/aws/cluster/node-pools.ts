import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { type AwsSite, type NodePool, zonesOfPool } from '../../../environments/model';
import { siteScoped } from '../names';
import { nodeMetadataOptions, nodeSettings, nodeVolumes } from './node-settings';
import { AwsReservation } from './reservations';

export interface AwsNodePoolProps {
  readonly site: AwsSite;
  readonly pool: NodePool;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  /** ARN of the key of node disks. */
  readonly diskKeyId: string;
  /** One a zone of the site, in their order. */
  readonly subnetIds: readonly string[];
  /** What nodes need to become ready. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const imageOf = ({ machine }: NodePool): string =>
  machine.gpu
    ? 'BOTTLEROCKET_x86_64_NVIDIA'
    : { amd64: 'BOTTLEROCKET_x86_64', arm64: 'BOTTLEROCKET_ARM_64' }[machine.architecture];

/**
 * The same size of an older family, for pools of interruptible machines: two kinds of machine are rarely both sold out.
 * Source: aws.amazon.com/ec2/instance-types, 2026-11.
 */
const olderFamily: Readonly<Record<string, string>> = {
  c7g: 'c6g',
  c7i: 'c6i',
  m6id: 'm5d',
  m7a: 'm6a',
  m7g: 'm6g',
  m7i: 'm6i',
  m8g: 'm7g',
  r6id: 'r5d',
  r7g: 'r6g',
  r7i: 'r6i',
};

export function instanceTypes({ machineType, spot }: Pick<NodePool, 'machineType' | 'spot'>): string[] {
  const [family = '', size = ''] = machineType.split('.');
  const older = olderFamily[family];
  return spot && older ? [machineType, `${older}.${size}`] : [machineType];
}

const effects: Readonly<Record<NodePool['taints'][number]['effect'], string>> = { NoSchedule: 'NO_SCHEDULE' };

/**
 * A managed node group over three zones: Bottlerocket, disks under an own key, instance metadata by session token and
 * out of reach of pods, replaced when unhealthy, upgraded a third at a time after new nodes have joined. The image stays
 * at the release it was made with until the Kubernetes version changes or an operator moves it on.
 */
export class AwsNodePool extends Construct {
  readonly group: EksNodeGroup;

  constructor(scope: Construct, id: string, props: AwsNodePoolProps) {
    super(scope, id);
    const { site, pool } = props;
    const reserved = pool.reservation
      ? new AwsReservation(this, 'reservation', { site, pool: { ...pool, reservation: pool.reservation } })
      : undefined;
    const template = this.template(props, reserved?.groupArn);
    const zones = zonesOfPool(site, pool);
    this.group = new EksNodeGroup(this, 'group', {
      clusterName: props.clusterName,
      // A prefix, so that a replacement can stand before the old group goes.
      nodeGroupNamePrefix: `${pool.name}-`,
      nodeRoleArn: props.nodeRoleArn,
      subnetIds: props.subnetIds.filter((_, index) => zones.includes(site.zones[index] ?? '')),
      version: site.kubernetesVersion,
      amiType: imageOf(pool),
      capacityType: pool.spot ? 'SPOT' : 'ON_DEMAND',
      instanceTypes: instanceTypes(pool),
      launchTemplate: { name: template.name, version: template.latestVersion.toString() },
      scalingConfig: { minSize: pool.minNodes, maxSize: pool.maxNodes, desiredSize: pool.minNodes },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { ...pool.labels },
      taint: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: effects[effect] })),
      lifecycle: {
        createBeforeDestroy: true,
        // The autoscaler's to decide.
        ignoreChanges: ['scaling_config[0].desired_size'],
      },
      dependsOn: [...props.dependsOn, ...(reserved?.ready ?? [])],
    });
  }

  private template({ site, pool, diskKeyId }: AwsNodePoolProps, reservationGroupArn?: string): LaunchTemplate {
    const name = siteScoped(site, pool.name);
    return new LaunchTemplate(this, 'template', {
      name,
      description: `Nodes of the pool ${pool.name}`,
      updateDefaultVersion: true,
      userData: Buffer.from(nodeSettings(pool)).toString('base64'),
      metadataOptions: { ...nodeMetadataOptions, instanceMetadataTags: 'disabled' },
      blockDeviceMappings: nodeVolumes(pool.diskGiB).map(({ deviceName, sizeGiB }) => ({
        deviceName,
        ebs: {
          volumeType: 'gp3',
          volumeSize: sizeGiB,
          encrypted: 'true',
          kmsKeyId: diskKeyId,
          deleteOnTermination: 'true',
        },
      })),
      // Whoever asks for a group gets a machine at full price where nothing in it is free.
      ...(reservationGroupArn
        ? {
            capacityReservationSpecification: {
              capacityReservationTarget: { capacityReservationResourceGroupArn: reservationGroupArn },
            },
          }
        : {}),
      // Auto Scaling passes on no tags of the provider.
      tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({
        resourceType,
        tags: { ...site.tags, Name: name },
      })),
    });
  }
}
