import type { Construct } from 'constructs';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { orchestration } from '../../services';
import { accounts } from './access';
import { airflowGroup, airflowUser, components, namespace, serviceName } from './airflow';
import { airflowContainer } from './container';
import { databaseEnvironment, podEnvironment } from './environment';
import type { OrchestrationProps } from './orchestration-props';

const common = {
  namespace,
  owner: orchestration.name,
  user: airflowUser,
  group: airflowGroup,
  ingress: [],
} as const;

/** Old runs leave the database, which would slow the schedulers down; nothing else ever deletes them. */
export function addDatabaseCleanUp(scope: Construct, props: OrchestrationProps): void {
  const before = `$(date --utc --date "${props.config.retentionDays} days ago" +%Y-%m-%dT%H:%M:%S+00:00)`;
  new ScheduledJob(scope, 'database-clean-up', {
    ...common,
    name: `${serviceName}-database-clean-up`,
    software: components.databaseCleanUp,
    schedule: '37 2 * * *',
    deadlineMinutes: 240,
    containers: [
      airflowContainer({
        name: 'database-clean-up',
        command: ['bash', '-c'],
        args: [
          `exec airflow db clean --yes --skip-archive --error-on-cleanup-failure --batch-size 10000 --clean-before-timestamp "${before}"`,
        ],
        env: databaseEnvironment(props),
        cpuMillis: 250,
        memoryMiB: 1024,
      }),
    ],
    egress: props.bindings.database.egress,
  });
}

/** Pods that failed or never started, after a person had two days to look at them. */
export function addPodCleanUp(scope: Construct, props: OrchestrationProps): void {
  new ScheduledJob(scope, 'pod-clean-up', {
    ...common,
    name: `${serviceName}-pod-clean-up`,
    software: components.podCleanUp,
    schedule: '*/15 * * * *',
    deadlineMinutes: 10,
    serviceAccountName: accounts.podCleanUp,
    usesApiServer: true,
    containers: [
      airflowContainer({
        name: 'pod-clean-up',
        args: ['kubernetes', 'cleanup-pods', '--namespace', namespace, '--min-completed-minutes', '2880'],
        env: { ...databaseEnvironment(props), ...podEnvironment },
        cpuMillis: 250,
        memoryMiB: 768,
      }),
    ],
    egress: props.bindings.database.egress,
  });
}
