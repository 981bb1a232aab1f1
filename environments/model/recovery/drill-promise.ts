import type { Loss, StoredKind } from '../../facts/recovery';
import type { EnvironmentConfig } from '../../schema/environment-schema';
import type { DrillScenarioName } from '../drills';
import { planRecovery, promisedRecoveries, type StoreRecovery } from './plan';

/** What a drill is held to. 0 s of RPO: no acknowledged write may be lost. */
export interface DrillPromise {
  readonly rpoSeconds: number;
  readonly rtoSeconds: number;
}

interface About {
  readonly loss: Loss;
  /** Whatever a service keeps, where it is left out. */
  readonly stores?: readonly StoredKind[];
  readonly onlyWithEdge?: true;
  /**
   * How much may be lost: `strictest` of all that is touched; the `loosest` of what is copied at intervals, where the drill
   * itself holds each store to its own; or that of the `environment`, of what belongs to no service. Default: strictest.
   */
  readonly rpo?: 'strictest' | 'loosest' | 'environment';
}

const about: { readonly [S in DrillScenarioName]: About } = {
  'database-zone-loss': { loss: 'zone', stores: ['postgres'] },
  'database-site-loss': { loss: 'site', stores: ['postgres'] },
  'stream-site-loss': { loss: 'site', stores: ['kafka'] },
  'name-failover': { loss: 'site', onlyWithEdge: true },
  'cluster-loss': { loss: 'site' },
  'database-copy': { loss: 'site', stores: ['postgres'], rpo: 'loosest' },
  'bucket-copy': { loss: 'site', stores: ['bucket'], rpo: 'loosest' },
  'cluster-state-copy': { loss: 'site', rpo: 'environment' },
};

type Drilled = Pick<EnvironmentConfig, 'name' | 'services' | 'sites' | 'recovery'> & { readonly edge?: unknown };

/**
 * What a drill is held to: the strictest objective of the services that the scenario touches, and, where the mechanism
 * says less is lost, that. `undefined`: nothing that it is about is there, or nothing is promised.
 */
export function drillPromise(environment: Drilled, scenario: DrillScenarioName): DrillPromise | undefined {
  const { recovery, edge } = environment;
  const plan = recovery && planRecovery({ ...environment, recovery });
  const { loss, stores, onlyWithEdge, rpo = 'strictest' } = about[scenario];
  if (!plan || (onlyWithEdge && edge === undefined)) return undefined;
  const isAbout = ({ kind, reached }: StoreRecovery): boolean =>
    (!stores || stores.includes(kind)) && (rpo !== 'loosest' || reached?.intervalMinutes !== undefined);
  const touched = promisedRecoveries(plan)
    .filter((one) => one.loss === loss)
    .map((one) => ({ ...one, stores: one.stores.filter(isAbout) }))
    .filter((one) => !stores || one.stores.length > 0);
  if (touched.length === 0) return undefined;
  const rtoMinutes = Math.min(...touched.map(({ objective }) => objective.rtoMinutes));
  const objectives = touched.map(({ objective }) => objective.rpoMinutes);
  const strictest = touched.flatMap(({ objective, stores: kept }) => [
    objective.rpoMinutes,
    ...(stores ? kept.flatMap(({ reached }) => (reached ? [reached.rpoMinutes] : [])) : []),
  ]);
  const rpoMinutes: { readonly [R in NonNullable<About['rpo']>]: number } = {
    strictest: Math.min(...strictest),
    loosest: Math.max(...objectives),
    environment: plan.rpoMinutes,
  };
  return { rpoSeconds: rpoMinutes[rpo] * 60, rtoSeconds: rtoMinutes * 60 };
}
