import type { EnvironmentConfig } from '../schema/environment-schema';
import { isCloudSite, type SiteConfig } from '../schema/site-schema';
import { inAccountOf } from './account';
import { spendingOf } from './budgets';
import type { DetectionSettings, GovernanceSettings, GuardrailSettings } from './site';

function detectionOf({ governance, deletionProtection, contact }: EnvironmentConfig): DetectionSettings {
  const { trailRetention, threatDetection, configurationRecording, alertsTo } = governance;
  return {
    trailRetention: trailRetention ?? (deletionProtection ? 'locked' : 'administered'),
    threatDetection,
    configurationRecording,
    alertsTo: alertsTo ?? [contact],
  };
}

/** One site binds an account; where several share it, the first in the file. */
function guardrailsOf({ sites }: EnvironmentConfig, site: SiteConfig): GuardrailSettings | undefined {
  const together = isCloudSite(site) ? inAccountOf(sites.filter(isCloudSite), site) : [];
  return together[0] === site ? { regions: [...new Set(together.map(({ region }) => region))] } : undefined;
}

/** What a site makes for its account; parts that the organisation keeps are left out. */
export function governanceOf(environment: EnvironmentConfig, site: SiteConfig): GovernanceSettings {
  const { detection, guardrails } = environment.governance;
  const bounds = guardrails === 'account' ? guardrailsOf(environment, site) : undefined;
  return {
    ...(detection === 'account' ? { detection: detectionOf(environment) } : {}),
    ...(bounds ? { guardrails: bounds } : {}),
    ...spendingOf(environment, site),
  };
}
