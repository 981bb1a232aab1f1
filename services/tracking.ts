import { z } from 'zod';
import { bucketComplaints, bucketTiers } from './bucket-words';
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
    tiers: bucketTiers.optional(),
    authentication: z
      .enum(['gateway', 'basic'])
      .default('gateway')
      .describe(
        'Who asks callers who they are. `gateway`: single sign-on and tokens at the gateway; whoever is in may change everything. `basic`: MLflow itself, by user and password, with rights of each user for each experiment and model.',
      ),
    defaultPermission: z
      .enum(['NO_PERMISSIONS', 'READ', 'USE', 'EDIT'])
      .default('READ')
      .describe("What users may do with what is not theirs, with `authentication: 'basic'`."),
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
    artifacts: {
      kind: 'bucket',
      versionRetentionDays: c.artifactRetentionDays,
      ...(c.tiers ? { tiers: c.tiers } : {}),
    },
    identity: { kind: 'identity', serviceAccount: 'mlflow', grants: 'needs' },
    passphrase: { kind: 'secret', length: 48, boundTo: 'data' },
    web: {
      kind: 'route',
      host: 'mlflow',
      backend: 'mlflow',
      port: 5000,
      // One header cannot hold a token for the gateway and a password for MLflow.
      access: c.authentication === 'basic' ? 'service' : 'both',
      timeoutSeconds: 3600,
    },
    ...(c.authentication === 'basic'
      ? {
          adminPassword: { kind: 'secret', length: 32, boundTo: 'data' } as const,
          sessionSecret: { kind: 'secret', length: 48, boundTo: 'pods' } as const,
        }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  endpoints: { http: { name: 'mlflow', port: 5000, scheme: 'http' } },
  objectives: () => ({ availabilityPercent: 99.5, p95Ms: 500 }),
  // Two replicas in two zones and a database that fails over in up to two minutes, a few times a year; a light search
  // takes 13 ms in the server and crosses the network to the database twice.
  best: ({ highlyAvailable }) => ({ availabilityPercent: highlyAvailable ? 99.95 : 99.5, p95Ms: 50, p99Ms: 100 }),
  complaints: ({ tiers }) => bucketComplaints('', { tiers }),
  stopsOffHours: 'by-default',
  recoveryClass: 'business',
});
