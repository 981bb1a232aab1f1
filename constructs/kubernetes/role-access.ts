import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { typedObject } from './typed-object';

const group = 'rbac.authorization.k8s.io';

export type RoleRules = NonNullable<IRole['rules']>;

interface AccountName {
  readonly name: string;
  /** Default: that of the role. */
  readonly namespace?: string;
}

export interface RoleAccessProps {
  /** Of the role and of its binding. */
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly RoleRules[number][];
  /** Accounts that have it. Default: the one of the same name. */
  readonly accounts?: readonly AccountName[];
}

/** Rights in one namespace, and who has them. */
export function roleAccess(scope: Construct, { name, namespace, rules, accounts = [{ name }] }: RoleAccessProps): void {
  const metadata = { name, namespace };
  const role: IRole = { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules: [...rules] };
  const binding: IRoleBinding = {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'Role', name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', namespace, ...account })),
  };
  typedObject(scope, role);
  typedObject(scope, binding);
}

/** An account that pods get no token of unless they ask for it. */
export function serviceAccount(
  scope: Construct,
  metadata: { readonly name: string; readonly namespace: string },
): void {
  const account: IServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  };
  typedObject(scope, account);
}
