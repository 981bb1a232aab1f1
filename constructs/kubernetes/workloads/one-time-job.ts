import { Duration } from 'cdk8s';
import { Job, RestartPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { shortHash } from '../../contracts';
import { pulledImage } from '../image-names';
import type { ContainerSpec } from './container';
import { finishWorkload, podProps, serverPriority, type WorkloadProps, workloadLabels } from './pod-props';

export interface OneTimeJobProps extends WorkloadProps {
  /** Tries after the first. Default: 6. */
  readonly retries?: number;
  /** Default: 60. */
  readonly deadlineMinutes?: number;
}

/**
 * Something that is done once a version: a migration, a set-up. A Job cannot be changed, so a hash of what it runs is
 * part of its name: another version, or another place to pull it from, is another Job, and the old one is removed.
 */
export class OneTimeJob extends Construct {
  constructor(scope: Construct, id: string, props: OneTimeJobProps) {
    super(scope, id);
    const { name, namespace, containers, initContainers = [] } = props;
    const { labels } = workloadLabels(props);
    const pulled = (specs: readonly ContainerSpec[]) =>
      specs.map((spec) => ({ ...spec, image: pulledImage(this, spec.image) }));
    const job = new Job(this, 'job', {
      metadata: {
        name: `${name}-${shortHash(JSON.stringify([pulled(containers), pulled(initContainers)]))}`,
        namespace,
        labels,
        annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' },
      },
      select: false,
      backoffLimit: props.retries ?? 6,
      activeDeadline: Duration.minutes(props.deadlineMinutes ?? 60),
      restartPolicy: RestartPolicy.NEVER,
      ...podProps(this, props),
    });
    finishWorkload(this, job, props, { priorityClassName: serverPriority(props) });
  }
}
