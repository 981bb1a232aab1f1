import { serviceTenants } from '../../constructs/contracts';
import { clusterState, isSitePublicCloud, type Site } from '../../environments/model';
import { uncopiedVolumes } from '../volume-snapshots/copied-volumes';
import type { WatchedService } from './signals-chart';

/** The job of every namespace. Source of its metrics: kube-state-metrics, "CronJob metrics". */
const job = 'cronjob="volume-snapshots"';
const copied = `max by (namespace) (kube_cronjob_status_last_successful_time{${job}})`;
const made = `max by (namespace) (kube_cronjob_created{${job}})`;

const hasVolumes = (site: Site): boolean =>
  serviceTenants(site).some((tenant) => uncopiedVolumes(site, tenant).length > 0);

/** What is watched of the copies of volumes; nothing where none are made. */
export function watchedVolumes(site: Site): WatchedService[] {
  if (!isSitePublicCloud(site) || !site.snapshots || !hasVolumes(site) || clusterState(site)?.movesVolumes) return [];
  // One run may fail; two in a row are a reason to look.
  const seconds = 2 * site.snapshots.everyHours * 3600;
  const never = `(time() - (${made} unless ${copied}))`;
  return [
    {
      name: 'volumes',
      title: 'Copies of volumes',
      levels: [],
      alerts: [
        {
          name: 'VolumesNotCopied',
          expression: `(time() - ${copied} > ${seconds}) or (${never} > ${seconds})`,
          for: '30m',
          severity: 'ticket',
          summary: 'Volumes of {{ $labels.namespace }} were last copied {{ $value | humanizeDuration }} ago.',
          action:
            'kubectl -n {{ $labels.namespace }} logs -l app.kubernetes.io/component=volume-snapshots: the volume that failed, and what the driver said; then kubectl -n {{ $labels.namespace }} get volumesnapshots.',
        },
      ],
      panels: [{ title: 'Since the last copy', unit: 's', queries: { '{{namespace}}': `time() - ${copied}` } }],
      routes: [],
    },
  ];
}
