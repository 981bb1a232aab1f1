import type { Construct } from 'constructs';
import { operators } from '../../services';
import type { NeedRequest, NetworkPeer } from '../contracts';
import { proxyLabels, siteGateway } from '../kubernetes/gateway-names';
import { networkPolicy, scrapers, tcp } from '../kubernetes/network-policy';
import { metricsPort } from './kafka-metrics';
import { clusterOperatorPods, kafkaCluster, kafkaPods, openToSites } from './kafka-names';

const { name, namespace, clientPort, sitesPort } = kafkaCluster;

/** Controllers among themselves, servers among themselves, and the agent by which Strimzi asks a server for its state. */
const ports = { control: tcp(9090), replication: tcp(9091), agent: tcp(8443) };

const servers = (...open: NetworkPeer['ports']): NetworkPeer => ({
  namespace,
  podLabels: kafkaPods.servers,
  ports: open,
});

const clusterOperator: NetworkPeer = {
  namespace: operators.strimzi.namespace,
  podLabels: clusterOperatorPods,
  ports: [ports.control, ports.replication, ports.agent],
};

/** Where clients go. */
export const toKafka: readonly NetworkPeer[] = [servers(tcp(clientPort))];

/** The paths inside the cluster. Strimzi's own policies are off: they would open the listener to every pod of the site. */
export function addClusterPolicies(scope: Construct, request: NeedRequest<'kafka'>): void {
  const gateway = { namespace: siteGateway.namespace, podLabels: proxyLabels, ports: [tcp(sitesPort)] };
  networkPolicy(scope, {
    name: `${name}-servers`,
    namespace,
    podLabels: kafkaPods.servers,
    ingress: [
      servers(ports.control, ports.replication),
      clusterOperator,
      { namespace, podLabels: kafkaPods.entityOperator, ports: [ports.replication] },
      { namespace, podLabels: kafkaPods.exporter, ports: [ports.replication] },
      ...(openToSites(request) ? [gateway] : []),
      scrapers(metricsPort),
    ],
    egress: [servers(ports.control, ports.replication)],
  });
  networkPolicy(scope, {
    name: `${name}-entity-operator`,
    namespace,
    podLabels: kafkaPods.entityOperator,
    ingress: [],
    egress: [servers(ports.replication)],
  });
  networkPolicy(scope, {
    name: `${name}-exporter`,
    namespace,
    podLabels: kafkaPods.exporter,
    ingress: [scrapers(metricsPort)],
    egress: [servers(ports.replication)],
  });
}

/** Lets the pods of one service in. */
export function addClientPolicy(scope: Construct, request: Pick<NeedRequest, 'service' | 'namespace'>): void {
  networkPolicy(scope, {
    name: `${name}-from-${request.service}`,
    namespace,
    podLabels: kafkaPods.servers,
    ingress: [
      {
        namespace: request.namespace,
        podLabels: { 'app.kubernetes.io/instance': request.service },
        ports: [tcp(clientPort)],
      },
    ],
  });
}
