import type { Loss, StoredKind } from '../../environments/facts/recovery';
import type { DrillScenarioName } from '../../environments/model/drills';
import { planRecovery, promisedRecoveries } from '../../environments/model/recovery/plan';
import type { Environment } from '../../environments/model/resolve-environment';
import type { DrillPromise } from '../../policies/drills/measure';

/** What of an environment a scenario is about. `stores` missing: whatever a service keeps. */
const about: { readonly [S in DrillScenarioName]: { readonly loss: Loss; readonly stores?: readonly StoredKind[] } } = {
  'database-zone-loss': { loss: 'zone', stores: ['postgres'] },
  'database-site-loss': { loss: 'site', stores: ['postgres'] },
  'stream-site-loss': { loss: 'site', stores: ['kafka'] },
  'name-failover': { loss: 'site' },
  'cluster-loss': { loss: 'site' },
};

/**
 * What a drill is held to: the strictest objective of the services that the scenario touches, and, where the mechanism
 * says less is lost, that. `undefined`: nothing that it is about is there, or nothing is promised.
 */
export function promisedFor({ config }: Environment, scenario: DrillScenarioName): DrillPromise | undefined {
  const { recovery } = config;
  const plan = recovery && planRecovery({ ...config, recovery });
  if (!plan) return undefined;
  const { loss, stores } = about[scenario];
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
