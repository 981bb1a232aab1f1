import {
  type Loss,
  type MechanismProof,
  type PathStep,
  type RecoveryTier,
  type StoreProvider,
  standbyStacks,
} from '../environments/facts/recovery';
import { planRecovery, type ServiceRecovery, type StoreRecovery } from '../environments/model/recovery/plan';
import type { Environment } from '../environments/model/resolve-environment';
import { services } from '../services';

/** How one store of a service comes back. */
export interface StoreSummary {
  readonly need: string;
  readonly kind: string;
  readonly provider: StoreProvider;
  /** Id and title; missing: nothing brings it back. */
  readonly mechanism?: string;
  readonly title?: string;
  readonly rpoMinutes?: number;
  readonly restoreMinutes?: number;
  /** How often a copy is made. Default: without pause, or there is none. */
  readonly intervalMinutes?: number;
  readonly proof?: MechanismProof;
  readonly cost?: string;
  readonly source?: string;
  readonly met: boolean;
}

/** How one service comes back from one loss. */
export interface WaySummary {
  readonly service: string;
  readonly title: string;
  readonly dataClass: string;
  readonly tier: RecoveryTier;
  readonly loss: Loss;
  /** Site that takes over. Only of the loss of a site. */
  readonly standby?: string;
  /** False for standbys that a failover does not lead to unless somebody says so: what they could do. */
  readonly promised: boolean;
  readonly objective: { readonly rpoMinutes: number; readonly rtoMinutes: number };
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly met: boolean;
  /** From the loss to the first good answer: the longest chain of steps that wait for each other. */
  readonly path: readonly PathStep[];
  readonly stores: readonly StoreSummary[];
}

/** The recovery plan of an environment as reports, scripts and pages read it. Plain data. */
export interface RecoverySummary {
  readonly environment: string;
  readonly tier: RecoveryTier;
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly primary: string;
  readonly standbys: readonly string[];
  /** Where a failover leads. Default: there is no standby. */
  readonly recoverySite?: string;
  /** Stacks of a standby that are applied before a loss. */
  readonly standbyStacks: readonly string[];
  readonly ways: readonly WaySummary[];
}

function storeSummary({ need, kind, provider, reached, met }: StoreRecovery): StoreSummary {
  if (!reached) return { need, kind, provider, met };
  const { mechanism, ...figures } = reached;
  const { id, title, proof, cost, source } = mechanism;
  return { need, kind, provider, mechanism: id, title, ...figures, proof, cost, source, met };
}

const waySummary =
  (recoverySite: string | undefined) =>
  ({ service, objective, stores, standby, ...figures }: ServiceRecovery): WaySummary => ({
    service,
    title: services[service].title,
    dataClass: objective.dataClass,
    tier: objective.tier,
    ...(standby === undefined ? {} : { standby }),
    promised: standby === undefined || standby === recoverySite,
    objective: { rpoMinutes: objective.rpoMinutes, rtoMinutes: objective.rtoMinutes },
    loss: figures.loss,
    rpoMinutes: figures.rpoMinutes,
    rtoMinutes: figures.rtoMinutes,
    met: figures.met,
    path: figures.path,
    stores: stores.map(storeSummary),
  });

/** The plan of a checked environment; `undefined`: it promises nothing. */
export function recoverySummary({ name, config }: Environment): RecoverySummary | undefined {
  const { recovery } = config;
  const plan = recovery && planRecovery({ ...config, recovery });
  if (!plan) return undefined;
  const { tier, rpoMinutes, rtoMinutes, primary, standbys, recoverySite, standbyTier } = plan;
  return {
    environment: name,
    tier,
    rpoMinutes,
    rtoMinutes,
    primary,
    standbys,
    ...(recoverySite === undefined ? {} : { recoverySite }),
    standbyStacks: standbyStacks[standbyTier],
    ways: plan.services.map(waySummary(recoverySite)),
  };
}

/** How it is known that a mechanism works, in a word and the proof that says so. */
export const proofWords = (proof: MechanismProof): string =>
  proof.by === 'paper' ? `paper: ${proof.because}` : `${proof.by}: ${proof.suite}`;

/** Stores that come back alike, told together. */
export interface StoreGroup extends Omit<StoreSummary, 'need'> {
  readonly needs: readonly string[];
}

/** Stores of a way by how they come back, in the order of the plan. */
export function storeGroups(stores: readonly StoreSummary[]): readonly StoreGroup[] {
  const groups = new Map<string, StoreGroup>();
  for (const { need, ...store } of stores) {
    const key = JSON.stringify(store);
    groups.set(key, { ...store, needs: [...(groups.get(key)?.needs ?? []), need] });
  }
  return [...groups.values()];
}
