import { z } from 'zod';
import { type ServiceName, type Services, services } from '../../services';
import { jurisdictions } from '../facts';
import { admissionSchema } from './admission-schema';
import { budgetSchema } from './budget-schema';
import { businessSchema } from './business-schema';
import { chaosSchema } from './chaos-schema';
import { edgeSchema } from './edge-schema';
import { governanceSchema } from './governance-schema';
import { interconnectSchema } from './interconnect-schema';
import { maintenanceSchema } from './maintenance-schema';
import { offHoursSchema } from './off-hours-schema';
import { poolsSchema } from './pool-schema';
import { promotionSchema } from './promotion-schema';
import { recoverySchema } from './recovery-schema';
import { registrySchema } from './registry-schema';
import { releaseSchema } from './release-schema';
import { secretsSchema } from './secrets-schema';
import { siteSchema } from './site-schema';
import { storageSchema } from './storage-schema';

const slug = (maxLength: number) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case letters, digits and single dashes, starting with a letter')
    .max(maxLength);

const cidr = z.cidrv4();

/** Every service of the catalogue under its name; leaving one out switches it off. */
const servicesSchema = z.strictObject(
  Object.fromEntries(Object.values(services).map((service) => [service.name, service.config.optional()])) as {
    [S in ServiceName]: z.ZodOptional<Services[S]['config']>;
  },
);

export const environmentSchema = z
  .strictObject({
    name: slug(16).describe('Short name; part of every resource name.'),
    organisation: slug(12).describe('Prefix of names that are unique in the world, e.g. buckets.'),
    owner: slug(40).describe('Team that answers for the environment; a tag on everything.'),
    costCentre: slug(40).describe('Who pays; a tag on everything.'),
    dataClass: z
      .enum(['public', 'internal', 'confidential', 'restricted'])
      .default('confidential')
      .describe('The most sensitive data held; a tag on everything.'),
    contact: z.email().describe('Where clouds and certificate authorities write to.'),
    domain: z
      .string()
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name such as ml.example.com')
      .max(180)
      .describe('Host names of services end with this.'),
    jurisdiction: z.enum(jurisdictions).describe('Every region of every site, replica and backup lies in it.'),
    addresses: z
      .strictObject({ supernet: cidr.describe('Private range that all sites share out, /14 each.') })
      .prefault({ supernet: '10.0.0.0/8' })
      .describe('Address plan.'),
    kubernetesVersion: z
      .string()
      .regex(/^1\.\d{2}$/, 'a minor version such as 1.35')
      .default('1.35')
      .describe('Kubernetes minor version of every cluster.'),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe('Clouds refuse to delete databases, keys, clusters and filled buckets.'),
    expires: z.iso
      .date()
      .optional()
      .describe(
        'Last day of an environment that is there for a while, such as a preview of a branch: a tag on everything, and a finding from the next day on. Default: it stays.',
      ),
    natGateways: z
      .enum(['per-zone', 'single'])
      .default('per-zone')
      .describe('One NAT gateway a zone survives the loss of a zone; a single one is cheaper.'),
    auditLogRetentionDays: z
      .literal([30, 60, 90, 180, 365, 731, 1827, 2557])
      .default(365)
      .describe('How long audit and flow logs are kept; steps that every cloud offers.'),
    operatorCidrs: z
      .array(cidr)
      .default([])
      .describe('Networks of the operators (VPN, office) that may reach the private API servers.'),
    ci: z
      .strictObject({
        issuer: z.url({ protocol: /^https$/ }).describe('OIDC issuer of the pipeline.'),
        planSubject: z.string().min(3).describe('Token subject that may plan (read).'),
        applySubject: z.string().min(3).describe('Token subject that may apply (write).'),
      })
      .optional()
      .describe('Pipeline that signs in without a stored key; default: none.'),
    gitops: z
      .strictObject({
        engine: z.enum(['argo-cd', 'flux']).default('argo-cd').describe('Who applies the rendered tree.'),
        repository: z.url({ protocol: /^(https|ssh)$/ }).describe('Git repository of the rendered tree.'),
        revision: z.string().min(1).default('main').describe('Branch that the engine follows.'),
        path: z
          .string()
          .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'a folder without slashes at its ends')
          .default('dist')
          .describe('Folder of the rendered tree.'),
      })
      .describe('Where the rendered tree lives.'),
    maintenance: maintenanceSchema
      .prefault({})
      .describe('When clouds may patch by themselves on every cloud site, and when nothing moves.'),
    admission: admissionSchema.prefault({}).describe('What the API server of every site takes.'),
    bucketInventory: z
      .enum(['off', 'weekly', 'daily'])
      .default('weekly')
      .describe(
        'How often clouds list all objects of every bucket of a site, with versions, tiers and locks, for audits; kept as long as audit logs.',
      ),
    pools: poolsSchema.prefault({}).describe('Node pools of every cloud site.'),
    storage: storageSchema.prefault({}).describe('Volumes of pods.'),
    registry: registrySchema
      .optional()
      .describe('A private registry of container images on every cloud site; default: none.'),
    governance: governanceSchema
      .prefault({})
      .describe('What watches and guards the accounts of the sites: made by the sites, or kept centrally.'),
    secrets: secretsSchema.prefault({}).describe('How passwords, credentials and keys age and are brought back.'),
    recovery: recoverySchema.optional(),
    business: businessSchema.optional(),
    budget: budgetSchema.optional(),
    release: releaseSchema.optional(),
    promotion: promotionSchema.prefault({}),
    chaos: chaosSchema.optional(),
    offHours: offHoursSchema.optional(),
    interconnect: interconnectSchema
      .optional()
      .describe('Private, encrypted links between the sites, and names that resolve over them; default: none.'),
    edge: edgeSchema
      .optional()
      .describe('Public DNS, certificates, CDN and firewall before the routes that are public; default: nothing is.'),
    services: servicesSchema.describe('Services that run on every site, with their configuration.'),
    sites: z.array(siteSchema).min(1).describe('Where the environment runs.'),
  })
  .describe('An Evenkeel environment.');

/** What a file in `environments/` says. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** The same with every default filled in. */
export type EnvironmentConfig = z.output<typeof environmentSchema>;
