import type { EnvironmentConfig } from '../schema/environment-schema';
import type { DetectionSettings, GovernanceSettings } from './site';

function detectionOf({ governance, deletionProtection, contact }: EnvironmentConfig): DetectionSettings {
  const { trailRetention, threatDetection, configurationRecording, alertsTo } = governance;
  return {
    trailRetention: trailRetention ?? (deletionProtection ? 'locked' : 'administered'),
    threatDetection,
    configurationRecording,
    alertsTo: alertsTo ?? [contact],
  };
}

/** What the sites of an environment make for their accounts; parts that the organisation keeps are left out. */
export const governanceOf = (environment: EnvironmentConfig): GovernanceSettings => ({
  ...(environment.governance.detection === 'account' ? { detection: detectionOf(environment) } : {}),
});
