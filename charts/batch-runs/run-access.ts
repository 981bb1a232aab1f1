import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type BatchRun, runStarter } from '../../services/batch-runs';

const group = 'rbac.authorization.k8s.io';
const name = 'airflow-runs';

/**
 * What Airflow may do in the namespace of a run: read the stated templates, make Jobs, look at them and end them. The
 * right to make Jobs cannot be narrowed to a template, so whoever may write DAGs may run anything in this namespace.
 */
export function addRunAccess(scope: Construct, namespace: string, runs: readonly BatchRun[]): void {
  if (runs.length === 0) return;
  const metadata = { name, namespace };
  const role: IRole = {
    apiVersion: `${group}/v1`,
    kind: 'Role',
    metadata,
    rules: [
      {
        apiGroups: ['batch'],
        resources: ['cronjobs'],
        resourceNames: runs.map(({ cronJob }) => cronJob),
        verbs: ['get'],
      },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete', 'get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    ],
  };
  const binding: IRoleBinding = {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: runStarter.serviceAccount, namespace: runStarter.namespace }],
  };
  typedObject(scope, role);
  typedObject(scope, binding);
}
