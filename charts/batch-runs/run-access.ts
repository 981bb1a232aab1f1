import type { Construct } from 'constructs';
import { roleAccess } from '../../constructs/kubernetes/role-access';
import { type BatchRun, runStarter } from '../../services/batch-runs';

/**
 * What Airflow may do in the namespace of a run: read the stated templates, make Jobs, look at them and end them. The
 * right to make Jobs cannot be narrowed to a template, so whoever may write DAGs may run anything in this namespace.
 */
export function addRunAccess(scope: Construct, namespace: string, runs: readonly BatchRun[]): void {
  if (runs.length === 0) return;
  roleAccess(scope, {
    name: 'airflow-runs',
    namespace,
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
    accounts: [{ name: runStarter.serviceAccount, namespace: runStarter.namespace }],
  });
}
