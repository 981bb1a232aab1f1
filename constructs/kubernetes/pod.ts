import { ApiObject, JsonPatch } from 'cdk8s';
import {
  Capability,
  type ContainerSecurityContextProps,
  FsGroupChangePolicy,
  k8s,
  type PodSecurityContextProps,
  SeccompProfileType,
  type Workload,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { PoolBinding } from '../contracts';
import type { ITopologySpreadConstraint } from './topology-spread';

/** What Pod Security `restricted` asks of a container, with a root file system that nothing can write to. */
export const restrictedContainer: ContainerSecurityContextProps = {
  ensureNonRoot: true,
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: [Capability.ALL] },
  seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
};

/** The pod's half: one unprivileged user that also owns the volumes. */
export const restrictedPod = (user: number): PodSecurityContextProps => ({
  ensureNonRoot: true,
  user,
  group: user,
  fsGroup: user,
  fsGroupChangePolicy: FsGroupChangePolicy.ON_ROOT_MISMATCH,
});

export interface PodExtras {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly priorityClassName: string;
  /** Default: pods go where there is room. */
  readonly topologySpread?: readonly ITopologySpreadConstraint[];
  /** Nodes it must run on; the limits are those of the first container. Default: any node without a taint. */
  readonly pool?: PoolBinding;
  /** Token of its account for somebody outside of the cluster, in the first container. Default: none. */
  readonly token?: PodToken;
}

/** A token of the pod's account that is renewed by itself: the file `token` in a folder. */
export interface PodToken {
  readonly audience: string;
  readonly folder: string;
}

/** As long as Kubernetes lets tokens live at least, six times over. */
const tokenSeconds = 3600;
const tokenVolume = 'outside-token';

/** The pod has another volume already: a patch only adds to lists that are there. */
const tokenPatches = (template: string, { audience, folder }: PodToken): JsonPatch[] => [
  JsonPatch.add(`${template}/spec/volumes/-`, {
    name: tokenVolume,
    projected: {
      defaultMode: 0o440,
      sources: [{ serviceAccountToken: { audience, expirationSeconds: tokenSeconds, path: 'token' } }],
    },
  }),
  JsonPatch.add(`${template}/spec/containers/0/volumeMounts/-`, {
    name: tokenVolume,
    mountPath: folder,
    readOnly: true,
  }),
];

/** A key inside a JSON pointer. */
const pointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const templatePath = { CronJob: '/spec/jobTemplate/spec/template' } as const;

/** Sets the fields of a pod template that cdk8s-plus has no property for. */
export function finishPod(workload: Workload | Construct, extras: PodExtras): void {
  const object = ApiObject.of(workload);
  const template = templatePath[object.kind as keyof typeof templatePath] ?? '/spec/template';
  const { labels, annotations = {}, priorityClassName, topologySpread, pool, token } = extras;
  const hasAnnotations = Object.keys(annotations).length > 0;
  object.addJsonPatch(
    // Exactly these: cdk8s-plus adds a label made from the construct's path, and a moved construct would restart pods.
    JsonPatch.add(`${template}/metadata`, { labels, ...(hasAnnotations ? { annotations } : {}) }),
    JsonPatch.add(`${template}/spec/priorityClassName`, priorityClassName),
    JsonPatch.add(`${template}/spec/enableServiceLinks`, false),
    ...(topologySpread ? [JsonPatch.add(`${template}/spec/topologySpreadConstraints`, topologySpread)] : []),
    ...(pool && pool.tolerations.length > 0
      ? [
          JsonPatch.add(`${template}/spec/nodeSelector`, pool.nodeSelector),
          JsonPatch.add(`${template}/spec/tolerations`, pool.tolerations),
        ]
      : []),
    ...(token ? tokenPatches(template, token) : []),
    ...Object.entries(pool?.limits ?? {}).map(([name, count]) =>
      JsonPatch.add(`${template}/spec/containers/0/resources/limits/${pointer(name)}`, k8s.Quantity.fromNumber(count)),
    ),
  );
}
