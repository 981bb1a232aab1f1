import { evidence as aws } from '../../constructs/aws/evidence/capabilities';
import { evidence as azure } from '../../constructs/azure/evidence/capabilities';
import { type CapabilityId, dataSecrets } from '../../constructs/contracts';
import { evidence as google } from '../../constructs/google/evidence/capabilities';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import { type Cloud, isSitePublicCloud } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';

const evidence = { aws, azure, google } as const;
const capability: CapabilityId = 'secret.shared';
const services = { tracking: { authentication: 'basic' }, orchestration: {} } as const;

type SiteInput = EnvironmentInput['sites'][number];
/** The first serves, the others stand by. */
const environmentOf = (sites: readonly SiteInput[], overrides: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(
    environmentInput({
      services,
      sites: sites.map((site, index) => ({ ...site, role: index === 0 ? 'primary' : 'standby' }) as SiteInput),
      ...overrides,
    }),
  );
const of = (...clouds: readonly Cloud[]) => clouds.map((cloud) => siteInputs[cloud]);
/** A second site on the same cloud, elsewhere in the jurisdiction. */
const second = {
  aws: { ...siteInputs.aws, region: 'eu-central-1', addressSlot: 4, accountId: '210987654321' },
  google: { ...siteInputs.google, region: 'europe-west4', addressSlot: 4, projectId: 'acme-ml-other' },
  azure: {
    ...siteInputs.azure,
    region: 'swedencentral',
    addressSlot: 4,
    subscriptionId: '00000000-0000-4000-8000-000000000009',
  },
} as const;

const build = async (environment: ReturnType<typeof environmentOf>): Promise<StackJson | undefined> =>
  (await buildEnvironmentTree(environment)).stacks.secrets;

interface Copy {
  readonly triggers_replace: Readonly<Record<string, string>>;
  readonly provisioner: readonly { readonly 'local-exec': { readonly command: string } }[];
}
const copies = (stack: StackJson | undefined): [string, Copy][] =>
  Object.entries((stack?.resource?.terraform_data ?? {}) as Record<string, Copy>);
const commands = (stack: StackJson | undefined): string[] =>
  copies(stack).map(([, { provisioner }]) => provisioner[0]?.['local-exec'].command ?? '');

const isKept = (cloud: Cloud, stack: StackJson | undefined): boolean =>
  checkParity(
    { stacks: stack ? { secrets: stack } : {}, manifests: [] },
    evidence[cloud],
    (id) => id === capability,
  ).some((result) => result.capability === capability && result.status === 'kept');

const clouds = ['aws', 'google', 'azure'] as const;
const pairs = clouds.flatMap((from) =>
  clouds.map((to): [Cloud, Cloud, SiteInput] => [from, to, from === to ? second[to] : siteInputs[to]]),
);

describe.each(pairs)('from %s to %s', (from, to, standby) => {
  const environment = environmentOf([siteInputs[from], standby]);
  let stack: StackJson | undefined;
  beforeAll(async () => {
    stack = await build(environment);
  });

  it('copies every secret that stored data depends on, and no other', () => {
    const [home] = environment.sites;
    if (!home || !isSitePublicCloud(home)) throw new Error('no site on a cloud');
    expect(dataSecrets(home).map(({ service, name }) => `${service}-${name}`)).toEqual([
      'tracking-passphrase',
      'tracking-admin-password',
      'orchestration-fernet-key',
      'orchestration-admin-password',
    ]);
    expect(copies(stack)).toHaveLength(4);
    for (const name of ['jwt', 'session', 'database']) expect(commands(stack).join()).not.toContain(name);
  });

  it('reads at the primary site and writes at the other, never the other way, and by standard input', () => {
    const [home, other] = environment.sites.map(({ name }) => name);
    for (const command of commands(stack)) {
      const [, read, , written] = command.split('\n');
      expect([read?.includes(String(home)), read?.includes(String(other))]).toEqual([true, false]);
      expect(written).not.toContain(String(home));
      expect(written).toMatch(/ \|\| printf %s "\$value" \| (aws|gcloud|az) /);
      expect(command).toMatch(/^set -eu\n/);
    }
  });

  it('keeps no value in state, and sets no provider up', () => {
    expect(Object.keys(stack?.resource ?? {})).toEqual(['terraform_data']);
    expect(stack).not.toHaveProperty('ephemeral');
    expect(stack).not.toHaveProperty('provider');
    for (const [, { triggers_replace }] of copies(stack)) expect(triggers_replace).toEqual({ round: '1' });
  });

  it('keeps the promise on both clouds, and breaks it without a command', () => {
    for (const cloud of [from, to]) {
      expect(isKept(cloud, stack)).toBe(true);
      const without = structuredClone(stack);
      for (const [, copy] of copies(without)) Object.assign(copy, { provisioner: [] });
      expect(isKept(cloud, without)).toBe(false);
    }
  });
});

it('is applied after the data of every site, and its state lies with the primary one', async () => {
  const { summaries, stacks } = await buildEnvironmentTree(environmentOf(of('aws', 'google', 'azure')));
  expect(summaries).toEqual([
    {
      name: 'secrets',
      resources: 8,
      dependsOn: ['test-aws-eu-west-1-data', 'test-google-europe-west1-data', 'test-azure-westeurope-data'],
    },
  ]);
  expect(JSON.stringify(stacks.secrets?.terraform)).toContain('test-secrets');
});

it('is read and written in the account of each site, where one cloud has several', async () => {
  const [command] = commands(await build(environmentOf([siteInputs.aws, second.aws])));
  expect(command?.split('\n')[1]).toContain('--profile test-aws-eu-west-1 --region eu-west-1');
  expect(command?.split('\n')[3]).toContain('put-secret-value --profile test-aws-eu-central-1 --region eu-central-1');
  expect(commands(await build(environmentOf(of('aws', 'google')))).join()).not.toContain('--profile');
});

it('moves no copy when roles are swapped or a site comes: what is there is not written again', async () => {
  const two = copies(await build(environmentOf(of('aws', 'google'))));
  const three = copies(await build(environmentOf(of('aws', 'google', 'azure'))));
  expect(three).toEqual(expect.arrayContaining(two));
  const swapped = copies(await build(environmentOf(of('google', 'aws'))));
  expect(swapped.map(([name]) => name).filter((name) => two.some(([before]) => before === name))).toEqual([]);
});

it('is compared again when the round is raised', async () => {
  const again = copies(await build(environmentOf(of('aws', 'google'), { secrets: { shareRound: 2 } })));
  expect(again.every(([, { triggers_replace }]) => triggers_replace.round === '2')).toBe(true);
});

it('is not there where a site is alone, or no data depends on a secret', async () => {
  const alone = environmentOf(of('aws'));
  expect(await build(alone)).toBeUndefined();
  expect(alone.sites.map((site) => promises(site)(capability))).toEqual([false]);
  const unbound = environmentOf(of('aws', 'google'), { services: { streaming: {} } });
  expect(await build(unbound)).toBeUndefined();
  expect(unbound.sites.map((site) => promises(site)(capability))).toEqual([false, false]);
});

it('goes to no site outside the jurisdiction, for there can be none', () => {
  const outside = { ...siteInputs.google, region: 'us-east4' };
  expect(() => environmentOf([siteInputs.aws, outside])).toThrow(/OUTSIDE_JURISDICTION/);
});
