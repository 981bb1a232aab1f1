import type { Construct } from 'constructs';
import { type RoleRules, roleAccess } from '../../constructs/kubernetes/role-access';
import { processing } from '../../services';

const { namespace } = processing;

const everything = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** A job manager makes its task managers, and elects the leader among its replicas by ConfigMaps. */
const flinkRules: RoleRules = [
  { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: everything },
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/finalizers'], verbs: everything },
];

/** A driver makes its executors, and their configuration. */
const sparkRules: RoleRules = [
  { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'], verbs: everything },
];

/** What programs may do in their own namespace: start and stop their own pods. */
export function addAccess(scope: Construct, accounts: { readonly flink: string; readonly spark: string }): void {
  roleAccess(scope, { name: accounts.flink, namespace, rules: flinkRules });
  roleAccess(scope, { name: accounts.spark, namespace, rules: sparkRules });
}
