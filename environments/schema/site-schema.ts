import { z } from 'zod';
import type { SiteCloud } from '../model/site';
import { sharedAccountSchema } from './account-schema';
import { adoptSchemas, importsSchema } from './adopt-schema';
import { offHoursSchema } from './off-hours-schema';
import { organisationTrailSchemas } from './organisation-trail-schema';
import { awsPeopleSchema, azurePeopleSchema, googlePeopleSchema } from './people-schema';
import { poolChangesSchema } from './pool-schema';

const cloud = <C extends SiteCloud>(name: C) =>
  z.literal(name).describe('Where the site runs; decides which keys follow.');

const role = z
  .enum(['primary', 'standby'])
  .describe('`primary` serves; `standby` is the recovery site. One primary an environment.');

const provider = z.enum(['managed', 'in-cluster']).default('managed');

const providers = z
  .strictObject({
    postgres: provider.describe('Databases.'),
    bucket: provider.describe('Object storage.'),
    secret: provider.describe('Generated secrets.'),
    cache: z
      .enum(['managed', 'in-cluster'])
      .default('in-cluster')
      .describe('Caches and online stores. Not every cloud has a managed one that keeps its key out of state.'),
  })
  .prefault({})
  .describe("Who meets a need: the cloud's managed service, or an operator inside the cluster.");

const offHours = z
  .union([z.literal('never'), offHoursSchema])
  .optional()
  .describe("Hours of its own, or 'never': its servers do not stop. Default: those of the environment.");

const cloudShape = {
  role,
  addressSlot: z
    .int()
    .min(0)
    .describe('Which /14 block of the supernet the site has. Stated, so that adding a site never moves another.'),
  zones: z.array(z.string()).length(3).optional().describe('Three zones; default: the first three of the region.'),
  providers,
  pools: poolChangesSchema.prefault({}).describe('Differences from the pools of the environment.'),
  offHours,
  sharesAccount: sharedAccountSchema
    .optional()
    .describe('Other environments in the same account, project or subscription, and why; default: none.'),
  quotas: z
    .record(z.string(), z.number().min(0))
    .optional()
    .describe(
      'What the account has been granted, by the names that `evenkeel preflight` shows; pools that could break it are refused. Default: nothing is known.',
    ),
  import: importsSchema,
};

const region = z.string().describe("The cloud's own region name.");

const siteSchemas = {
  aws: z.strictObject({
    cloud: cloud('aws'),
    region,
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'twelve digits')
      .describe('AWS account.'),
    organisationRole: z
      .string()
      .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role')
      .optional()
      .describe(
        'Role in the management or delegated account of the organisation that may attach policies to this account; guardrails of the account need it. Default: none.',
      ),
    people: awsPeopleSchema,
    adopt: adoptSchemas.aws,
    organisationTrail: organisationTrailSchemas.aws,
    ...cloudShape,
  }),
  google: z.strictObject({
    cloud: cloud('google'),
    region,
    projectId: z
      .string()
      .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, '6 to 30 lower-case letters, digits, dashes')
      .describe('Google Cloud project.'),
    projectNumber: z
      .string()
      .regex(/^\d{6,20}$/, 'digits')
      .describe("The project's number: part of workload identities."),
    billingAccountId: z
      .string()
      .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, 'six hexadecimal digits, three times')
      .optional()
      .describe('Billing account that pays for the project; `budget.alerts` needs it. Default: none is known.'),
    people: googlePeopleSchema,
    adopt: adoptSchemas.google,
    organisationTrail: organisationTrailSchemas.google,
    ...cloudShape,
  }),
  azure: z.strictObject({
    cloud: cloud('azure'),
    region,
    subscriptionId: z.guid().describe('Azure subscription.'),
    tenantId: z.guid().describe('Entra tenant.'),
    people: azurePeopleSchema,
    adopt: adoptSchemas.azure,
    organisationTrail: organisationTrailSchemas.azure,
    ...cloudShape,
  }),
  local: z.strictObject({
    cloud: cloud('local'),
    role: role.default('primary'),
    offHours,
    kubeContext: z.string().min(1).optional().describe('Context in the kubeconfig; default: the current one.'),
    storageClass: z
      .string()
      .min(1)
      .optional()
      .describe("Storage class of volumes; default: the cluster's own default."),
    sharedStorageClass: z
      .string()
      .min(1)
      .optional()
      .describe('Storage class whose volumes many pods mount at once; default: the cluster has none.'),
  }),
} satisfies { readonly [C in SiteCloud]: z.ZodType };

export const siteSchema = z.discriminatedUnion('cloud', [
  siteSchemas.aws,
  siteSchemas.google,
  siteSchemas.azure,
  siteSchemas.local,
]);

export type SiteConfig = z.output<typeof siteSchema>;
export type CloudSiteConfig = Exclude<SiteConfig, { cloud: 'local' }>;

/** What differs by cloud of what a site says. */
export type ByCloudSite<T> = {
  readonly [C in CloudSiteConfig['cloud']]: (site: Extract<CloudSiteConfig, { cloud: C }>) => T;
};

/** Asks the one that is for the cloud of a site. */
export const ofCloud = <T>(by: ByCloudSite<T>, site: CloudSiteConfig): T =>
  (by[site.cloud] as (site: CloudSiteConfig) => T)(site);

/** Whether a site runs on a public cloud, whichever. */
export const isCloudSite = (site: SiteConfig): site is CloudSiteConfig => 'region' in site;
