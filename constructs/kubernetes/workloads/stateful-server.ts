import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { k8s, LabelSelector, PodManagementPolicy, StatefulSet } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { keptByGitOps } from '../keep';
import { spreadOver } from '../topology-spread';
import { addBudget } from './budget';
import { finishWorkload, podProps, serverPriority, type WorkloadProps, workloadLabels } from './pod-props';
import { addService } from './service';

/** A volume of every pod of a StatefulServer; containers mount it by its name. */
export interface VolumeClaim {
  readonly name: string;
  readonly storageGiB: number;
}

export interface StatefulServerProps extends WorkloadProps {
  readonly replicas: number;
  readonly zones: readonly string[];
  readonly volumes: readonly VolumeClaim[];
  /** Default: the cluster's default class. */
  readonly storageClass?: string;
  /** Default: 120. */
  readonly terminationSeconds?: number;
  /** All pods start at once: for clusters whose members wait for each other. Default: one after the other. */
  readonly parallel?: boolean;
}

/** Name of the Service under which each pod has a name of its own. */
export const headlessName = (name: string): string => `${name}-headless`;

/**
 * A server that keeps data: StatefulSet with a volume a pod, a Service for all and a headless one for each, disruption
 * budget and network policy. Volumes outlive the set.
 */
export class StatefulServer extends Construct {
  constructor(scope: Construct, id: string, props: StatefulServerProps) {
    super(scope, id);
    const { name, namespace, replicas } = props;
    const { labels, selector } = workloadLabels(props);
    const service = addService(this, props, { name: headlessName(name), headless: true });
    const set = new StatefulSet(this, 'set', {
      metadata: { name, namespace, labels, annotations: keptByGitOps },
      service,
      replicas,
      select: false,
      podManagementPolicy: props.parallel ? PodManagementPolicy.PARALLEL : PodManagementPolicy.ORDERED_READY,
      minReady: Duration.seconds(10),
      terminationGracePeriod: Duration.seconds(props.terminationSeconds ?? 120),
      ...podProps(this, props),
    });
    set.select(LabelSelector.of({ labels: selector }));
    this.addVolumes(set, props);
    finishWorkload(this, set, props, {
      priorityClassName: serverPriority(props),
      ...(replicas > 1 ? { topologySpread: spreadOver(props.zones, selector) } : {}),
    });
    addService(this, props);
    if (replicas > 1) addBudget(this, props);
  }

  private addVolumes(set: StatefulSet, { volumes, storageClass, containers }: StatefulServerProps): void {
    // Written out, an empty list would be a change at every apply.
    if (volumes.length === 0) return;
    const object = ApiObject.of(set);
    object.addJsonPatch(
      JsonPatch.add('/spec/persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' }),
      JsonPatch.add(
        '/spec/volumeClaimTemplates',
        volumes.map(({ name, storageGiB }) => ({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: k8s.Quantity.fromString(`${storageGiB}Gi`) } },
            ...(storageClass ? { storageClassName: storageClass } : {}),
          },
        })),
      ),
    );
    containers.forEach(({ mounts = [] }, index) => {
      const claims = mounts.flatMap((mount) =>
        'claim' in mount ? [{ mountPath: mount.path, name: mount.claim }] : [],
      );
      if (claims.length === 0) return;
      const at = `/spec/template/spec/containers/${index}/volumeMounts`;
      const others = mounts.length > claims.length;
      object.addJsonPatch(
        ...(others ? claims.map((claim) => JsonPatch.add(`${at}/-`, claim)) : [JsonPatch.add(at, claims)]),
      );
    });
  }
}
