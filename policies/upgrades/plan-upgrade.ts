import type { Finding } from '../../environments/model';
import { freezeFindings } from './freeze-findings';
import { kafkaPlan } from './kafka-plan';
import { kubernetesPlan } from './kubernetes-plan';
import { operatorPlan } from './operator-plan';
import { postgresPlan } from './postgres-plan';
import { servicePlans } from './service-plan';
import { joined, soakDays, type UpgradeInput } from './upgrade-input';
import { inOrder, type UpgradeStep } from './upgrade-step';

/** What an upgrade consists of, and what stands in its way. */
export interface UpgradePlan {
  readonly environment: string;
  /** In an order that keeps every `after`. */
  readonly steps: readonly UpgradeStep[];
  /** Blockers: nothing is begun before they are mended. */
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** Days that sites are watched, one after the other. */
  readonly soakDays: number;
}

/** Operators come before Kubernetes: one that does not know the new version stops what it keeps. Data comes last. */
function oneAfterTheOther(parts: readonly (readonly UpgradeStep[])[]): UpgradeStep[] {
  let last: string | undefined;
  return parts.flatMap((steps) => {
    const first = last;
    const chained = steps.map((step) =>
      step.after.length === 0 && first !== undefined ? { ...step, after: [first] } : step,
    );
    last = chained.at(-1)?.id ?? last;
    return chained;
  });
}

/**
 * Plans an upgrade: pure, the same for the same input.
 * @param file what findings call the environment
 */
export function planUpgrade(input: UpgradeInput, file: string): UpgradePlan {
  const parts = [
    operatorPlan(input),
    kubernetesPlan(input),
    kafkaPlan(input),
    postgresPlan(input),
    ...servicePlans(input),
  ];
  const steps = inOrder(oneAfterTheOther(parts.map((part) => inOrder(part.steps))));
  const watched = steps.filter(({ id }) => /^(soak|watch)-/.test(id)).length;
  const all = joined([
    ...parts,
    ...(steps.length > 0 ? [freezeFindings(input.environment.sites, input.asOf, watched)] : []),
  ]);
  return {
    environment: input.environment.name,
    steps,
    findings: all.findings.map((finding) => ({ ...finding, file })),
    warnings: all.warnings,
    soakDays: watched * soakDays,
  };
}
