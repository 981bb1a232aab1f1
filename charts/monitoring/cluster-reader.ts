import type { Construct } from 'constructs';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { typedObject } from '../../constructs/kubernetes/typed-object';

export interface ReaderProps {
  /** Of every object; those of the whole cluster have the namespace before it. */
  readonly name: string;
  readonly namespace: string;
  readonly rules: NonNullable<IClusterRole['rules']>;
  /** What it may do in its own namespace beside that. Default: nothing. */
  readonly ownRules?: NonNullable<IRole['rules']>;
}

/** An account that may look at objects of the whole cluster. */
export function addReader(scope: Construct, { name, namespace, rules, ownRules }: ReaderProps): void {
  const clusterWide = `${namespace}-${name}`;
  const account: IServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  };
  const role: IClusterRole = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: clusterWide },
    rules,
  };
  const binding: IClusterRoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: clusterWide },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterWide },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
  const own: (IRole | IRoleBinding)[] = ownRules
    ? [
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace }, rules: ownRules },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name, namespace },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
          subjects: [{ kind: 'ServiceAccount', name, namespace }],
        },
      ]
    : [];
  for (const manifest of [account, role, binding, ...own]) {
    typedObject<{ apiVersion: string; kind: string; metadata?: { name?: string } }>(scope, manifest);
  }
}
