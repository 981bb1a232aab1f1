import type { Loss, StoredKind } from '../../facts/recovery';
import type { EnvironmentConfig } from '../../schema/environment-schema';
import type { DrillScenarioName } from '../drills';
import { planRecovery, promisedRecoveries } from './plan';

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
}

const about: { readonly [S in DrillScenarioName]: About } = {
  'database-zone-loss': { loss: 'zone', stores: ['postgres'] },
  'database-site-loss': { loss: 'site', stores: ['postgres'] },
  'stream-site-loss': { loss: 'site', stores: ['kafka'] },
  'name-failover': { loss: 'site', onlyWithEdge: true },
  'cluster-loss': { loss: 'site' },
};

type Drilled = Pick<EnvironmentConfig, 'name' | 'services' | 'sites' | 'recovery'> & { readonly edge?: unknown };

/**
 * What a drill is held to: the strictest objective of the services that the scenario touches, and, where the mechanism
 * says less is lost, that. `undefined`: nothing that it is about is there, or nothing is promised.
 */
export function drillPromise(environment: Drilled, scenario: DrillScenarioName): DrillPromise | undefined {
  const { recovery, edge } = environment;
  const plan = recovery && planRecovery({ ...environment, recovery });
  const { loss, stores, onlyWithEdge } = about[scenario];
  if (!plan || (onlyWithEdge && edge === undefined)) return undefined;
  const touched = promisedRecoveries(plan)
    .filter((one) => one.loss === loss)
    .map((one) => ({ ...one, stores: one.stores.filter(({ kind }) => !stores || stores.includes(kind)) }))
    .filter((one) => !stores || one.stores.length > 0);
  if (touched.length === 0) return undefined;
  const rpoMinutes = touched.flatMap(({ objective, stores: kept }) => [
    objective.rpoMinutes,
    ...(stores ? kept.flatMap(({ reached }) => (reached ? [reached.rpoMinutes] : [])) : []),
  ]);
  const rtoMinutes = touched.map(({ objective }) => objective.rtoMinutes);
  return { rpoSeconds: Math.min(...rpoMinutes) * 60, rtoSeconds: Math.min(...rtoMinutes) * 60 };
}
