import { clusterState, type Site } from '../../environments/model';
import { operators } from '../../services';
import { scheduleNames } from '../cluster-state/schedules';
import type { Alert } from '../signals';
import type { WatchedService } from './signals-chart';

/** Source of the metrics: velero 1.18, pkg/metrics/metrics.go. */
const inVelero = `namespace="${operators.velero.namespace}"`;

const lastSuccess = (schedule: string): string =>
  `max by (schedule) (velero_backup_last_successful_timestamp{${inVelero},schedule=~"${schedule}"})`;
const age = (schedule: string): string => `(time() - ${lastSuccess(schedule)})`;

/** A counter that grew, or that is there for the first time: Velero begins some of them with their first failure. */
const grew = (metric: string, by: string): string => {
  const counter = `velero_${metric}{${inVelero}}`;
  const sum = (of: string): string => `sum by (${by}) (${of})`;
  return `(${sum(`increase(${counter}[1h])`)} > 0) or ((${sum(counter)} unless ${sum(`${counter} offset 1h`)}) > 0)`;
};
const grewAny = (metrics: readonly string[], by: string): string =>
  metrics.map((metric) => grew(metric, by)).join(' or ');

const logs = 'kubectl -n velero logs deployment/velero';

/**
 * Half of what may be lost belongs to the backup, half to its copy: past two intervals one of them has failed, and there is
 * as much time again before the objective is.
 */
const staleAfterSeconds = (everyMinutes: number): number => 2 * everyMinutes * 60;

/** What is watched of backups of the cluster; nothing where none are made. */
export function watchedClusterBackups(site: Site, hasVolumes: boolean): WatchedService[] {
  const state = clusterState(site);
  if (!state) return [];
  const schedules = scheduleNames(site.name, state, hasVolumes);
  const stale = schedules.map(({ name, everyMinutes }) => `${age(name)} > ${staleAfterSeconds(everyMinutes)}`);
  // Those once a day have their first one a day after the site was made.
  const frequent = schedules.filter(({ everyMinutes }) => everyMinutes === state.backupEveryMinutes);
  const never = frequent.map(
    ({ name }) => `absent(velero_backup_last_successful_timestamp{${inVelero},schedule="${name}"})`,
  );
  const alerts: Alert[] = [
    {
      name: 'ClusterBackupOld',
      expression: stale.join(' or '),
      for: '2m',
      severity: 'page',
      summary: `The newest backup of {{ $labels.schedule }} is {{ $value | humanizeDuration }} old; at most ${state.rpoMinutes} minutes may be lost, its copy included.`,
      action: `kubectl -n velero get backups -l velero.io/schedule-name={{ $labels.schedule }}, then ${logs}: what the last ones failed with, or what the running one waits for.`,
    },
    {
      name: 'ClusterBackupMissing',
      expression: never.join(' or '),
      for: `${2 * state.backupEveryMinutes + 2}m`,
      severity: 'page',
      summary: 'Nobody knows of a good backup of {{ $labels.schedule }}: there was none, or Velero does not answer.',
      action: 'kubectl -n velero get pods,schedules,backups; a schedule that is paused makes none.',
    },
    {
      name: 'ClusterBackupFailed',
      expression: grewAny(
        ['backup_partial_failure_total', 'backup_failure_total', 'backup_validation_failure_total'],
        'schedule',
      ),
      for: '0m',
      severity: 'ticket',
      summary: 'A backup of {{ $labels.schedule }} failed, or lacks some of what it should have.',
      action: `kubectl -n velero get backups, then describe the one that is not Completed; ${logs}.`,
    },
    {
      name: 'ClusterBackupPlaceUnreadable',
      expression: `min by (backup_location_name) (velero_backup_location_status_gauge{${inVelero}}) == 0`,
      for: '10m',
      severity: 'page',
      summary: 'Velero cannot read the backups in {{ $labels.backup_location_name }}.',
      action:
        'kubectl -n velero describe backupstoragelocation: the message says whether it is the identity, the bucket or the way there.',
    },
    {
      name: 'ClusterRestoreFailed',
      expression: grewAny(
        ['restore_failed_total', 'restore_partial_failure_total', 'restore_validation_failed_total'],
        'schedule',
      ),
      for: '0m',
      severity: 'page',
      summary: 'A restore of the cluster failed, or left something out.',
      action: `kubectl -n velero get restores, then describe the one that is not Completed; ${logs}.`,
    },
    ...(state.movesVolumes && hasVolumes
      ? [
          {
            name: 'VolumeDataNotMoved',
            expression: grewAny(['data_upload_failure_total', 'data_download_failure_total'], 'node'),
            for: '0m',
            severity: 'ticket',
            summary: 'Data of a volume could not be moved by the agent on {{ $labels.node }}.',
            action:
              'kubectl -n velero get datauploads,datadownloads: the message of the one that failed, then the logs of node-agent on that machine.',
          } as const,
        ]
      : []),
  ];
  return [
    {
      name: 'cluster-backups',
      title: 'Backups of the cluster',
      levels: [],
      alerts,
      panels: [
        {
          title: 'Since the last good backup',
          unit: 's',
          queries: { '{{schedule}}': age(schedules.map(({ name }) => name).join('|')) },
        },
        {
          title: 'Places of backups that can be read',
          unit: 'short',
          queries: {
            '{{backup_location_name}}': `min by (backup_location_name) (velero_backup_location_status_gauge{${inVelero}})`,
          },
        },
        {
          title: 'Objects in the last backup',
          unit: 'short',
          queries: { '{{schedule}}': `max by (schedule) (velero_backup_items_total{${inVelero}})` },
        },
      ],
      routes: [],
    },
  ];
}
