import { Cron, Duration } from 'cdk8s';
import { ConcurrencyPolicy, CronJob, RestartPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { finishWorkload, jobPriority, podProps, type WorkloadProps, workloadLabels } from './pod-props';

export interface ScheduledJobProps extends WorkloadProps {
  /** Five fields, in UTC, e.g. `17 3 * * *`. */
  readonly schedule: string;
  /** Default: 60. */
  readonly deadlineMinutes?: number;
  /** Tries after the first. Default: 2. */
  readonly retries?: number;
  /** Something else makes its Jobs, from its template; the schedule is only written down. Default: false. */
  readonly suspended?: boolean;
}

/** Something that is done again and again; a run that is still under way is not overtaken. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const { name, namespace } = props;
    const { labels } = workloadLabels(props);
    const [minute, hour, day, month, weekDay] = props.schedule.split(' ');
    const cronJob = new CronJob(this, 'cron-job', {
      metadata: { name, namespace, labels },
      schedule: Cron.schedule({ minute, hour, day, month, weekDay }),
      timeZone: 'Etc/UTC',
      ...(props.suspended ? { suspend: true } : {}),
      concurrencyPolicy: ConcurrencyPolicy.FORBID,
      // Below the hundred missed runs after which Kubernetes gives up.
      startingDeadline: Duration.minutes(10),
      successfulJobsRetained: 3,
      failedJobsRetained: 3,
      backoffLimit: props.retries ?? 2,
      activeDeadline: Duration.minutes(props.deadlineMinutes ?? 60),
      restartPolicy: RestartPolicy.NEVER,
      ...podProps(this, props),
    });
    finishWorkload(this, cronJob, props, { priorityClassName: jobPriority });
  }
}
