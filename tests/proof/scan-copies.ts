import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StackJson } from '../../policies/site-output';
import { type RenderedSite, renderedSites } from './rendered-sites';
import { session } from './session';
import { allStacks } from './terraform-stacks';

/** What the scanner knows of a stack; every other block makes it give up on the whole file. */
const readBlocks = ['resource', 'data'] as const;

/** Resources that it has no check for: a stack of nothing else is not looked at. */
const unknown = /^(helm_|terraform_data$)/;

/** Kinds that its checks are about. The others are most of the bytes, and it is slow with bytes. */
const readKinds: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Namespace',
  'NetworkPolicy',
  'Pod',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/** Sites whose objects are scanned: every service is on one of each cloud. */
const readEnvironments: readonly string[] = ['prod', 'local'];

/** First part of the address of what was put in to be found. */
export const planted = 'planted';

const badStack: StackJson = {
  resource: {
    aws_s3_bucket: { open: { bucket: 'open' } },
    aws_s3_bucket_public_access_block: {
      open: { bucket: `\${aws_s3_bucket.open.id}`, block_public_acls: false, restrict_public_buckets: false },
    },
    google_storage_bucket: { open: { name: 'open', location: 'EU', uniform_bucket_level_access: false } },
    azurerm_storage_account: {
      open: {
        name: 'open',
        resource_group_name: 'open',
        location: 'westeurope',
        account_tier: 'Standard',
        account_replication_type: 'LRS',
        allow_nested_items_to_be_public: true,
        min_tls_version: 'TLS1_0',
      },
    },
  },
};

const badPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'open', namespace: 'default' },
  spec: { hostPID: true, containers: [{ name: 'open', image: 'open', securityContext: { privileged: true } }] },
};

function writeJson(path: string, content: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content, null, 2));
}

const inScratch = (...parts: readonly string[]): string => join(session().folder, 'scan', ...parts);

/** Type of a resource by where it is: the scanner leaves it out of most addresses. */
type TypeOf = (stack: string, name: string) => string | undefined;

export interface ScanCopy {
  readonly folder: string;
  /** What lies in it: `dev/dev-aws-eu-west-1/data`, or `prod/prod-aws-eu-west-1`. */
  readonly titles: readonly string[];
}

export interface StackScanCopy extends ScanCopy {
  readonly typeOf: TypeOf;
  /** Puts a stack there that no shipped environment has. */
  add(title: string, json: StackJson): void;
}

/** The resources of every stack, one folder a stack, and a stack that must not pass. */
export function copyStacks(): StackScanCopy {
  const types = new Map<string, string>();
  const titles: string[] = [];
  const write = (title: string, json: StackJson): void => {
    const blocks = readBlocks.map((block) => [block, json[block] ?? {}] as const);
    writeJson(inScratch('stacks', title, 'cdk.tf.json'), Object.fromEntries(blocks));
    for (const [type, named] of blocks.flatMap(([, byType]) => Object.entries(byType as object))) {
      for (const name of Object.keys(named as object)) types.set(`${title}/${name}`, type);
    }
  };
  const add = (title: string, json: StackJson): void => {
    write(title, json);
    if (Object.keys(json.resource ?? {}).some((type) => !unknown.test(type))) titles.push(title);
  };
  for (const { title, json } of allStacks()) add(title, json);
  write(`${planted}/${planted}/stack`, badStack);
  return { folder: inScratch('stacks'), titles, typeOf: (stack, name) => types.get(`${stack}/${name}`), add };
}

function copyObjects({ environment, name, waves }: RenderedSite): void {
  for (const wave of waves) {
    const read = wave.objects.filter(({ manifest }) => readKinds.has(manifest.kind));
    for (const { path } of read) {
      cpSync(path, inScratch('objects', environment, name, wave.name.replaceAll('/', '-'), basename(path)));
    }
  }
}

/** The workloads and rights of one site of each cloud and of `local`, and a pod that must not pass. */
export function copyWorkloads(): ScanCopy {
  const sites = renderedSites().filter(({ environment }) => readEnvironments.includes(environment));
  for (const site of sites) copyObjects(site);
  writeJson(inScratch('objects', planted, planted, 'pod.json'), badPod);
  return { folder: inScratch('objects'), titles: sites.map(({ environment, name }) => `${environment}/${name}`) };
}
