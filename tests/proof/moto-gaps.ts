/**
 * Resource types moto 5.2.5 cannot make, and why. Terraform's own targeting leaves them and what hangs on them out of
 * the real apply; the mock apply proves those.
 */
export const MOTO_GAPS: Readonly<Record<string, string>> = {
  aws_s3_bucket_logging: 'moto fails where the policy of the target bucket has the principal "*"',
  aws_eks_addon: 'moto has no EKS add-ons',
  aws_eks_pod_identity_association: 'moto has no EKS pod identity',
  aws_eks_access_entry: 'moto has no EKS access entries',
  aws_eks_access_policy_association: 'moto has no EKS access entries',
};

/** Single resources moto cannot make although it knows their type: address to reason. */
export const MOTO_GAPS_BY_ADDRESS: Readonly<Record<string, string>> = {};

/** Arguments moto takes and then forgets, so that a second plan would set them again: by type. */
export const MOTO_FORGETS: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ['rotation_period_in_days'],
  aws_autoscaling_group: ['max_instance_lifetime'],
};
