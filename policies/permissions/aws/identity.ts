import type { PermissionTable } from '../type-permissions';

/** Roles, keys, logs and the pipeline's trust. */
export const identityPermissions: PermissionTable = {
  // The lock is an object beside the state.
  'backend.s3': {
    plan: { kms: ['Decrypt', 'GenerateDataKey'], s3: ['DeleteObject', 'GetObject', 'ListBucket', 'PutObject'] },
  },
  aws_cloudwatch_log_group: {
    plan: { logs: ['DescribeLogGroups', 'ListTagsForResource'] },
    apply: {
      logs: [
        'AssociateKmsKey',
        'CreateLogGroup',
        'DeleteLogGroup',
        'DisassociateKmsKey',
        'PutRetentionPolicy',
        'TagResource',
        'UntagResource',
      ],
    },
  },
  aws_iam_instance_profile: {
    plan: { iam: ['GetInstanceProfile', 'GetRole'] },
    apply: {
      iam: [
        'AddRoleToInstanceProfile',
        'CreateInstanceProfile',
        'DeleteInstanceProfile',
        'PassRole',
        'RemoveRoleFromInstanceProfile',
        'TagInstanceProfile',
        'UntagInstanceProfile',
      ],
    },
  },
  aws_iam_openid_connect_provider: {
    plan: { iam: ['GetOpenIDConnectProvider'] },
    apply: {
      iam: [
        'AddClientIDToOpenIDConnectProvider',
        'CreateOpenIDConnectProvider',
        'DeleteOpenIDConnectProvider',
        'RemoveClientIDFromOpenIDConnectProvider',
        'TagOpenIDConnectProvider',
        'UntagOpenIDConnectProvider',
        'UpdateOpenIDConnectProviderThumbprint',
      ],
    },
  },
  aws_iam_policy: {
    plan: { iam: ['GetPolicy', 'GetPolicyVersion', 'ListPolicyVersions'] },
    apply: {
      iam: ['CreatePolicy', 'CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'TagPolicy', 'UntagPolicy'],
    },
  },
  aws_iam_role: {
    plan: { iam: ['GetRole', 'ListAttachedRolePolicies', 'ListRolePolicies', 'GetRolePolicy'] },
    apply: {
      iam: [
        'CreateRole',
        'DeleteRole',
        'ListInstanceProfilesForRole',
        'TagRole',
        'UntagRole',
        'UpdateAssumeRolePolicy',
        'UpdateRole',
        'UpdateRoleDescription',
      ],
    },
  },
  aws_iam_role_policy: {
    plan: { iam: ['GetRolePolicy'] },
    apply: { iam: ['DeleteRolePolicy', 'PutRolePolicy'] },
  },
  aws_iam_role_policy_attachment: {
    plan: { iam: ['ListAttachedRolePolicies'] },
    apply: { iam: ['AttachRolePolicy', 'DetachRolePolicy'] },
  },
  aws_kms_alias: {
    plan: { kms: ['ListAliases'] },
    apply: { kms: ['CreateAlias', 'DeleteAlias', 'UpdateAlias'] },
  },
  aws_kms_key: {
    plan: { kms: ['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags'] },
    apply: {
      kms: [
        'CreateKey',
        'EnableKeyRotation',
        'PutKeyPolicy',
        'ScheduleKeyDeletion',
        'TagResource',
        'UntagResource',
        'UpdateKeyDescription',
      ],
    },
  },
};
