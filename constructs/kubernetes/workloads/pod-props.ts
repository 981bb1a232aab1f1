import type { AbstractPodProps } from 'cdk8s-plus-28';
import { ServiceAccount } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { forPeople } from '../../../services/audience';
import { kebabCase, type NetworkPeer, type PoolBinding } from '../../contracts';
import { type ComponentLabelsProps, componentLabels } from '../component-labels';
import { networkPolicy, reachesApiServer, scrapers } from '../network-policy';
import { finishPod, type PodToken, restrictedPod } from '../pod';
import { priorityClasses } from '../priority-classes';
import type { ITopologySpreadConstraint } from '../topology-spread';
import { type ContainerSpec, container } from './container';

/** What every workload states of its pods, whatever starts them. */
export interface WorkloadProps {
  /** Of every object. */
  readonly name: string;
  readonly namespace: string;
  /** The service in kebab case: label `app.kubernetes.io/instance`. */
  readonly owner: string;
  readonly software: ComponentLabelsProps;
  /** The first one is the workload; others help it. */
  readonly containers: readonly [ContainerSpec, ...ContainerSpec[]];
  /** One after the other, before the containers. */
  readonly initContainers?: readonly ContainerSpec[];
  readonly user: number;
  /** Default: the user's number. */
  readonly group?: number;
  /** Default: the namespace's own account, which may do nothing. */
  readonly serviceAccountName?: string;
  /** On top of the labels of the software: of an identity, of services that it calls. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Default: `batch` for scheduled jobs; for all else `tool` where people work with the service, or `service`. */
  readonly priorityClassName?: string;
  /** Default: any node without a taint. */
  readonly pool?: PoolBinding;
  /** Token of its account for somebody outside of the cluster; the pod has a volume besides. Default: none. */
  readonly token?: PodToken;
  /** Scraped by monitoring. Default: it has no metrics of its own. */
  readonly metrics?: { readonly port: number; readonly path: string };
  /** Gets a token of its service account, and the way to the API server. Default: false. */
  readonly usesApiServer?: boolean;
  /** Who may come in; monitoring comes on top where there are metrics. */
  readonly ingress: readonly NetworkPeer[];
  readonly egress: readonly NetworkPeer[];
}

/** Labels of a workload's pods: all, and those that select them. */
export const workloadLabels = (props: WorkloadProps) => componentLabels(props.owner, props.software);

/** The pod of a workload, as cdk8s-plus takes it. */
export function podProps(scope: Construct, props: WorkloadProps): AbstractPodProps {
  const { user, group = user, serviceAccountName, initContainers = [] } = props;
  return {
    ...(serviceAccountName
      ? { serviceAccount: ServiceAccount.fromServiceAccountName(scope, 'account', serviceAccountName) }
      : {}),
    automountServiceAccountToken: props.usesApiServer ?? false,
    securityContext: { ...restrictedPod(user), group, fsGroup: group },
    containers: props.containers.map((spec) => container(scope, spec, user, group)),
    initContainers: initContainers.map((spec) => container(scope, spec, user, group)),
  };
}

export interface PodFinish {
  readonly priorityClassName: string;
  readonly topologySpread?: readonly ITopologySpreadConstraint[];
}

/** Labels, scheduling and the paths of a workload's pods. */
export function finishWorkload(scope: Construct, workload: Construct, props: WorkloadProps, finish: PodFinish): void {
  const { name, namespace, metrics, pool, usesApiServer, token } = props;
  const { labels, selector } = workloadLabels(props);
  finishPod(workload, {
    labels: { ...labels, ...props.podLabels, ...(usesApiServer ? reachesApiServer : {}) },
    annotations: {
      ...props.annotations,
      ...(metrics
        ? {
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': `${metrics.port}`,
            'prometheus.io/path': metrics.path,
          }
        : {}),
    },
    priorityClassName: props.priorityClassName ?? finish.priorityClassName,
    topologySpread: finish.topologySpread,
    pool,
    token,
  });
  networkPolicy(scope, {
    name,
    namespace,
    podLabels: selector,
    ingress: [...props.ingress, ...(metrics ? [scrapers(metrics.port)] : [])],
    egress: props.egress,
  });
}

const tools = new Set(forPeople.map(kebabCase));

/** By the service it belongs to: those that products call stay longer than those that people work with. */
export const serverPriority = ({ owner }: Pick<WorkloadProps, 'owner'>): string =>
  tools.has(owner) ? priorityClasses.tool : priorityClasses.service;
export const jobPriority = priorityClasses.batch;
