import { kebabCase } from '../../constructs/contracts';
import type { Site, StoppedObject } from '../../environments/model';
import { type ServiceDefinition, type ServiceName, services } from '../../services';
import type { RecordingRule } from '../monitoring/rule-group';
import type { WatchedService } from '../monitoring/signals-chart';
import type { Alert, ServiceLevel } from '../signals';
import { offHours, offSeries as series } from './names';

/** Servers that were woken need a machine and a start: what is missing of them meanwhile is not amiss either. */
const graceMinutes = 10;

/** More than two runs that failed. */
const lateSeconds = 20 * 60;

/** Source of its metrics: kube-state-metrics, "CronJob metrics". */
const job = `namespace="${offHours}",cronjob="${offHours}"`;
const ended = `max(kube_cronjob_status_last_successful_time{${job}})`;
const made = `max(kube_cronjob_created{${job}})`;

const namespaceOf = (service: ServiceName): string => (services[service] as ServiceDefinition).namespace;

/** Deployments of a service that stop, also those that something else scales. */
const deploymentsOf = (service: ServiceName, stopped: readonly StoppedObject[]): string[] =>
  stopped
    .filter(({ namespace }) => namespace === namespaceOf(service))
    .map(({ kind, name, target }) => target ?? { kind, name })
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ name }) => name)
    .sort();

/** Services of whose rest a metric tells. */
const watched = (site: Pick<Site, 'offHours'>, stopped: readonly StoppedObject[]): ServiceName[] =>
  (site.offHours?.services ?? []).filter((service) => deploymentsOf(service, stopped).length > 0);

/** What is asked of the servers rather than what the clock says: where the job fails, nothing is hidden. */
const recording = (service: ServiceName, stopped: readonly StoppedObject[]): RecordingRule => ({
  record: series,
  // Source: kube-state-metrics, "Deployment metrics".
  expr: `max(min_over_time(kube_deployment_spec_replicas{namespace="${namespaceOf(service)}",deployment=~"${deploymentsOf(service, stopped).join('|')}"}[${graceMinutes}m])) == bool 0`,
  labels: { service: kebabCase(service) },
});

const unless = (expression: string, service: ServiceName): string =>
  `(${expression}) unless on() (${series}{service="${kebabCase(service)}"} == 1)`;

/**
 * Alerts and levels of a service as they hold while it runs: a planned stop calls nobody, and what is asked of it
 * meanwhile is no event, neither good nor bad.
 */
export function whileRunning(
  site: Pick<Site, 'offHours'>,
  stopped: readonly StoppedObject[],
  service: ServiceName,
  { alerts, levels }: { readonly alerts: readonly Alert[]; readonly levels: readonly ServiceLevel[] },
) {
  if (!watched(site, stopped).includes(service)) return { alerts, levels };
  return {
    alerts: alerts.map((alert) => ({ ...alert, expression: unless(alert.expression, service) })),
    levels: levels.map(
      (level): ServiceLevel => ({
        ...level,
        bad: (window) => unless(level.bad(window), service),
        all: (window) => unless(level.all(window), service),
      }),
    ),
  };
}

/** What is watched of off hours; nothing where nothing stops. */
export function watchedOffHours(site: Pick<Site, 'offHours'>, stopped: readonly StoppedObject[]): WatchedService[] {
  if (!site.offHours) return [];
  return [
    {
      name: offHours,
      title: 'Off hours',
      levels: [],
      recordings: watched(site, stopped).map((service) => recording(service, stopped)),
      alerts: [
        {
          name: 'OffHoursJobFails',
          expression: `(time() - ${ended} > ${lateSeconds}) or (time() - (${made} unless ${ended}) > ${lateSeconds})`,
          for: '5m',
          severity: 'ticket',
          summary: 'What stops when nobody works was last looked at {{ $value | humanizeDuration }} ago.',
          action:
            'kubectl -n off-hours logs -l app.kubernetes.io/component=off-hours --tail=50: what could not be scaled, and why. To start a server by hand: kubectl -n <namespace> scale deployment <name> --replicas=<number>.',
        },
      ],
      panels: [{ title: 'Services that are stopped', unit: 'short', queries: { '{{service}}': series } }],
      routes: [],
    },
  ];
}
