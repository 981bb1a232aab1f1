import type { Construct } from 'constructs';
import type { ClusterStateStore } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { ClusterState } from '../../environments/model';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import { addAgentSettings } from './agent-settings';
import { type MovedVolumes, schedules } from './schedules';
import { storageLocations } from './storage-locations';

export interface ClusterStateProps {
  readonly context: ChartContext;
  readonly state: ClusterState;
  readonly store: ClusterStateStore;
  /** Namespaces of the site's services. */
  readonly namespaces: readonly string[];
  readonly volumes: readonly MovedVolumes[];
  /** Adds what the needs of the backups are inside the cluster: the key of their repository. */
  needs(scope: Construct): void;
}

/**
 * Backups of what exists in a cluster and nowhere else, in three steps: settings before the agents that read them, where
 * backups are as soon as secrets can be fetched, so that a rebuilt cluster is restored before its data services begin, and
 * the times of new backups at the end, when there is something to keep.
 */
export function addClusterState(scope: Construct, props: ClusterStateProps): void {
  const { context, state, store, namespaces, volumes } = props;
  const chart = (wave: 'foundations' | 'shared' | 'services', part: string) =>
    new WaveChart(scope, { context, wave, name: `cluster-state${part}` });
  addAgentSettings(chart('foundations', '-settings'));
  const places = chart('shared', '');
  props.needs(places);
  for (const location of storageLocations(context.site, state, store)) typedObject(places, location);
  const times = chart('services', '-schedules');
  for (const schedule of schedules({ site: context.site, state, namespaces, volumes })) typedObject(times, schedule);
}
