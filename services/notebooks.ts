import { z } from 'zod';
import type { Complaint } from './complaint';
import type { EnabledServices } from './define-service';
import { type GpuNeedName, gpuNeedName } from './llm-models';
import { type NamespaceCeiling, namespaceCeiling } from './namespace-ceiling';
import type { NeedByKind } from './needs';
import { imageReference } from './serving-models';

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');
const group = z.string().min(1).max(120);

const signIn = z
  .strictObject({
    issuer: z
      .string()
      .regex(/^https:\/\/[^\s?#]+[^\s?#/]$/, 'an https URL without a closing slash')
      .describe('Issuer; its `/.well-known/openid-configuration` must answer when the hub starts.'),
    clientId: z.string().min(1).describe('Client of the hub at the identity provider; its secret is a credential.'),
    scopes: z
      .array(z.string().min(1))
      .min(1)
      .default(['openid', 'profile', 'email'])
      .describe('Scopes asked for; `openid` must be among them, and what the claims below need.'),
    usernameClaim: z
      .string()
      .min(1)
      .default('email')
      .describe('Claim that names a person. It must never pass to somebody else: homes are found by it.'),
    groupsClaim: z.string().min(1).default('groups').describe('Claim that lists the groups of a person.'),
    allowedGroups: z.array(group).default([]).describe('Who may come in; empty: whoever the client lets sign in.'),
    adminGroups: z
      .array(group)
      .default([])
      .describe('Who may stop the servers of others, and remove people and their homes.'),
    identityProviderCidrs: z
      .array(cidr)
      .default([])
      .describe('Private networks of the identity provider; one on the internet needs none.'),
  })
  .describe(
    'Single sign-on. The identity provider must allow `https://notebooks.<domain>/hub/oauth_callback` for the client.',
  );

const profile = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/, 'lower case letters, digits and hyphens, at most 32')
      .describe('What people choose it by.'),
    description: z.string().max(200).default('').describe('What it is for.'),
    pool: z
      .enum(['general', 'spot', 'gpu'])
      .default('general')
      .describe('Machines it runs on. On `spot` a server may be ended at any time.'),
    cpus: z.number().min(0.1).max(96).describe('Reserved cores; twice as many may be used where they are idle.'),
    memoryGiB: z.number().min(1).max(1024).describe('Reserved memory, and all there is.'),
    gpus: z.int().min(0).max(8).default(0).describe('GPUs of the server, all in one machine; on pool `gpu` only.'),
    image: imageReference
      .optional()
      .describe('Image with JupyterLab and `jupyterhub-singleuser`. Default: scipy, on GPUs PyTorch with CUDA.'),
    groups: z.array(group).default([]).describe('Who may choose it; empty: everybody.'),
  })
  .describe('A kind of server that people choose.');

export type NotebookProfile = z.output<typeof profile>;

/** Services that notebooks may call: which endpoint, and the variable that tells its address. */
export const notebookTargets = {
  tracking: { endpoint: 'http', variable: 'MLFLOW_TRACKING_URI' },
  featureStore: { endpoint: 'http', variable: 'FEAST_FEATURE_SERVER_URL' },
  lakehouse: { endpoint: 'sql', variable: 'TRINO_URL' },
} as const;

export type NotebookTarget = keyof typeof notebookTargets;
const targets = Object.keys(notebookTargets) as NotebookTarget[];

/** What servers run as, in the images of the project's own stacks. */
export const notebookUser = { user: 1000, group: 100 } as const;

/** The best that one hub process keeps: its successor takes a minute, a few times a month. */
const bestOfOneHub = 99.5;

export const notebooksConfig = z
  .strictObject({
    signIn,
    profiles: z
      .array(profile)
      .min(1)
      .max(20)
      .prefault([
        { name: 'small', description: 'Reading data, writing code.', cpus: 0.5, memoryGiB: 4 },
        { name: 'standard', description: 'Exploring data, small trainings.', cpus: 2, memoryGiB: 8 },
        { name: 'large', description: 'Data frames of several GiB.', cpus: 3, memoryGiB: 12 },
      ])
      .describe('Kinds of servers that people choose from; the first one is marked.'),
    maxServers: z.int().min(1).max(200).default(20).describe('Servers at a time; further people are asked to wait.'),
    maxUsers: z
      .int()
      .min(1)
      .max(2000)
      .default(100)
      .describe('People with a home; the namespace takes no more volumes.'),
    storageGiB: z.int().min(1).max(1000).default(20).describe('Home of a person: a volume that outlives the servers.'),
    sharedFolderGiB: z
      .int()
      .min(100)
      .max(100_000)
      .optional()
      .describe(
        'A folder that every server mounts at `~/shared`, for what people hand to each other; default: none. Some clouds sell it by the TiB.',
      ),
    scratchGiB: z
      .int()
      .min(2)
      .max(500)
      .default(10)
      .describe('Disk of the machine for what a server writes outside its home; gone with the server.'),
    idleMinutes: z.int().min(10).max(10_080).default(60).describe('A server that nobody used for so long is stopped.'),
    maxAgeHours: z.int().min(1).max(720).default(72).describe('Longest life of a server, used or not.'),
    internet: z.boolean().default(false).describe('Servers may open HTTPS connections to the internet.'),
    calls: z
      .array(z.enum(targets))
      .default(['tracking', 'featureStore'])
      .describe('Services of the site that servers may call, where the environment runs them.'),
    availabilityPercent: z
      .number()
      .min(90)
      .max(bestOfOneHub)
      .default(99)
      .describe('Share of the requests to the hub that are answered without a server error.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous copy of the hub database in a second zone.'),
    backupRetentionDays: z
      .int()
      .min(7)
      .max(35)
      .default(7)
      .describe('Reach of point-in-time recovery of that database.'),
  })
  .describe('JupyterHub: a JupyterLab server of their own for everybody who signs in.');

export type NotebooksConfig = z.output<typeof notebooksConfig>;

const gpuNeeds = ({ profiles }: NotebooksConfig): Partial<Record<GpuNeedName, NeedByKind['pool']>> =>
  Object.fromEntries(
    profiles
      .filter(({ gpus }) => gpus > 0)
      .map(({ gpus }) => [gpuNeedName(gpus), { kind: 'pool', purpose: 'gpu', gpus }]),
  );

/** Name of the need that gives a profile its machines; `undefined`: any machine will do. */
export const profilePool = ({ pool, gpus }: NotebookProfile): GpuNeedName | 'spot' | undefined => {
  if (gpus > 0) return gpuNeedName(gpus);
  return pool === 'spot' ? 'spot' : undefined;
};

const calledNeeds = (
  c: NotebooksConfig,
  enabled: EnabledServices,
): Partial<Record<NotebookTarget, NeedByKind['endpoint']>> =>
  Object.fromEntries(
    targets
      .filter((service) => c.calls.includes(service) && enabled.has(service))
      .map((service) => [service, { kind: 'endpoint', service, endpoint: notebookTargets[service].endpoint }]),
  );

/** Of the hub and of the servers that it starts. */
export const notebookNeeds = (c: NotebooksConfig, enabled: EnabledServices) => ({
  notebooks: {
    kind: 'route',
    host: 'notebooks',
    backend: 'notebooks-proxy',
    port: 8000,
    // The gateway tells nobody whom it let in: the hub asks people itself, by the same identity provider.
    access: 'service',
    // Kernels speak over connections that stay open.
    timeoutSeconds: 3600,
  } as const,
  notebooksDatabase: {
    kind: 'postgres',
    database: 'jupyterhub',
    majorVersion: 17,
    size: 'small',
    storageGiB: 32,
    backupRetentionDays: c.backupRetentionDays,
    highlyAvailable: c.highlyAvailable,
  } as const,
  signIn: {
    kind: 'credential',
    keys: ['client-secret'],
    description: `Secret of the client ${c.signIn.clientId} at ${c.signIn.issuer}`,
  } as const,
  ...(c.sharedFolderGiB
    ? {
        shared: {
          kind: 'files',
          storageGiB: c.sharedFolderGiB,
          owner: notebookUser,
          setting: 'workbench.notebooks.sharedFolderGiB',
        } as const,
      }
    : {}),
  proxyToken: { kind: 'secret', length: 64, boundTo: 'pods' } as const,
  cookieSecret: { kind: 'secret', length: 64, boundTo: 'pods' } as const,
  ...(c.profiles.some(({ pool }) => pool === 'spot')
    ? { spot: { kind: 'pool', purpose: 'spot', gpus: 0 } as const }
    : {}),
  ...gpuNeeds(c),
  ...calledNeeds(c, enabled),
});

/** What the portal, the hub, its proxy and its database take beside the servers of people. */
const besides = { cpus: 16, memoryGiB: 32, pods: 40, volumes: 10 } as const;

/** Every server at once, each of the largest profile, and a volume for everybody. */
export function notebooksCeiling({ profiles, maxServers, maxUsers }: NotebooksConfig): Partial<NamespaceCeiling> {
  const largest = (of: (each: NotebookProfile) => number) => maxServers * Math.max(...profiles.map(of));
  const memoryGiB = Math.ceil(largest((each) => each.memoryGiB)) + besides.memoryGiB;
  return {
    cpus: Math.max(namespaceCeiling.cpus, Math.ceil(largest(({ cpus }) => cpus)) + besides.cpus),
    memoryGiB: Math.max(namespaceCeiling.memoryGiB, memoryGiB),
    memoryLimitGiB: Math.max(namespaceCeiling.memoryLimitGiB, memoryGiB),
    pods: Math.max(namespaceCeiling.pods, maxServers + besides.pods),
    volumes: Math.max(namespaceCeiling.volumes, maxUsers + besides.volumes),
  };
}

const conflict = (path: string, message: string, value: unknown, fix: string): Complaint => ({
  code: 'SERVICE_CONFLICT',
  path: `notebooks.${path}`,
  message,
  value,
  fix,
});

const profileComplaints = (
  { name, pool, gpus }: NotebookProfile,
  index: number,
  all: readonly NotebookProfile[],
): Complaint[] => {
  const first = all.findIndex((other) => other.name === name);
  const at = `profiles.${index}`;
  return [
    ...(first < index
      ? [conflict(`${at}.name`, `${name} is the name of profile ${first} too`, name, 'give one of them another name')]
      : []),
    ...(pool === 'gpu' && gpus === 0
      ? [conflict(`${at}.gpus`, 'a machine with GPUs for a server without one', gpus, 'set gpus, or another pool')]
      : []),
    ...(pool !== 'gpu' && gpus > 0
      ? [conflict(`${at}.pool`, `machines of pool ${pool} have no GPUs`, pool, "set pool: 'gpu', or gpus: 0")]
      : []),
  ];
};

/** What one setting says against another. */
export const notebookComplaints = (c: NotebooksConfig): Complaint[] => [
  ...c.profiles.flatMap(profileComplaints),
  ...(c.signIn.scopes.includes('openid')
    ? []
    : [
        conflict(
          'signIn.scopes',
          'without the scope openid the identity provider tells nobody who a person is',
          c.signIn.scopes,
          'add openid',
        ),
      ]),
  ...(c.maxServers > c.maxUsers
    ? [
        conflict(
          'maxServers',
          `${c.maxServers} servers for ${c.maxUsers} people, who have one each`,
          c.maxServers,
          'lower maxServers, or raise maxUsers',
        ),
      ]
    : []),
  ...(c.idleMinutes > c.maxAgeHours * 60
    ? [
        conflict(
          'idleMinutes',
          `a server is stopped after ${c.maxAgeHours} hours, before it can be idle for ${c.idleMinutes} minutes`,
          c.idleMinutes,
          'lower idleMinutes, or raise maxAgeHours',
        ),
      ]
    : []),
];
