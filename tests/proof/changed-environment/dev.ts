import dev from '../../../environments/dev';
import { defineEnvironment } from '../../../environments/schema/define-environment';

/** Everyday work after a year: more of everything that may grow in place. */
export default defineEnvironment({
  ...dev,
  budget: {
    monthlyUsd: 12_000,
    ...dev.budget,
    retention: { logDays: 90, versionDays: 90 },
    // Logs of every cloud may be kept for as long as Azure keeps them anyway.
    exemptions: dev.budget?.exemptions?.filter(({ where }) => where === ' state '),
  },
  natGateways: 'per-zone',
  auditLogRetentionDays: 90,
  operatorCidrs: ['192.168.16.0/20', '192.168.32.0/20'],
  pools: { ...dev.pools, general: { ...dev.pools?.general, maxNodes: 6 } },
  services: {
    ...dev.services,
    tracking: { ...dev.services.tracking, storageGiB: 64, backupRetentionDays: 14, artifactRetentionDays: 60 },
    databases: {
      ...dev.services.databases,
      postgres: { ...dev.services.databases?.postgres, journal: { highlyAvailable: false, storageGiB: 32 } },
    },
  },
});
