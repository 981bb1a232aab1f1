import type { Construct } from 'constructs';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import { clusterRoleName, humanAccess } from '../../constructs/kubernetes/human-roles';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { humanRoles } from '../../environments/model/people';
import type { ChartContext } from '../chart-context';

const apiGroup = 'rbac.authorization.k8s.io';

/** The same roles on every site, bound to the groups that people of the site come as. */
export function addHumanRoles(scope: Construct, { kubernetes: { people } }: ChartContext): void {
  for (const role of humanRoles) {
    const name = clusterRoleName(role);
    const groups = people?.[role] ?? [];
    // Where it comes from outside the cluster, nobody could be given it by mistake.
    if (role === 'break-glass' && groups.length === 0) continue;
    const clusterRole: IClusterRole = {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: humanAccess[role].map(({ apiGroups, resources, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
      })),
    };
    typedObject(scope, clusterRole);
    if (groups.length === 0) continue;
    const binding: IClusterRoleBinding = {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects: groups.map((group) => ({ apiGroup, kind: 'Group', name: group })),
    };
    typedObject(scope, binding);
  }
}
