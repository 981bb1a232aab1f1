import { accountPermissions } from './aws/account';
import { clusterPermissions } from './aws/cluster';
import { dataPermissions } from './aws/data';
import { edgePermissions } from './aws/edge';
import { identityPermissions } from './aws/identity';
import { networkPermissions } from './aws/network';
import type { PermissionTable } from './type-permissions';

/**
 * IAM actions that the AWS provider uses. Source: what provider 6 asks of an API when it plans, applies and destroys the
 * example stacks, and the Service Authorization Reference (docs.aws.amazon.com/service-authorization), 2026-11.
 */
export const awsPermissions: PermissionTable = {
  ...accountPermissions,
  ...clusterPermissions,
  ...dataPermissions,
  ...edgePermissions,
  ...identityPermissions,
  ...networkPermissions,
};
