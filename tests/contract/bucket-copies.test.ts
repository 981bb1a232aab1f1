import { type CapabilityId, copyTenants } from '../../constructs/contracts';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import { renderSiteOutput } from '../../delivery/site-output';
import { type Cloud, type CloudSite, isSitePublicCloud } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { Manifest, SiteOutput, StackJson } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { resources, statusOf, unneededFields } from './stack-promises';

type SiteInput = EnvironmentInput['sites'][number];

const environmentOf = (primary: SiteInput, standby: SiteInput, overrides: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(
    environmentInput({
      // Databases inside the cluster do not come back in an hour across clouds; buckets are what is looked at here.
      services: { tracking: {} },
      recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 },
      sites: [
        { ...primary, role: 'primary' },
        { ...standby, role: 'standby' },
      ] as SiteInput[],
      ...overrides,
    }),
  );

/** A second site on the same cloud, elsewhere in the jurisdiction. */
const second = {
  aws: { ...siteInputs.aws, region: 'eu-central-1', addressSlot: 4 },
  google: { ...siteInputs.google, region: 'europe-west4', addressSlot: 4 },
  azure: { ...siteInputs.azure, region: 'swedencentral', addressSlot: 4 },
} as const;

interface Built {
  readonly sites: readonly CloudSite[];
  readonly recovery: StackJson;
  readonly outputs: readonly SiteOutput[];
}

async function build(environment: ReturnType<typeof environmentOf>): Promise<Built> {
  const sites = environment.sites.filter(isSitePublicCloud);
  const outputs: SiteOutput[] = [];
  for (const site of sites) outputs.push((await renderSiteOutput(site)).output);
  return { sites, recovery: (await buildEnvironmentTree(environment)).stacks.recovery ?? {}, outputs };
}

const jobs = ({ manifests }: SiteOutput): Manifest[] =>
  manifests.filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name.startsWith('tracking-artifacts-copy-'));

const variables = (job: Manifest | undefined): Record<string, string> => {
  const [container] = (
    job as never as {
      spec: {
        jobTemplate: { spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } } };
      };
    }
  ).spec.jobTemplate.spec.template.spec.containers;
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
};

/** Where the job runs, and which cloud lets it in: whose buckets answer inside only has it run beside them. */
const crossings: readonly (readonly [Cloud, Cloud, 'standby' | 'primary', Cloud, 'read' | 'write'])[] = [
  ['aws', 'google', 'standby', 'aws', 'read'],
  ['aws', 'azure', 'standby', 'aws', 'read'],
  ['google', 'aws', 'standby', 'google', 'read'],
  ['google', 'azure', 'standby', 'google', 'read'],
  ['azure', 'aws', 'primary', 'aws', 'write'],
  ['azure', 'google', 'primary', 'google', 'write'],
];

const kinds = { aws: 's3', google: 'google cloud storage', azure: 'azureblob' } as const;
const rights = {
  aws: { read: '"s3:GetObject"', write: '"s3:PutObject"' },
  google: { read: 'roles/storage.objectViewer', write: 'roles/storage.objectUser' },
} as const;

describe.each(crossings)('from %s to %s', (from, to, runs, letsIn, may) => {
  let built: Built;
  beforeAll(async () => {
    built = await build(environmentOf(siteInputs[from], siteInputs[to]));
  });
  const runner = (): number => (runs === 'primary' ? 0 : 1);

  it(`runs one job for the bucket, on the ${runs}`, () => {
    const counts = built.outputs.map((output) => jobs(output).length);
    expect(counts).toEqual(runs === 'primary' ? [1, 0] : [0, 1]);
    const env = variables(jobs(built.outputs[runner()] as SiteOutput)[0]);
    expect([env.RCLONE_CONFIG_FROM_TYPE, env.RCLONE_CONFIG_TO_TYPE]).toEqual([kinds[from], kinds[to]]);
    const bucketOf = (output: SiteOutput | undefined) => JSON.stringify(output?.stacks.data?.resource ?? {});
    expect(bucketOf(built.outputs[0])).toContain(env.RCLONE_CONFIG_FROM_ACCOUNT ?? env.FROM_PATH);
    expect(bucketOf(built.outputs[1])).toContain(env.RCLONE_CONFIG_TO_ACCOUNT ?? env.TO_PATH);
  });

  it('has an account of its own, with rights on its own bucket alone', () => {
    const site = built.sites[runner()] as CloudSite;
    const tenant = copyTenants(site).find(({ sync }) => sync.need === 'artifacts');
    const platform = built.outputs[runner()]?.stacks.platform ?? {};
    const accounts = resources(platform, 'kubernetes_service_account_v1').map(
      ({ metadata }) => (metadata as { name: string }).name,
    );
    expect(accounts).toContain(tenant?.name);
    const env = variables(jobs(built.outputs[runner()] as SiteOutput)[0]);
    const own =
      runs === 'primary'
        ? (env.RCLONE_CONFIG_FROM_ACCOUNT ?? env.FROM_PATH)
        : (env.RCLONE_CONFIG_TO_ACCOUNT ?? env.TO_PATH);
    const scoped = Object.entries(platform.resource ?? {})
      .filter(([type]) => /role_assignment|iam_member|iam_role_policy$/.test(type))
      .flatMap(([, byName]) => Object.entries(byName))
      .filter(([name]) => name.startsWith(String(tenant?.name)))
      .map(([, body]) => JSON.stringify(body));
    expect(scoped.length).toBeGreaterThan(0);
    // By its name, or as the `data` stack has it.
    for (const grant of scoped)
      expect(grant.includes(String(own)) || grant.includes('tracking_artifacts_bucket')).toBe(true);
    if (runs === 'primary') expect(scoped.join()).not.toContain('Contributor');
  });

  it(`is let in by ${letsIn} for its account and audience, to ${may}`, () => {
    const text = JSON.stringify(built.recovery);
    const [tenant] = copyTenants(built.sites[runner()] as CloudSite);
    expect(text).toContain(`system:serviceaccount:tracking:${tenant?.name}`);
    expect(text).toContain(rights[letsIn as 'aws' | 'google'][may].replaceAll('"', letsIn === 'aws' ? '\\"' : '"'));
    if (may === 'read')
      for (const forbidden of ['PutObject', 'DeleteObject', 'objectUser']) expect(text).not.toContain(forbidden);
    expect(text).not.toContain('"*"');
  });

  it('keeps its promises, and each field of the trust is needed', () => {
    const letting = built.sites.findIndex(({ cloud }) => cloud === letsIn);
    const trusted: CapabilityId = 'bucket.copies-trusted';
    expect(promises(built.sites[letting] as CloudSite)(trusted)).toBe(true);
    expect(promises(built.sites[runner()] as CloudSite)('bucket.copied-across')).toBe(true);
    expect(statusOf(letsIn, 'recovery', built.recovery, [trusted])).toEqual(['kept']);
    expect(unneededFields(letsIn, 'recovery', built.recovery, trusted)).toEqual([]);
  });

  it('is no promise any more where the job is suspended, overlaps or has a key', async () => {
    const site = built.sites[runner()] as CloudSite;
    const { evidence } = (await renderSiteOutput(site)).model;
    const status = (change: (job: Record<string, never>) => void) => {
      const output = structuredClone(built.outputs[runner()]) as SiteOutput;
      for (const job of jobs(output)) change(job as never);
      return checkParity(output, evidence as never, (id) => id === 'bucket.copied-across').find(
        ({ capability }) => capability === 'bucket.copied-across',
      )?.status;
    };
    type Job = {
      spec: {
        suspend: boolean;
        concurrencyPolicy: string;
        jobTemplate: { spec: { template: { spec: { containers: { env: unknown[] }[]; volumes: unknown[] } } } };
      };
    };
    const spoil = (change: (job: Job) => void) => status(change as never);
    expect(status(() => {})).toBe('kept');
    expect(
      spoil(({ spec }) => {
        spec.suspend = true;
      }),
    ).toBe('broken');
    expect(
      spoil(({ spec }) => {
        spec.concurrencyPolicy = 'Allow';
      }),
    ).toBe('broken');
    expect(
      spoil(({ spec }) => {
        spec.jobTemplate.spec.template.spec.volumes = [];
      }),
    ).toBe('broken');
    expect(
      spoil(({ spec }) => {
        spec.jobTemplate.spec.template.spec.containers[0]?.env.push({ name: 'AWS_SECRET_ACCESS_KEY', value: 'x' });
      }),
    ).toBe('broken');
  });
});

describe.each(['aws', 'google', 'azure'] as const)('two regions of %s', (cloud) => {
  let built: Built;
  beforeAll(async () => {
    built = await build(environmentOf(siteInputs[cloud], second[cloud]));
  });

  it('have the cloud itself copy the bucket, and no job', () => {
    expect(built.outputs.map((output) => jobs(output).length)).toEqual([0, 0]);
    expect(promises(built.sites[0] as CloudSite)('bucket.replicated')).toBe(true);
    expect(promises(built.sites[1] as CloudSite)('bucket.replicated')).toBe(false);
    expect(statusOf(cloud, 'recovery', built.recovery, ['bucket.replicated'])).toEqual(['kept']);
    expect(unneededFields(cloud, 'recovery', built.recovery, 'bucket.replicated')).toEqual([]);
  });

  it('name buckets that the two sites have', () => {
    const text = JSON.stringify(built.recovery);
    const types = { aws: 'aws_s3_bucket', google: 'google_storage_bucket', azure: 'azurerm_storage_account' } as const;
    for (const output of built.outputs) {
      const names = resources(output.stacks.data ?? {}, types[cloud])
        .map((body) => String(body.bucket ?? body.name))
        .filter((name) => /tracking|acmetest/.test(name));
      expect(names.some((name) => text.includes(name))).toBe(true);
    }
  });
});

it('two accounts of AWS: bucket and key of the other one let the copying role in, and nobody else', async () => {
  const other = { ...second.aws, accountId: '210987654321' };
  const { recovery, outputs } = await build(environmentOf(siteInputs.aws, other));
  const [configuration] = resources(recovery, 'aws_s3_bucket_replication_configuration') as never as {
    rule: { destination: { account: string; access_control_translation: { owner: string } } }[];
  }[];
  expect(configuration?.rule[0]?.destination).toMatchObject({
    account: '210987654321',
    access_control_translation: { owner: 'Destination' },
  });
  const role = String(resources(recovery, 'aws_iam_role')[0]?.name);
  const data = outputs[1]?.stacks.data ?? {};
  for (const [type, field] of [
    ['aws_s3_bucket_policy', 'policy'],
    ['aws_kms_key', 'policy'],
  ] as const) {
    const words = resources(data, type)
      .map((body) => String(body[field]))
      .filter((text) => text.includes('CopiesOfOtherAccounts'));
    expect(words.length).toBeGreaterThan(0);
    for (const text of words) expect(text).toContain(`:role/evenkeel/test-aws-eu-west-1/${role}"`);
  }
  expect(JSON.stringify(outputs[0])).not.toContain('CopiesOfOtherAccounts');
});

it('nothing is built where nothing is promised', async () => {
  const { recovery, outputs } = await build(environmentOf(siteInputs.aws, siteInputs.google, { recovery: undefined }));
  expect(recovery).toEqual({});
  expect(outputs.flatMap(jobs)).toEqual([]);
});
