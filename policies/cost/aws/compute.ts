import {
  allMonth,
  type Charge,
  freeOf,
  type MachinePool,
  machinesFor,
  type PoolReaders,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { addressOf, blocksAt, labelsAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { vcpusOf } from '../vcpus';
import { templateDisks } from './disks';

/** The template that a group starts machines from; it may be named by any of its fields. */
const templateOf = ({ values }: Resource, { referred }: PricingContext) =>
  blocksAt(values, 'launch_template')
    .map((block) => referred(block.name ?? block.id))
    .find((found) => found !== undefined)?.values;

function poolOf(group: Resource): MachinePool {
  const { values } = group;
  const fewest = numberAt(values, 'scaling_config.min_size', 0);
  const [type] = [valueAt(values, 'instance_types')].flat();
  return {
    id: addressOf(group),
    type: textAt({ type }, 'type'),
    fewest,
    most: numberAt(values, 'scaling_config.max_size', fewest),
    spot: valueAt(values, 'capacity_type') === 'SPOT',
    labels: labelsAt(values, 'labels'),
    tainted: blocksAt(values, 'taint').length > 0,
  };
}

/** Pools that a resource makes, by its type. */
export const awsPools: PoolReaders = { aws_eks_node_group: (group) => [poolOf(group)] };

/** vCPUs of all machines of a site. */
export const machineVcpus = ({ atSite, machines }: PricingContext): number =>
  atSite('aws_eks_node_group')
    .map(poolOf)
    .reduce((sum, pool) => {
      const { fixed, usage } = machines(pool);
      return sum + vcpusOf('aws', pool.type) * (fixed + usage);
    }, 0);

const nodeGroup: Pricer = (group, context) => {
  const count = context.machines(poolOf(group));
  return [...machinesFor(count, poolOf(group)), ...templateDisks(templateOf(group, context), count)];
};

const autoscalingGroup: Pricer = (group, context) => {
  const template = templateOf(group, context);
  const fewest = numberAt(group.values, 'min_size', 0);
  const pool = {
    id: addressOf(group),
    type: textAt(template, 'instance_type'),
    fewest,
    most: numberAt(group.values, 'max_size', fewest),
    spot: false,
    labels: {},
    // Not of a cluster.
    tainted: true,
  };
  const count = context.machines(pool);
  return [...machinesFor(count, pool), ...templateDisks(template, count)];
};

/** Reserved machines that no pool keeps busy: those that run in a reservation are paid as machines. */
const reservation: Pricer = ({ values }, { atSite }): readonly Charge[] => {
  const type = textAt(values, 'instance_type');
  const reserved = atSite('aws_ec2_capacity_reservation')
    .filter((other) => other.values.instance_type === type)
    .reduce((sum, other) => sum + numberAt(other.values, 'instance_count', 0), 0);
  const busy = atSite('aws_eks_node_group')
    .filter((group) => [valueAt(group.values, 'instance_types')].flat()[0] === type)
    .reduce((sum, group) => sum + numberAt(group.values, 'scaling_config.min_size', 0), 0);
  const idleShare = reserved > 0 ? Math.max(0, 1 - busy / reserved) : 0;
  return [allMonth(`machine/${type}`, numberAt(values, 'instance_count', 0) * idleShare)];
};

export const compute: PricingTable = {
  aws_eks_cluster: () => [allMonth('eks/cluster')],
  aws_eks_node_group: nodeGroup,
  aws_autoscaling_group: autoscalingGroup,
  aws_ec2_capacity_reservation: reservation,
  aws_instance: ({ values }) => [
    allMonth(`machine/${textAt(values, 'instance_type')}`),
    ...templateDisks({ block_device_mappings: { ebs: values.root_block_device } }, { fixed: 1, usage: 0 }),
  ],
  ...freeOf('part of the cluster or of its machines, which are priced', [
    'aws_launch_template',
    'aws_eks_addon',
    'aws_eks_access_entry',
    'aws_eks_access_policy_association',
    'aws_eks_identity_provider_config',
    'aws_eks_pod_identity_association',
    'aws_resourcegroups_group',
    'aws_resourcegroups_resource',
    'aws_ebs_encryption_by_default',
    'aws_ebs_snapshot_block_public_access',
    'aws_ec2_image_block_public_access',
    'aws_ec2_instance_metadata_defaults',
    'aws_ec2_serial_console_access',
    'aws_ec2_tag',
  ]),
};
