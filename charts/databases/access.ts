import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { NetworkPeer } from '../../constructs/contracts';
import { calls, networkPolicy } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { databases } from '../../services';

const { namespace } = databases;

/** The service account that External Secrets reads under, in the namespace of an application; the application makes it. */
const readerAccount = 'databases-reader';

export interface AccessProps {
  /** Of the database, in kebab case. */
  readonly name: string;
  readonly secretName: string;
  /** Where its clients go. */
  readonly egress: readonly NetworkPeer[];
  readonly usedFrom: readonly string[];
}

/** Lets External Secrets copy this one Secret for the application's namespace. */
function reading({ name, secretName, usedFrom }: AccessProps): [IRole, IRoleBinding] {
  const metadata = { name: `${name}-applications`, namespace };
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [secretName], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: usedFrom.map((from) => ({ kind: 'ServiceAccount', name: readerAccount, namespace: from })),
    },
  ];
}

/** Opens the database's own pods, where it runs in this namespace, to pods of the applications that say they call it. */
function reaching(scope: Construct, { name, egress, usedFrom }: AccessProps): void {
  const pods = egress.flatMap((peer) => ('namespace' in peer && peer.namespace === namespace ? [peer] : []));
  for (const [index, { podLabels, ports }] of pods.entries()) {
    networkPolicy(scope, {
      name: `${name}-applications${index === 0 ? '' : `-${index}`}`,
      namespace,
      podLabels,
      ingress: usedFrom.map((from) => ({ namespace: from, podLabels: calls(databases.name), ports })),
    });
  }
}

/** Lets applications of other namespaces use a database: its Secret, and the way to it. */
export function addAccess(scope: Construct, props: AccessProps): void {
  if (props.usedFrom.length === 0) return;
  for (const manifest of reading(props)) typedObject(scope, manifest);
  reaching(scope, props);
}
