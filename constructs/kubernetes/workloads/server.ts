import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Deployment, DeploymentStrategy, LabelSelector, PercentOrAbsolute } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { spreadOver } from '../topology-spread';
import { addBudget } from './budget';
import { finishWorkload, podProps, serverPriority, type WorkloadProps, workloadLabels } from './pod-props';
import { addService } from './service';

export interface ServerProps extends WorkloadProps {
  /** `autoscaled`: something else sets their number; it starts with this many. */
  readonly replicas: number | { readonly autoscaled: number };
  /** Zones of the site. */
  readonly zones: readonly string[];
  /** Longest a leaving pod needs: what it drains, and its last request. Default: 90. */
  readonly terminationSeconds?: number;
  /** Only one may run at a time: the old pod goes before the new one comes. Default: false. */
  readonly singleton?: boolean;
  /** Something that never rests needs it: it runs also where its service stops when nobody works. Default: false. */
  readonly keepsRunning?: boolean;
}

/**
 * A stateless server: Deployment, Service where it has ports, disruption budget and network policy. Pods are replaced one by one without
 * loss of capacity, over zones and machines.
 */
export class Server extends Construct {
  readonly keepsRunning: boolean;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { name, namespace, replicas, singleton = false } = props;
    this.keepsRunning = props.keepsRunning ?? false;
    const { labels, selector } = workloadLabels(props);
    const count = typeof replicas === 'number' ? replicas : replicas.autoscaled;
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name, namespace, labels },
      replicas: count,
      select: false,
      strategy: singleton
        ? DeploymentStrategy.recreate()
        : DeploymentStrategy.rollingUpdate({
            maxUnavailable: PercentOrAbsolute.absolute(0),
            maxSurge: PercentOrAbsolute.absolute(1),
          }),
      minReady: Duration.seconds(10),
      terminationGracePeriod: Duration.seconds(props.terminationSeconds ?? 90),
      ...podProps(this, props),
    });
    deployment.select(LabelSelector.of({ labels: selector }));
    // Stated, it would be set back at every sync of Git.
    if (typeof replicas !== 'number') ApiObject.of(deployment).addJsonPatch(JsonPatch.remove('/spec/replicas'));
    finishWorkload(this, deployment, props, {
      priorityClassName: serverPriority(props),
      ...(count > 1 ? { topologySpread: spreadOver(props.zones, selector) } : {}),
    });
    if (Object.keys(props.containers[0].ports ?? {}).length > 0) addService(this, props);
    // A budget on a single pod would only keep its machine from ever being drained.
    if (count > 1) addBudget(this, props);
  }
}
