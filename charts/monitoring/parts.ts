import type { NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { monitoring } from '../../services';

export const { namespace, name: owner } = monitoring;

/** Pods of Prometheus and Grafana, as their chart labels them. */
export const chartPods = {
  prometheus: { 'app.kubernetes.io/name': 'prometheus' },
  grafana: { 'app.kubernetes.io/name': 'grafana' },
} as const;

/** Labels by which policies find the pods of one part. */
export const podsOf = (name: string, component: string) => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': owner,
  'app.kubernetes.io/component': component,
});

/** Pods of this namespace at these ports. */
export const pods = (podLabels: Readonly<Record<string, string>>, ...ports: readonly number[]): NetworkPeer => ({
  namespace,
  podLabels,
  ports: ports.map(tcp),
});

export const prometheusPort = 9090;
export const prometheusUrl = `http://kube-prometheus-stack-prometheus.${namespace}.svc:${prometheusPort}`;

/** The internet, and nothing private. */
export const internet: NetworkPeer = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ports: [tcp(443)],
};
