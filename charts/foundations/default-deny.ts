import type { Construct } from 'constructs';
import type { NetworkPeer, Port } from '../../constructs/contracts';
import { networkPolicy, reachesApiServer, tcp } from '../../constructs/kubernetes/network-policy';
import type { ChartContext } from '../chart-context';
import { apiServer } from './api-server';

const dnsPorts: readonly Port[] = [{ port: 53, protocol: 'UDP' }, tcp(53)];

/** Cluster DNS, and the cache that some clusters run on every node. */
const dns: readonly NetworkPeer[] = ['kube-dns', 'node-local-dns'].map((app) => ({
  namespace: 'kube-system',
  podLabels: { 'k8s-app': app },
  ports: dnsPorts,
}));

/**
 * Nothing comes in or goes out but names: every other path is opened by a policy beside what needs it. The name of the
 * namespace is part of the objects' names, so that they can lie in one folder.
 */
export function addDefaultDeny(scope: Construct, context: ChartContext, namespace: string): void {
  networkPolicy(scope, { name: `${namespace}-default-deny`, namespace, podLabels: {}, ingress: [], egress: [] });
  networkPolicy(scope, { name: `${namespace}-dns`, namespace, podLabels: {}, egress: dns });
  networkPolicy(scope, {
    name: `${namespace}-api-server`,
    namespace,
    podLabels: reachesApiServer,
    egress: apiServer(context),
  });
}
