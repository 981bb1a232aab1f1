import { z } from 'zod';
import { cronSchedule, packages } from './batch-runs';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import type { Size, TopicNeed } from './needs';

const signIn = z
  .strictObject({
    discoveryUrl: z
      .string()
      .regex(/^https:\/\/[^\s@]+\/\.well-known\/openid-configuration$/, 'https://…/.well-known/openid-configuration')
      .describe("The identity provider's own description."),
    userClaim: z.string().min(1).default('email').describe('Claim that becomes the name of the user.'),
  })
  .describe(
    "OpenID Connect: people are known by their own names. Left out: DataHub's own users, the first of which is `datahub`.",
  );

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Pod and database sizing profile.'),
    replicas: z.int().min(2).max(10).default(2).describe('Metadata servers, and as many of the web page.'),
    searchNodes: z
      .union([z.literal(1), z.literal(3)])
      .default(3)
      .describe('OpenSearch nodes; with one, search stops while its machine is replaced.'),
    searchStorageGiB: z.int().min(10).max(4000).default(50).describe('Volume of each OpenSearch node.'),
    storageGiB: z.int().min(20).max(16_000).default(50).describe('Initial volume of the database.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    signIn: signIn.optional(),
    ingestion: z
      .strictObject({
        schedule: cronSchedule
          .default('23 * * * *')
          .describe('When the artifacts of dbt and the registry of Feast are read, in UTC.'),
        freshnessMinutes: z
          .int()
          .min(30)
          .max(20_160)
          .default(180)
          .describe('The last good reading of each may be this old.'),
        packages: packages.describe("Where DataHub's reader comes from."),
      })
      .prefault({})
      .describe('What the catalogue reads by itself, from the services of the site that there are.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('DataHub: what data there is, where it comes from and who owns it.');

type Config = z.output<typeof config>;

/** Connections that one process of DataHub opens at most. */
export const catalogPool: Readonly<Record<Size, number>> = { small: 20, standard: 30, large: 50 };

/** Smallest `max_connections` among the providers of a database of that size, less what its operators keep. */
const databaseConnections: Readonly<Record<Size, number>> = { small: 90, standard: 140, large: 290 };

/** While an update runs, one pod more than stated, and the update's own. */
const tooManyConnections = ({ size, replicas }: Config): Complaint[] => {
  const asked = (replicas + 2) * catalogPool[size];
  const most = databaseConnections[size];
  return asked <= most
    ? []
    : [
        {
          code: 'STORE_TOO_SMALL',
          path: 'replicas',
          message: `${replicas} servers, one more while they are replaced and the update open ${asked} database connections, a ${size} database takes ${most}`,
          value: replicas,
          allowed: [`at most ${Math.floor(most / catalogPool[size]) - 2} with size ${size}`],
          fix: 'raise size, or lower replicas',
        },
      ];
};

/** Where other services of the site tell what they know. */
export const catalogPorts = { lineage: 8090, artifacts: 8091 } as const;

const week = 168;
/** Servers wait at every start for the record of the last update: it must never age out. */
const tenYears = 87_600;
/** What DataHub's producers send at most. */
const maxRecordMiB = 5;

/** DataHub's topics by the need: what changes on one site, and nothing that another site could use. */
export const catalogTopics = {
  proposals: 'MetadataChangeProposal_v1',
  failedProposals: 'FailedMetadataChangeProposal_v1',
  changes: 'MetadataChangeLog_Versioned_v1',
  timeseries: 'MetadataChangeLog_Timeseries_v1',
  platformEvents: 'PlatformEvent_v1',
  usage: 'DataHubUsageEvent_v1',
  upgrades: 'DataHubUpgradeHistory_v1',
} as const;

const owned = (topic: keyof typeof catalogTopics, partitions: number, retentionHours: number): TopicNeed => ({
  kind: 'topic',
  topic: catalogTopics[topic],
  access: 'owner',
  partitions,
  retentionHours,
  maxRecordMiB,
});

export const catalog = defineService({
  name: 'catalog',
  title: 'DataHub',
  summary: 'What data there is, where it comes from and who owns it, with lineage from Airflow, dbt and Feast.',
  namespace: 'catalog',
  config,
  needs: (c) => ({
    metadata: {
      kind: 'postgres',
      database: 'datahub',
      majorVersion: 17,
      size: c.size,
      storageGiB: c.storageGiB,
      backupRetentionDays: c.backupRetentionDays,
      highlyAvailable: c.highlyAvailable,
    } as const,
    proposals: owned('proposals', 3, week),
    failedProposals: owned('failedProposals', 1, week),
    changes: owned('changes', 3, week),
    timeseries: owned('timeseries', 3, 2160),
    platformEvents: owned('platformEvents', 1, week),
    usage: owned('usage', 1, week),
    upgrades: owned('upgrades', 1, tenYears),
    // Of what acts as DataHub itself; never handed to another service.
    systemSecret: { kind: 'secret', length: 48, boundTo: 'pods' },
    sessionSecret: { kind: 'secret', length: 64, boundTo: 'pods' },
    tokenKey: { kind: 'secret', length: 48, boundTo: 'data' },
    tokenSalt: { kind: 'secret', length: 48, boundTo: 'data' },
    encryptionKey: { kind: 'secret', length: 48, boundTo: 'data' },
    adminPassword: { kind: 'secret', length: 32, boundTo: 'callers' },
    // Of callers, by what they may tell.
    lineageKey: { kind: 'secret', length: 48, boundTo: 'callers' },
    artifactsKey: { kind: 'secret', length: 48, boundTo: 'callers' },
    ...(c.signIn
      ? {
          signIn: {
            kind: 'credential',
            keys: ['clientId', 'clientSecret'],
            description: 'OpenID Connect client of DataHub',
          } as const,
        }
      : {}),
    web: {
      kind: 'route',
      host: 'datahub',
      backend: 'datahub-frontend',
      port: 9002,
      access: 'people',
      timeoutSeconds: 60,
    },
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  endpoints: {
    lineage: { name: 'datahub-lineage', port: catalogPorts.lineage, scheme: 'http', key: 'lineageKey' },
    artifacts: { name: 'datahub-artifacts', port: catalogPorts.artifacts, scheme: 'http', key: 'artifactsKey' },
  },
  objectives: (c) => ({ availabilityPercent: 99.5, freshnessMinutes: c.ingestion.freshnessMinutes }),
  // One OpenSearch node takes minutes to come back; three keep a majority while one is replaced. The database fails over in
  // up to two minutes, a few times a year. What was read is as old as the schedule and the longest reading make it, which
  // the configuration states for itself.
  best: (c) => ({
    availabilityPercent: c.searchNodes === 3 && c.highlyAvailable ? 99.9 : 99.5,
    freshnessMinutes: c.ingestion.freshnessMinutes,
  }),
  complaints: tooManyConnections,
  stopsOffHours: 'when-named',
  recoveryClass: 'business',
});
