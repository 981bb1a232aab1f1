import { type RecoveryClass, type ServiceDefinition, type ServiceName, services } from '../../../services';
import type { RecoveryTier } from '../../facts/recovery';
import type { RecoveryConfig } from '../../schema/recovery-schema';

/** What is promised for one service. */
export interface RecoveryObjective {
  readonly tier: RecoveryTier;
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly dataClass: RecoveryClass;
}

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** The objective of a service: its own words over those of the environment, its class over that of the catalogue. */
export function recoveryObjective(config: RecoveryConfig, service: ServiceName): RecoveryObjective {
  const own = config.services[service] ?? {};
  return {
    tier: own.tier ?? config.tier,
    rpoMinutes: own.rpoMinutes ?? config.rpoMinutes,
    rtoMinutes: own.rtoMinutes ?? config.rtoMinutes,
    dataClass: own.dataClass ?? catalogue[service].recoveryClass,
  };
}
