import { ApiObject, JsonPatch } from 'cdk8s';
import {
  Capability,
  type ContainerSecurityContextProps,
  FsGroupChangePolicy,
  type PodSecurityContextProps,
  SeccompProfileType,
  type Workload,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
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
}

const templatePath = { CronJob: '/spec/jobTemplate/spec/template' } as const;

/** Sets the fields of a pod template that cdk8s-plus has no property for. */
export function finishPod(workload: Workload | Construct, extras: PodExtras): void {
  const object = ApiObject.of(workload);
  const template = templatePath[object.kind as keyof typeof templatePath] ?? '/spec/template';
  const { labels, annotations, priorityClassName, topologySpread } = extras;
  object.addJsonPatch(
    // Exactly these: cdk8s-plus adds a label made from the construct's path, and a moved construct would restart pods.
    JsonPatch.add(`${template}/metadata`, { labels, ...(annotations ? { annotations } : {}) }),
    JsonPatch.add(`${template}/spec/priorityClassName`, priorityClassName),
    JsonPatch.add(`${template}/spec/enableServiceLinks`, false),
    ...(topologySpread ? [JsonPatch.add(`${template}/spec/topologySpreadConstraints`, topologySpread)] : []),
  );
}
