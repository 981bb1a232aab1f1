import { blocksAt, labelsAt, type Resource, valueAt } from '../resource';
import type { Labels, TagContext, Tagging } from '../tagging';

/** Machines and their disks have the tags of the template that starts them, and none of the group's or the provider's. */
function templateTags({ values }: Resource, { referred }: TagContext): readonly Labels[] {
  const template = blocksAt(values, 'launch_template')
    .map((block) => referred(block.name ?? block.id))
    .find((found) => found !== undefined);
  const specifications = blocksAt(template?.values, 'tag_specifications');
  return ['instance', 'volume'].map((type) =>
    labelsAt(
      specifications.find((one) => valueAt(one, 'resource_type') === type),
      'tags',
    ),
  );
}

export const awsTagging: Tagging = {
  field: 'tags',
  defaults: 'default_tags.tags',
  elsewhere: { aws_eks_node_group: templateTags, aws_autoscaling_group: templateTags },
  untagged: [
    'aws_backup_selection',
    'aws_cloudwatch_log_metric_filter',
    'aws_config_configuration_recorder',
    'aws_db_instance_automated_backups_replication',
    'aws_ecr_pull_through_cache_rule',
    'aws_ecr_replication_configuration',
    'aws_guardduty_detector_feature',
    'aws_s3_bucket_inventory',
    'aws_s3_bucket_replication_configuration',
    'aws_securityhub_standards_subscription',
    'aws_shield_subscription',
  ],
};
