import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import type { StackJson } from '../../policies/site-output';
import { adoptedZoneEnvironment, adoptedZoneInput } from '../fixtures/adopted-zone';
import { mockTestFile } from './mock-test-file';
import { MOCK_DATA_BY_TYPE } from './mock-values';
import { motoProviders, PROVIDER_OVERRIDE } from './moto-provider';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName } from './skips';
import { addressed, type StackCopy, type StackCopyOptions } from './stack-copy';
import { copyFor, errorsIn, sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform, type TestResult } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;
const { domain } = adoptedZoneInput('aws');
/** A reference, as Terraform writes one. */
const ref = (what: string): string => `\${${what}}`;
const oneLine = (text: string): string => text.replaceAll(/[│╷╵\s]+/g, ' ');

/** The public edge of an environment, in a folder of its own. */
async function edgeStack(by: Cloud, change: (text: string) => string = (text) => text): Promise<RenderedStack> {
  const { stacks } = await buildEnvironmentTree(adoptedZoneEnvironment(by));
  const json = JSON.parse(change(JSON.stringify(stacks.edge))) as StackJson;
  const folder = join(session().folder, 'adopted-zone', 'rendered', by);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  return { title: `adopted-zone-on-${by}/edge`, site: 'test', name: 'edge', folder, json };
}

/** What data sources find where the zone is as it should be. */
const found: Readonly<Record<string, Values>> = {
  aws_route53_zone: { zone_id: 'Z0CENTRAL00000000001', name: domain, private_zone: false },
  google_dns_managed_zone: { name: 'ml-example', dns_name: `${domain}.`, visibility: 'public' },
  google_dns_keys: MOCK_DATA_BY_TYPE.google_dns_keys ?? {},
  azurerm_dns_zone: {
    name: domain,
    resource_group_name: 'dns',
    name_servers: ['ns1-01.azure-dns.com.'],
    number_of_record_sets: 2,
    max_number_of_record_sets: 10_000,
  },
};

const wrong: readonly (readonly [Cloud, string, Values, RegExp])[] = [
  ['aws', 'aws_route53_zone', { name: 'other.example' }, /the zone is not that of .* \(got "other\.example"\)/],
  ['google', 'google_dns_managed_zone', { visibility: 'private' }, /the zone answers inside networks only/],
  ['google', 'google_dns_managed_zone', { dns_name: 'other.example.' }, /the zone is not that of /],
  ['google', 'google_dns_keys', { key_signing_keys: [] }, /answers of the zone are not signed \(got 0\)/],
  ['azure', 'azurerm_dns_zone', { name_servers: [] }, /no name server answers for the zone/],
  ['azure', 'azurerm_dns_zone', { number_of_record_sets: 10_000 }, /has no room for another record/],
];

/** The edge of an environment is one stack: it needs the providers of all its sites. */
const providers = ['provider-aws', 'provider-google', 'provider-azurerm'];

proof('a public zone of somebody else, with mocked providers', ['terraform', ...providers], () => {
  const copies = new Map<Cloud, StackCopy>();
  let terraform: Terraform;

  const run = (copy: StackCopy, changed: Readonly<Record<string, Values>> = {}): Promise<TestResult> => {
    const test = mockTestFile(copy, [copy.stack], new Map());
    const looked = addressed(copy.document)
      .filter(({ section, type }) => section === 'data' && found[type])
      .map(({ address, type }) => ({ target: address, values: { ...found[type], ...changed[type] } }));
    const given = ((test.override_data as readonly Values[] | undefined) ?? []).filter(
      (one) => !looked.some(({ target }) => target === one.target),
    );
    writeFileSync(
      join(copy.dir, 'mock.tftest.json'),
      JSON.stringify({ ...test, override_data: [...given, ...looked] }),
    );
    return terraform.test(copy.dir);
  };

  beforeAll(async () => {
    terraform = await createTerraform();
    const init = sharedInit(terraform);
    for (const by of ['aws', 'google', 'azure'] as const) {
      const copy = copyFor('adopted-zone', await edgeStack(by));
      await init(copy);
      copies.set(by, copy);
    }
  });
  afterAll(() => terraform?.close());

  const copyOf = (by: Cloud): StackCopy => {
    const copy = copies.get(by);
    if (!copy) throw new Error(`the edge with a zone on ${by} was not built`);
    return copy;
  };

  it.each(['aws', 'google', 'azure'] as const)(
    'the edge applies where the zone on %s is as it should be',
    async (by) => {
      const { status, diagnostics } = await run(copyOf(by));
      expect(errorsIn(diagnostics)).toEqual([]);
      expect(status).toBe('pass');
    },
  );

  it.each(wrong)('%s: the edge stops where %s has %j', async (by, type, values, says) => {
    const { status, diagnostics } = await run(copyOf(by), { [type]: values });
    expect(status).not.toBe('pass');
    const text = oneLine(errorsIn(diagnostics).join(' '));
    expect(text).toMatch(says);
    expect(text).toContain('ADOPT_PROPERTY test edge.dns.adopt: ');
  });
});

proof('a public zone made by hand, adopted on moto', ['terraform', 'provider-aws', 'moto'], () => {
  skippedByName(
    'plan on a private zone of Route 53',
    'moto forgets that a zone is private, and a mock has no value of an argument that is not given',
  );
  const folder = join(session().folder, 'adopted-zone-moto');
  const byHand = join(folder, 'by-hand');
  let moto: MotoServer;
  let terraform: Terraform;
  let zoneId: string;

  const writeByHand = (): void => {
    mkdirSync(byHand, { recursive: true });
    writeFileSync(
      join(byHand, 'main.tf.json'),
      JSON.stringify({
        terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
        provider: { aws: { region: 'eu-west-1', ...PROVIDER_OVERRIDE } },
        resource: {
          aws_route53_zone: { central: { name: domain }, other: { name: 'other.example' } },
        },
        output: {
          central: { value: ref('aws_route53_zone.central.zone_id') },
          other: { value: ref('aws_route53_zone.other.zone_id') },
        },
      }),
    );
  };

  const optionsOf = (stack: RenderedStack): StackCopyOptions => ({
    without: ['google', 'azurerm'],
    overrides: { provider: { provider: { aws: motoProviders(stack) } } },
  });
  /** The edge on a zone that moto has, with what moto can make of its names: plain records. */
  const copyOn = async (zone: string): Promise<StackCopy> => {
    const stack = await edgeStack('aws', (text) => text.replaceAll('Z0CENTRAL00000000001', zone));
    const copy = copyFor(`adopted-zone-moto-${zone}`, stack, optionsOf(stack));
    await terraform.init(copy.dir);
    return copy;
  };
  const records = ({ document }: StackCopy): string[] =>
    addressed(document)
      .filter(({ type, text }) => type === 'aws_route53_record' && !/\$\{aws_(acm|cloudfront)/.test(text))
      .map(({ address }) => address);

  beforeAll(async () => {
    moto = await startMotoServer({ dir: folder, accountId: '123456789012' });
    const env = { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' };
    terraform = await createTerraform({ env, timeoutMinutes: 8 });
    writeByHand();
    await terraform.init(byHand);
    await terraform.apply(byHand);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  const zoneOf = async (name: 'central' | 'other'): Promise<string> => {
    const { values } = await terraform.show(byHand);
    return String(values?.outputs?.[name]?.value);
  };

  it('is given records, and is as it was when they are gone', async () => {
    zoneId = await zoneOf('central');
    const copy = await copyOn(zoneId);
    const targets = records(copy);
    expect(targets.length).toBeGreaterThan(0);
    const { add } = await terraform.apply(copy.dir, { targets });
    expect(add).toBeGreaterThanOrEqual(targets.length);
    await terraform.destroy(copy.dir, { targets });
    const { stdout } = await terraform.run(byHand, ['plan', '-no-color', '-input=false']);
    expect(stdout).toContain('No changes.');
  });

  it('stops a plan where it is that of another domain', async () => {
    const copy = await copyOn(await zoneOf('other'));
    const targets = records(copy).map((address) => `-target=${address}`);
    const { stdout, stderr } = await terraform.run(copy.dir, ['plan', '-no-color', '-input=false', ...targets]);
    expect(oneLine(`${stdout}${stderr}`)).toContain(
      `ADOPT_PROPERTY test edge.dns.adopt: the zone is not that of ${domain} (got "other.example"). Fix: `,
    );
  });
});
