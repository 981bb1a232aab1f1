import { z } from 'zod';
import { defineService } from './define-service';

const config = z
  .strictObject({
    replicas: z.int().min(2).max(20).default(3).describe('Server pods; two at least, so that a node can leave.'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Database and pod sizing profile.'),
    storageGiB: z.int().min(20).max(16000).default(100).describe('Initial database volume.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    artifactRetentionDays: z
      .int()
      .min(7)
      .max(365)
      .default(30)
      .describe('Deleted runs and superseded artifacts stay restorable this long.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('MLflow tracking server and model registry.');

export const tracking = defineService({
  name: 'tracking',
  title: 'MLflow',
  summary: 'Experiment tracking, model registry and artifact proxy.',
  namespace: 'tracking',
  config,
  needs: (c) => ({
    database: {
      kind: 'postgres',
      database: 'mlflow',
      majorVersion: 17,
      size: c.size,
      storageGiB: c.storageGiB,
      backupRetentionDays: c.backupRetentionDays,
      highlyAvailable: c.highlyAvailable,
    },
    artifacts: { kind: 'bucket', versionRetentionDays: c.artifactRetentionDays },
    identity: { kind: 'identity', serviceAccount: 'mlflow', grants: 'needs' },
    passphrase: { kind: 'secret', length: 48 },
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: ['cert-manager', 'external-secrets', 'envoy-gateway'],
  objectives: () => ({ availabilityPercent: 99.5, p95Ms: 500 }),
  recoveryClass: 'business',
});
