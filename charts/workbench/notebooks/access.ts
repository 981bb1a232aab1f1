import type { Construct } from 'constructs';
import { roleAccess, serviceAccount } from '../../../constructs/kubernetes/role-access';
import { hubName, namespace } from './jupyterhub';

/** What KubeSpawner does: pods and homes of people, and the events that tell why one does not start. Here only. */
export function addAccess(scope: Construct): void {
  const metadata = { name: hubName, namespace };
  serviceAccount(scope, metadata);
  roleAccess(scope, {
    ...metadata,
    rules: [
      {
        apiGroups: [''],
        resources: ['pods', 'persistentvolumeclaims'],
        verbs: ['create', 'delete', 'get', 'list', 'watch'],
      },
      { apiGroups: [''], resources: ['events'], verbs: ['get', 'list', 'watch'] },
    ],
  });
}
