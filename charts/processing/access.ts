import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { processing } from '../../services';

const { namespace } = processing;

type Rule = NonNullable<IRole['rules']>[number];

const everything = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** A job manager makes its task managers, and elects the leader among its replicas by ConfigMaps. */
const flinkRules: readonly Rule[] = [
  { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: everything },
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/finalizers'], verbs: everything },
];

/** A driver makes its executors, and their configuration. */
const sparkRules: readonly Rule[] = [
  { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'], verbs: everything },
];

function grant(scope: Construct, account: string, rules: readonly Rule[]): void {
  const role: IRole = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: account, namespace },
    rules: [...rules],
  };
  const binding: IRoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: account, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  };
  typedObject(scope, role);
  typedObject(scope, binding);
}

/** What programs may do in their own namespace: start and stop their own pods. */
export function addAccess(scope: Construct, accounts: { readonly flink: string; readonly spark: string }): void {
  grant(scope, accounts.flink, flinkRules);
  grant(scope, accounts.spark, sparkRules);
}
