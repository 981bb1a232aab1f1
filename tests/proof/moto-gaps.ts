/**
 * Resource types moto 5.2.5 cannot make, and why. Terraform's own targeting leaves them and what hangs on them out of
 * the real apply; the mock apply proves those.
 */
export const MOTO_GAPS: Readonly<Record<string, string>> = {
  aws_accessanalyzer_analyzer: 'moto has no IAM Access Analyzer',
  aws_bcmdataexports_export: 'moto has no Data Exports',
  aws_ce_anomaly_monitor: 'moto knows no anomalies of Cost Explorer',
  aws_ce_anomaly_subscription: 'moto knows no anomalies of Cost Explorer',
  aws_cloudwatch_metric_alarm: 'moto does not know the protocol in which the provider speaks to CloudWatch',
  aws_ebs_snapshot_block_public_access: 'moto keeps no such setting of an account',
  aws_ec2_image_block_public_access: 'moto keeps no such setting of an account',
  aws_ec2_instance_metadata_defaults: 'moto keeps no such setting of an account',
  aws_ec2_serial_console_access: 'moto keeps no such setting of an account',
  aws_organizations_policy: 'moto keeps the policies of an organisation for its own account only',
  aws_s3_account_public_access_block: 'the provider calls a host that is named after the account',
  aws_eks_addon: 'moto has no EKS add-ons',
  aws_eks_pod_identity_association: 'moto has no EKS pod identity',
  aws_eks_access_entry: 'moto has no EKS access entries',
  aws_efs_backup_policy: 'moto switches no backups of EFS',
  aws_eks_access_policy_association: 'moto has no EKS access entries',
};

/** Single resources moto cannot make although it knows their type: address to reason. */
export const MOTO_GAPS_BY_ADDRESS: Readonly<Record<string, string>> = {};

/** Arguments moto forgets or gives back differently, so that a second plan would set them again: by type. */
export const MOTO_FORGETS: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ['capacity_reservation_specification', 'launch_template', 'max_instance_lifetime'],
  aws_db_instance: [
    'performance_insights_enabled',
    'performance_insights_kms_key_id',
    'performance_insights_retention_period',
  ],
  aws_db_parameter_group: ['parameter'],
  aws_eks_cluster: ['access_config'],
  aws_kms_key: ['rotation_period_in_days'],
  // It counts its own tags among those of what the template starts; the versions follow from that.
  aws_launch_template: ['default_version', 'latest_version', 'tag_specifications'],
  aws_s3_bucket: ['tags', 'tags_all'],
  // It keeps where lists go, and not that they are encrypted there.
  aws_s3_bucket_inventory: ['destination'],
  aws_s3_bucket_logging: ['target_object_key_format'],
  aws_vpc_security_group_ingress_rule: ['description', 'referenced_security_group_id'],
};
