import {
  allMonth,
  type Charge,
  freeOf,
  machinesFor,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { blocksAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { templateDisks } from './disks';

/** The template that a group starts machines from; it may be named by any of its fields. */
const templateOf = ({ values }: Resource, { referred }: PricingContext) =>
  blocksAt(values, 'launch_template')
    .map((block) => referred(block.name ?? block.id))
    .find((found) => found !== undefined)?.values;

const nodeGroup: Pricer = (group, context) => {
  const fewest = numberAt(group.values, 'scaling_config.min_size', 0);
  const count = context.machines(fewest, numberAt(group.values, 'scaling_config.max_size', fewest));
  const [type] = [valueAt(group.values, 'instance_types')].flat();
  return [
    ...machinesFor(count, textAt({ type }, 'type'), valueAt(group.values, 'capacity_type') === 'SPOT'),
    ...templateDisks(templateOf(group, context), count),
  ];
};

const autoscalingGroup: Pricer = (group, context) => {
  const template = templateOf(group, context);
  const fewest = numberAt(group.values, 'min_size', 0);
  const count = context.machines(fewest, numberAt(group.values, 'max_size', fewest));
  return [...machinesFor(count, textAt(template, 'instance_type'), false), ...templateDisks(template, count)];
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
