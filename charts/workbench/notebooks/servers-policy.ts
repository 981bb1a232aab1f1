import type { Construct } from 'constructs';
import { networkPolicy, tcp } from '../../../constructs/kubernetes/network-policy';
import { internet } from '../../orchestration/internet';
import { namespace, podsOf, ports, serverName } from './jupyterhub';
import type { NotebooksProps } from './notebooks-props';
import { calledServices } from './server-pod';

/** Where the servers of people may go: the hub, services of the site that are stated, and no other server. */
export function addServersPolicy(scope: Construct, props: NotebooksProps): void {
  networkPolicy(scope, {
    name: serverName,
    namespace,
    podLabels: podsOf('server'),
    ingress: (['hub', 'proxy'] as const).map((part) => ({
      namespace,
      podLabels: podsOf(part),
      ports: [tcp(ports.server)],
    })),
    egress: [
      { namespace, podLabels: podsOf('hub'), ports: [tcp(ports.hub)] },
      ...calledServices(props).flatMap(({ egress }) => egress),
      ...(props.config.internet ? [internet] : []),
    ],
  });
}
