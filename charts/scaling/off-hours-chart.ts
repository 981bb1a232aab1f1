import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { kebabCase } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type OffHours, scaling, workingHours } from '../../services/scaling';
import type { ChartContext } from '../chart-context';
import { WaveChart, waves } from '../wave-chart';

export interface OffHoursChartProps {
  readonly context: ChartContext;
  readonly offHours: OffHours;
  /** Everything that was rendered of the site's services. */
  readonly charts: readonly WaveChart[];
}

interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly replicas?: number };
}

/** Name of the clock; KEDA's metrics carry it as `scaler`. */
export const workingHoursTrigger = 'working-hours';

/** The pods leave this long after the working hours: KEDA waits until nothing has asked for them for a while. */
const cooldownSeconds = 300;

/** What meets the needs of a service lies in an earlier wave: databases and stores never rest. */
const isServerOf =
  (resting: ReadonlySet<string>) =>
  ({ owner, waveNumber }: WaveChart): boolean =>
    resting.has(owner) && waveNumber === waves.services;

/** Deployments with a number of their own; where something else sets it, it goes on doing so. */
const fixedServers = (charts: readonly WaveChart[]) =>
  charts
    .flatMap((chart) => chart.node.findAll())
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.kind === 'Deployment')
    .flatMap((object) => {
      const { metadata, spec } = object.toJson() as Deployment;
      return spec.replicas ? [{ object, ...metadata, replicas: spec.replicas }] : [];
    });

/**
 * Servers that run in working hours only. One ScaledObject a Deployment, with the number that the Deployment stated;
 * that number is taken out of it, for KEDA and GitOps would take turns in setting it. A clock is all it needs: where
 * KEDA was away over a change of the hour, the next look sets it right, and no number has to be remembered.
 */
export class OffHoursChart extends WaveChart {
  constructor(scope: Construct, { context, offHours, charts }: OffHoursChartProps) {
    super(scope, { context, owner: scaling.name, wave: 'services', name: `${scaling.name}-off-hours` });
    const resting = new Set(offHours.services.map(kebabCase));
    for (const server of fixedServers(charts.filter(isServerOf(resting)))) {
      server.object.addJsonPatch(JsonPatch.remove('/spec/replicas'));
      this.rest(server, offHours);
    }
  }

  private rest(
    { name, namespace, replicas }: { readonly name: string; readonly namespace: string; readonly replicas: number },
    offHours: OffHours,
  ): void {
    const manifest: IScaledObject = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name, namespace },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicaCount: 0,
        maxReplicaCount: replicas,
        cooldownPeriod: cooldownSeconds,
        triggers: [
          {
            type: 'cron',
            name: workingHoursTrigger,
            metadata: { timezone: offHours.timeZone, ...workingHours(offHours), desiredReplicas: `${replicas}` },
          },
        ],
      },
    };
    typedObject(this, manifest);
  }
}
