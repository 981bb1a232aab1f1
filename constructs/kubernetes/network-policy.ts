import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { NetworkPeer, Port } from '../contracts';
import { typedObject } from './typed-object';

/** Label that Kubernetes itself puts on every namespace. */
const namespaceName = 'kubernetes.io/metadata.name';

/** Pods with these labels may talk to the API server; see the policy of the same name in every namespace. */
export const reachesApiServer = { 'evenkeel.dev/reaches-api-server': 'true' } as const;

/** The namespace that metrics are scraped from. */
export const monitoringNamespace = 'monitoring';

/** Pods that call a service of the catalogue, named in kebab case, carry this label. */
export const calls = (service: string) => ({ [`evenkeel.dev/calls-${service}`]: 'true' });

/** Every pod of the site that says it calls the service. */
export const callersOf = (service: string, ports: readonly Port[]): NetworkPeer => ({
  anyNamespace: true,
  podLabels: calls(service),
  ports,
});

/** Pods that use a store or database of another service, named as its need, carry this label. */
export const uses = (store: string) => ({ [`evenkeel.dev/uses-${store}`]: 'true' });

/** Every pod of the site that says it uses the store or database. */
export const usersOf = (store: string, ports: readonly Port[]): NetworkPeer => ({
  anyNamespace: true,
  podLabels: uses(store),
  ports,
});

/** The scraper of metrics. */
export const scrapers = (...ports: readonly number[]): NetworkPeer => ({
  namespace: monitoringNamespace,
  podLabels: {},
  ports: ports.map(tcp),
});

export const tcp = (port: number): Port => ({ port, protocol: 'TCP' });

export interface NetworkPolicyProps {
  readonly name: string;
  readonly namespace: string;
  /** Pods it holds for; empty: every pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Who may come in; an empty list: nobody. Default: the policy says nothing about it. */
  readonly ingress?: readonly NetworkPeer[];
  /** Where the pods may go; an empty list: nowhere. Default: the policy says nothing about it. */
  readonly egress?: readonly NetworkPeer[];
}

const selectorOf = (labels: Readonly<Record<string, string>>) =>
  Object.keys(labels).length > 0 ? { matchLabels: { ...labels } } : {};

const podsOf = ({ podLabels }: { readonly podLabels: Readonly<Record<string, string>> }) =>
  Object.keys(podLabels).length > 0 ? { podSelector: selectorOf(podLabels) } : {};

const peerOf = (peer: NetworkPeer) => {
  if ('cidr' in peer) return { ipBlock: { cidr: peer.cidr, ...(peer.except ? { except: [...peer.except] } : {}) } };
  if ('anyNamespace' in peer) return { namespaceSelector: {}, ...podsOf(peer) };
  return { namespaceSelector: { matchLabels: { [namespaceName]: peer.namespace } }, ...podsOf(peer) };
};

/** No ports: all of them. */
const portsOf = ({ ports }: NetworkPeer) =>
  ports.length > 0 ? { ports: ports.map(({ port, protocol }) => ({ port, protocol })) } : {};

/**
 * Rules under their key, if there are any. The API server does not store empty lists and maps, so writing them would be a
 * change at every apply; `policyTypes` alone says that nothing is allowed.
 */
const rules = <K extends string, R>(
  key: K,
  peers: readonly NetworkPeer[] | undefined,
  rule: (peer: NetworkPeer) => R,
) => (peers && peers.length > 0 ? { [key]: peers.map(rule) } : {}) as { [key in K]?: R[] };

/** A NetworkPolicy from named peers, each with its own ports. */
export function networkPolicy(scope: Construct, props: NetworkPolicyProps): ApiObject {
  const { name, namespace, podLabels, ingress, egress } = props;
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: selectorOf(podLabels),
      policyTypes: [...(ingress ? (['Ingress'] as const) : []), ...(egress ? (['Egress'] as const) : [])],
      ...rules('ingress', ingress, (peer) => ({ from: [peerOf(peer)], ...portsOf(peer) })),
      ...rules('egress', egress, (peer) => ({ to: [peerOf(peer)], ...portsOf(peer) })),
    },
  };
  return typedObject(scope, manifest);
}
