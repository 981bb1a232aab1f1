import type { Construct } from 'constructs';
import type { NetworkPeer } from '../../constructs/contracts';
import { calls, networkPolicy } from '../../constructs/kubernetes/network-policy';
import { roleAccess } from '../../constructs/kubernetes/role-access';
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
const reading = (scope: Construct, { name, secretName, usedFrom }: AccessProps): void =>
  roleAccess(scope, {
    name: `${name}-applications`,
    namespace,
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [secretName], verbs: ['get'] }],
    accounts: usedFrom.map((from) => ({ name: readerAccount, namespace: from })),
  });

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
  reading(scope, props);
  reaching(scope, props);
}
