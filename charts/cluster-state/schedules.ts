import type { ClusterState } from '../../environments/model';
import { operators } from '../../services';
import type { BackupSpec, LabelSelector, Schedule } from './velero-kinds';

/** Volumes of one namespace that nothing else has a copy of. */
export interface MovedVolumes {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface SchedulesProps {
  readonly site: string;
  readonly state: ClusterState;
  /** Namespaces of the site's services. */
  readonly namespaces: readonly string[];
  readonly volumes: readonly MovedVolumes[];
}

/** What a Schedule says besides its time. */
interface Backed {
  /** Part of its name. */
  readonly name: 'state' | 'volumes';
  readonly spec: Omit<BackupSpec, 'metadata' | 'storageLocation' | 'ttl'>;
}

const labelOfSite = 'evenkeel.dev/site';

const dayMinutes = 24 * 60;

/** Those made every few minutes serve the newest loss only: more of them would fill etcd. */
const frequentKeptHours = 48;

/** Every so many minutes, evenly over the hour or the day. */
export function cronEvery(minutes: number): string {
  if (minutes >= dayMinutes) return '23 2 * * *';
  if (minutes < 60) return `*/${minutes} * * * *`;
  return minutes === 60 ? '0 * * * *' : `0 */${minutes / 60} * * *`;
}

/**
 * What GitOps and Helm write comes back from Git, and what External Secrets copies from the site's store: none of it is
 * backed up, so that no key of a store lies in a bucket too, and a restore never brings an old version of what Git says.
 */
const madeInTheCluster: LabelSelector = {
  matchExpressions: [
    { key: 'app.kubernetes.io/managed-by', operator: 'NotIn', values: ['evenkeel', 'Helm'] },
    { key: 'reconcile.external-secrets.io/managed', operator: 'DoesNotExist' },
    { key: 'owner', operator: 'NotIn', values: ['helm'] },
  ],
};

/** Secrets and settings that software made up in the cluster: authorities, keys of certificates, passwords of users. */
const stateOf = (namespaces: readonly string[]): Backed => ({
  name: 'state',
  spec: {
    includedNamespaces: [...namespaces],
    includedResources: ['configmaps', 'secrets'],
    includeClusterResources: false,
    labelSelector: madeInTheCluster,
    snapshotVolumes: false,
  },
});

/** Snapshots that are read and written to the bucket, then deleted: the only copy of them that leaves the region. */
const volumesOf = (volumes: readonly MovedVolumes[]): Backed => ({
  name: 'volumes',
  spec: {
    includedNamespaces: [...new Set(volumes.map(({ namespace }) => namespace))].sort(),
    includedResources: ['persistentvolumeclaims', 'persistentvolumes'],
    orLabelSelectors: volumes.map(({ labels }) => ({ matchLabels: labels })),
    snapshotVolumes: true,
    snapshotMoveData: true,
    csiSnapshotTimeout: '30m0s',
    itemOperationTimeout: '4h0m0s',
  },
});

/** As Velero writes a time. */
const hours = (count: number): string => `${count}h0m0s`;

/** How often something is backed up, and how long such a backup is kept. */
interface Cadence {
  readonly suffix: '' | '-daily';
  readonly everyMinutes: number;
  readonly keptHours: number;
}

function cadencesOf({ backupEveryMinutes, retentionDays }: ClusterState): readonly Cadence[] {
  const daily = { suffix: '-daily', everyMinutes: dayMinutes, keptHours: retentionDays * 24 } as const;
  return backupEveryMinutes < dayMinutes
    ? [{ suffix: '', everyMinutes: backupEveryMinutes, keptHours: frequentKeptHours }, daily]
    : [{ ...daily, suffix: '' }];
}

const nameOf = (site: string, what: Backed['name'], { suffix }: Cadence): string => `${site}-${what}${suffix}`;

/** Names of a site's schedules with how often each runs: metrics go by them. */
export const scheduleNames = (
  site: string,
  state: ClusterState,
  hasVolumes: boolean,
): { readonly name: string; readonly everyMinutes: number }[] =>
  (['state', ...(state.movesVolumes && hasVolumes ? (['volumes'] as const) : [])] as const).flatMap((what) =>
    cadencesOf(state).map((cadence) => ({
      name: nameOf(site, what, cadence),
      everyMinutes: cadence.everyMinutes,
    })),
  );

/**
 * When a site backs up what exists in its cluster only: as often as its objective asks for, kept for two days, and once a
 * day for as long as the site keeps copies. Names begin with the site's: those of other sites are read in the same cluster.
 */
export function schedules({ site, state, namespaces, volumes }: SchedulesProps): Schedule[] {
  const backed = [stateOf(namespaces), ...(state.movesVolumes && volumes.length > 0 ? [volumesOf(volumes)] : [])];
  return backed.flatMap(({ name, spec }) =>
    cadencesOf(state).map((cadence) => ({
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name: nameOf(site, name, cadence), namespace: operators.velero.namespace },
      spec: {
        schedule: cronEvery(cadence.everyMinutes),
        skipImmediately: true,
        useOwnerReferencesInBackup: false,
        template: {
          metadata: { labels: { [labelOfSite]: site } },
          storageLocation: site,
          ttl: hours(cadence.keptHours),
          ...spec,
        },
      },
    })),
  );
}
