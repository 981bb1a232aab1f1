import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import { ports } from './airflow';

/** Kinds of processes that write a heartbeat into the database. */
type JobType = 'SchedulerJob' | 'DagProcessorJob' | 'TriggererJob';

const seconds = (count: number) => Duration.seconds(count);

/**
 * Whether this very process wrote its heartbeat lately. A healthy process may hang and a port of its own would still
 * answer; the API server's health page tells of any scheduler, not of this one. Airflow's command line takes seconds to
 * load, so it is not asked often.
 */
export function heartbeatProbes(job: JobType) {
  const command = ['airflow', 'jobs', 'check', '--job-type', job, '--local'];
  const probe = (periodSeconds: number, failureThreshold: number) =>
    Probe.fromCommand(command, {
      periodSeconds: seconds(periodSeconds),
      timeoutSeconds: seconds(30),
      failureThreshold,
    });
  return { startup: probe(15, 20), liveness: probe(60, 5) };
}

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/api/v2/monitor/health', {
    port: ports.api,
    periodSeconds: seconds(periodSeconds),
    timeoutSeconds: seconds(10),
    failureThreshold,
  });

/** Answers as long as the API server does, whatever else is ill: it must not be restarted because of a scheduler. */
export const apiServerProbes = { startup: health(5, 60), readiness: health(10, 3), liveness: health(20, 6) };
