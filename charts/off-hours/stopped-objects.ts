import { ApiObject } from 'cdk8s';
import { kebabCase } from '../../constructs/contracts';
import { Server } from '../../constructs/kubernetes/workloads';
import type { OffHours, StoppedObject } from '../../environments/model';
import { type WaveChart, waves } from '../wave-chart';

interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly replicas?: number;
    readonly minReplicas?: number;
    readonly minReplicaCount?: number;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
  };
}

/** An object of a chart that stops, and what the job has to know of it. */
export interface Stopping {
  readonly object: ApiObject;
  readonly stopped: StoppedObject;
}

/** Kinds that are scaled, by their plural. A StatefulSet keeps data: none stops. */
const scaled: Readonly<Record<string, string>> = { Deployment: 'deployments', Rollout: 'rollouts' };

const stoppedOf = (
  { apiVersion, kind, metadata: { name, namespace } }: Rendered,
  resource: string,
  replicas: number,
): StoppedObject => ({ apiVersion, kind, resource, namespace, name, replicas });

/** What meets the needs of a service lies in an earlier wave: databases and stores never stop. */
const isServerOf =
  (stopping: ReadonlySet<string>) =>
  ({ owner, waveNumber }: WaveChart): boolean =>
    stopping.has(owner) && waveNumber === waves.services;

/** Everything that stops, by what the charts of the services say of each server. */
export function stoppingObjects(charts: readonly WaveChart[], { services }: Pick<OffHours, 'services'>): Stopping[] {
  const constructs = charts
    .filter(isServerOf(new Set(services.map(kebabCase))))
    .flatMap((chart) => chart.node.findAll());
  const kept = new Set(
    constructs
      .filter((construct): construct is Server => construct instanceof Server && construct.keepsRunning)
      .flatMap((server) => server.node.findAll()),
  );
  const objects = constructs
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && !kept.has(construct))
    .map((object) => ({ object, rendered: object.toJson() as Rendered }));
  const scalers = objects.filter(({ rendered }) => rendered.spec?.scaleTargetRef !== undefined);
  const scalerOf = ({ kind, metadata }: Rendered) =>
    scalers.find(
      ({ rendered: { metadata: own, spec } }) =>
        own.namespace === metadata.namespace &&
        spec.scaleTargetRef?.kind === kind &&
        spec.scaleTargetRef.name === metadata.name,
    )?.rendered;
  return objects.flatMap(({ object, rendered }): Stopping[] => {
    const { kind, spec } = rendered;
    if (kind === 'ScaledObject') {
      const target = { kind: spec.scaleTargetRef?.kind ?? 'Deployment', name: spec.scaleTargetRef?.name ?? '' };
      return [{ object, stopped: { ...stoppedOf(rendered, 'scaledobjects', spec.minReplicaCount ?? 0), target } }];
    }
    const resource = scaled[kind];
    if (resource === undefined) return [];
    if (spec.replicas) return [{ object, stopped: stoppedOf(rendered, resource, spec.replicas) }];
    const scaler = scalerOf(rendered);
    // KEDA sets it itself; where nothing says what scales it, nobody knows how it would come back.
    if (scaler?.kind !== 'HorizontalPodAutoscaler') return [];
    return [{ object, stopped: { ...stoppedOf(rendered, resource, scaler.spec.minReplicas ?? 1), autoscaled: true } }];
  });
}
