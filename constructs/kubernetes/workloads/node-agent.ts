import { Construct } from 'constructs';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { NetworkPeer } from '../../contracts';
import { type ComponentLabelsProps, componentLabels } from '../component-labels';
import { networkPolicy, reachesApiServer, scrapers } from '../network-policy';
import { priorityClasses } from '../priority-classes';
import { typedObject } from '../typed-object';

type PodSpec = NonNullable<IDaemonSet['spec']>['template']['spec'];
type Container = NonNullable<PodSpec>['containers'][number];

/** A folder of the machine inside the container. */
export interface HostFolder {
  readonly name: string;
  readonly hostPath: string;
  /** Default: as on the machine. */
  readonly path?: string;
  /** Default: read only. */
  readonly writable?: boolean;
  /** Made where it is missing. Default: it must be there. */
  readonly created?: boolean;
  /** Sees what the machine mounts later. Default: false. */
  readonly followsMounts?: boolean;
}

export interface NodeAgentProps {
  /** Of every object. */
  readonly name: string;
  readonly namespace: string;
  /** The service in kebab case. */
  readonly owner: string;
  readonly software: ComponentLabelsProps;
  readonly image: string;
  /** Default: the entry point of the image. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly NonNullable<Container['env']>[number][];
  readonly user: number;
  readonly cpuMillis: number;
  /** Reserved whole. */
  readonly memoryMiB: number;
  readonly folders: readonly HostFolder[];
  /** Files of a ConfigMap, under this folder; with a hash of them, so that other files are other pods. */
  readonly configuration?: { readonly configMap: string; readonly path: string; readonly hash: string };
  readonly metrics: { readonly port: number; readonly path: string };
  /** Answers 200 while it works, on this port; default: that of its metrics. */
  readonly health: { readonly port?: number; readonly path: string };
  /** Shares the network and processes of the machine. Network policies do not hold for it. Default: false. */
  readonly onHostNetwork?: boolean;
  /** Default: none. */
  readonly capabilities?: readonly string[];
  readonly serviceAccountName?: string;
  readonly usesApiServer?: boolean;
  /** Default: every machine, whatever its taints. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly egress: readonly NetworkPeer[];
}

const container = (props: NodeAgentProps): Container => {
  const { health, metrics, folders, configuration, capabilities = [] } = props;
  const asked = { httpGet: { path: health.path, port: health.port ?? metrics.port }, timeoutSeconds: 5 };
  return {
    name: props.software.name,
    image: props.image,
    imagePullPolicy: 'IfNotPresent',
    ...(props.command ? { command: [...props.command] } : {}),
    ...(props.args ? { args: [...props.args] } : {}),
    ...(props.env ? { env: [...props.env] } : {}),
    ports: [{ name: 'metrics', containerPort: metrics.port }],
    resources: {
      requests: { cpu: `${props.cpuMillis}m`, memory: `${props.memoryMiB}Mi` },
      limits: { memory: `${props.memoryMiB}Mi` },
    },
    readinessProbe: { ...asked, periodSeconds: 10 },
    livenessProbe: { ...asked, periodSeconds: 20, failureThreshold: 6, initialDelaySeconds: 30 },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsUser: props.user,
      runAsGroup: props.user,
      runAsNonRoot: props.user !== 0,
      capabilities: { drop: ['ALL'], ...(capabilities.length > 0 ? { add: [...capabilities] } : {}) },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [
      ...folders.map(({ name, hostPath, path = hostPath, writable = false, followsMounts = false }) => ({
        name,
        mountPath: path,
        readOnly: !writable,
        ...(followsMounts ? { mountPropagation: 'HostToContainer' as const } : {}),
      })),
      ...(configuration ? [{ name: 'configuration', mountPath: configuration.path, readOnly: true }] : []),
    ],
  };
};

/** Runs once on every machine, or on every machine of one kind, and looks at the machine itself. */
export class NodeAgent extends Construct {
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    super(scope, id);
    const { name, namespace, metrics, folders, configuration, usesApiServer = false, onHostNetwork = false } = props;
    const { labels, selector } = componentLabels(props.owner, props.software);
    const set: IDaemonSet = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace, labels },
      spec: {
        selector: { matchLabels: selector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: {
            labels: { ...labels, ...(usesApiServer ? reachesApiServer : {}) },
            annotations: {
              'prometheus.io/scrape': 'true',
              'prometheus.io/port': `${metrics.port}`,
              'prometheus.io/path': metrics.path,
              ...(configuration ? { 'evenkeel.dev/configuration': configuration.hash } : {}),
            },
          },
          spec: {
            ...(props.serviceAccountName ? { serviceAccountName: props.serviceAccountName } : {}),
            automountServiceAccountToken: usesApiServer,
            enableServiceLinks: false,
            priorityClassName: priorityClasses.platformCritical,
            ...(onHostNetwork ? { hostNetwork: true, hostPID: true } : {}),
            ...(props.nodeSelector ? { nodeSelector: { ...props.nodeSelector } } : {}),
            tolerations: [{ operator: 'Exists' }],
            containers: [container(props)],
            volumes: [
              ...folders.map(({ name, hostPath, created = false }) => ({
                name,
                hostPath: { path: hostPath, type: created ? ('DirectoryOrCreate' as const) : ('Directory' as const) },
              })),
              ...(configuration ? [{ name: 'configuration', configMap: { name: configuration.configMap } }] : []),
            ],
          },
        },
      },
    };
    typedObject(this, set);
    networkPolicy(this, {
      name,
      namespace,
      podLabels: selector,
      ingress: [scrapers(metrics.port)],
      egress: props.egress,
    });
  }
}
