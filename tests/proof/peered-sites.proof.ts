import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { StackJson } from '../../policies/site-output';
import { joinedEnvironment, openEnvironment, type SixSite, sixSites } from '../fixtures/six-sites';
import { synthesizeSite } from '../fixtures/synthesize';
import { mockTestFile } from './mock-test-file';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { kindsOfChange, plannedChanges } from './planned-changes';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName } from './skips';
import { addressed, type StackCopy, type StackCopyOptions } from './stack-copy';
import { copyFor, errorsIn, hasContent, missingProviders, nameRemoved, sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform, type TestResult, type Validation } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

/** Sites that are joined each with each: two regions of one cloud, and two of each. */
const joined: Readonly<Record<string, readonly SixSite[]>> = {
  'two of AWS': ['aws', 'awsSecond'],
  'two of Google Cloud': ['google', 'googleSecond'],
  'two of Azure': ['azure', 'azureSecond'],
  'two of each cloud': sixSites,
};

const folderOf = (...names: readonly string[]): string => join(session().folder, 'peered', ...names);

/** A stack as a build would have written it. */
function written(environment: string, name: string, json: StackJson): RenderedStack {
  const folder = folderOf('rendered', environment.replaceAll(' ', '-'), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  return { title: `${environment.replaceAll(' ', '-')}/${name}`, site: environment, name, folder, json };
}

/** What such an environment has for all of its sites, each with the environment that asks for it. */
const shared = { interconnect: joinedEnvironment, edge: openEnvironment } as const;
const made = Object.keys(joined).flatMap((name) =>
  (['interconnect', 'edge'] as const).map((stack) => [`${name}: ${stack}`, name, stack] as const),
);

proof('links between regions of one cloud, and the edge before them', ['terraform'], () => {
  const copies = new Map<string, StackCopy>();
  const validations = new Map<string, Validation>();
  const results = new Map<string, TestResult>();
  let terraform: Terraform;

  beforeAll(async () => {
    terraform = await createTerraform({
      env: {
        PATH: [join(__dirname, 'stand-ins', 'cloud-commands'), process.env.PATH].join(delimiter),
        TOLD_KEYS: folderOf('told-keys'),
      },
    });
    const init = sharedInit(terraform);
    for (const [name, environment, stack] of made) {
      const { stacks } = await buildEnvironmentTree(shared[stack](joined[environment] ?? []));
      const copy = copyFor('peered', written(environment, stack, stacks[stack] ?? {}));
      copies.set(name, copy);
      nameRemoved('mock apply', copy);
      if (!hasContent(copy)) continue;
      await init(copy);
      validations.set(name, await terraform.validate(copy.dir));
      writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(mockTestFile(copy, [copy.stack], new Map())));
      results.set(name, await terraform.test(copy.dir));
    }
  });
  afterAll(() => terraform?.close());

  it.each(made)('%s: the stack is valid, applies and is destroyed', (name) => {
    const copy = copies.get(name);
    if (copy === undefined) throw new Error(`${name} was not built`);
    if (!hasContent(copy)) {
      expect(missingProviders(copy.stack)).not.toEqual([]);
      return;
    }
    expect(errorsIn(validations.get(name)?.diagnostics ?? [])).toEqual([]);
    expect(errorsIn(results.get(name)?.diagnostics ?? [])).toEqual([]);
    expect(results.get(name)?.status).toBe('pass');
    const applied = results.get(name)?.states.at(-1)?.root_module?.resources ?? [];
    expect(applied.filter(({ mode }) => mode === 'managed')).not.toEqual([]);
  });
});

/** What of a network a peering leads to; the rest is proved with the whole stack elsewhere. */
const ofNetwork = ['aws_vpc', 'aws_vpc_ipv4_cidr_block_association', 'aws_route_table'];

/** Arguments that moto gives back differently, and why. */
const forgotten: Readonly<Record<string, readonly [fields: readonly string[], reason: string]>> = {
  aws_route53_zone: [['vpc'], 'moto does not tell which network a private zone belongs to'],
  aws_vpc_peering_connection_accepter: [
    ['tags', 'tags_all'],
    'moto shows the tags of who asks at both ends of a peering',
  ],
};

proof('AWS peering across accounts and regions on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const environment = joinedEnvironment(joined['two of AWS'] ?? []);
  /** Moto's own; where it is told another, it knows no second account. */
  const home = '123456789012';
  let moto: MotoServer;
  let terraform: Terraform;
  let links: StackCopy;
  const networks: { readonly copy: StackCopy; readonly targets: string[] }[] = [];

  /** A provider as it was rendered, that signs in to an account of moto by a role of that account. */
  const signedIn = ({ json }: RenderedStack): StackCopyOptions => {
    const { aws = [] } = json.provider as { readonly aws?: readonly Values[] };
    const blocks = aws.map(({ alias, allowed_account_ids }) => {
      const [account] = allowed_account_ids as readonly string[];
      const role = { role_arn: `arn:aws:iam::${account}:role/proof`, session_name: 'proof' };
      return {
        ...PROVIDER_OVERRIDE,
        profile: null,
        ...(alias === undefined ? {} : { alias }),
        ...(account === home ? {} : { assume_role: [role] }),
      };
    });
    return { overrides: { provider: { provider: { aws: blocks } } } };
  };

  beforeAll(async () => {
    moto = await startMotoServer({ dir: folderOf('moto') });
    terraform = await createTerraform({
      env: { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' },
      timeoutMinutes: 8,
    });
    const init = sharedInit(terraform);
    for (const site of environment.sites) {
      const { stacks } = await synthesizeSite(site);
      const stack = written(site.name, 'network', stacks.network ?? {});
      const copy = copyFor('peered-moto', stack, signedIn(stack));
      const targets = addressed(copy.document)
        .filter(({ section, type }) => section === 'resource' && ofNetwork.includes(type))
        .map(({ address }) => address);
      await init(copy);
      await terraform.apply(copy.dir, { targets });
      networks.push({ copy, targets });
    }
    const { stacks } = await buildEnvironmentTree(environment);
    const stack = written('moto', 'interconnect', stacks.interconnect ?? {});
    links = copyFor('peered-moto', stack, signedIn(stack));
    await init(links);
    for (const [type, [fields, reason]] of Object.entries(forgotten)) {
      skippedByName(`second plan of ${stack.title}: ${fields.join(', ')} of ${type}`, reason);
    }
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('is applied: one account asks, the other accepts, and both know the way', async () => {
    const all = addressed(links.document).filter(({ section }) => section === 'resource');
    expect((await terraform.apply(links.dir)).add).toBe(all.length);
    const { values } = await terraform.show(links.dir);
    const made = values?.root_module?.resources ?? [];
    const of = (type: string) => made.filter((each) => each.type === type).map((each) => each.values as Values);
    expect(of('aws_vpc_peering_connection_accepter')).toMatchObject([
      { accept_status: 'active', accepter: [{ allow_remote_vpc_dns_resolution: true }] },
    ]);
    expect(of('aws_vpc_peering_connection_options')).toMatchObject([
      { requester: [{ allow_remote_vpc_dns_resolution: true }] },
    ]);
    const routes = of('aws_route').map(({ destination_cidr_block, state }) => [destination_cidr_block, state]);
    expect(routes).toHaveLength(12);
    expect(new Set(routes.map(([range]) => range))).toEqual(
      new Set(['10.0.0.0/16', '10.1.0.0/16', '10.12.0.0/16', '10.13.0.0/16']),
    );
    expect(routes.filter(([, state]) => state !== 'active')).toEqual([]);
  });

  it('is not changed by a second plan, but for what moto forgets', async () => {
    const changes = await plannedChanges(terraform, links.dir, []);
    const others = kindsOfChange(changes).filter(
      (kind) =>
        !Object.entries(forgotten).some(([type, [fields]]) =>
          fields.some((field) => kind === `update ${type} ${field}`),
        ),
    );
    expect(others).toEqual([]);
  });

  it('is destroyed whole, and then the networks', async () => {
    expect((await terraform.destroy(links.dir)).remove).toBe(
      addressed(links.document).filter(({ section }) => section === 'resource').length,
    );
    for (const { copy, targets } of networks) {
      expect((await terraform.destroy(copy.dir, { targets })).remove).toBe(targets.length);
    }
  });
});
