import type { AwsSite, CloudSite, GoogleSite, NodePool } from '../../../environments/model';
import { addressChecks } from '../../../policies/preflight/address-checks';
import { kubernetesCheck } from '../../../policies/preflight/kubernetes-check';
import { machineChecks } from '../../../policies/preflight/machine-checks';
import { nameChecks } from '../../../policies/preflight/name-checks';
import * as fixtures from '../../fixtures/sites';

const awsSite = fixtures.awsSite();
const azureSite = fixtures.azureSite();
const googleSite = fixtures.googleSite();

describe('support of the pinned version', () => {
  const at = (site: CloudSite, asOf: string) => {
    const { status, message, fix } = kubernetesCheck(site, asOf);
    return { status, message, fix };
  };
  const pinned = (kubernetesVersion: string): AwsSite => ({ ...awsSite, kubernetesVersion });

  it('is fine while there is time to upgrade', () =>
    expect(at(pinned('1.35'), '2026-11-21')).toEqual({
      status: 'fine',
      message: 'standard support until 2027-03-27, 126 days; EKS extended support until 2028-03-27, at a higher price',
      fix: undefined,
    }));

  it('asks for the upgrade ninety days before the end, and names what lasts longer', () => {
    expect(at(pinned('1.35'), '2026-12-27').status).toBe('fine');
    expect(at(pinned('1.35'), '2026-12-28')).toMatchObject({
      status: 'act',
      message: expect.stringContaining('ends on 2027-03-27, in 89 days'),
      fix: 'move kubernetesVersion on, one minor version at a time: 1.36 (until 2027-08-01)',
    });
  });

  it('says that standard support is over, and when all of it is', () => {
    expect(at(pinned('1.34'), '2027-01-01').message).toMatch(/^standard support ended on 2026-12-02; EKS extended/);
    expect(at(pinned('1.34'), '2027-12-02')).toMatchObject({
      status: 'act',
      message: 'supported until 2027-12-02, which is over',
    });
    expect(at({ ...azureSite, kubernetesVersion: '1.34' }, '2026-11-30').message).toBe(
      'supported until 2026-11-30, which is over',
    );
  });

  it('knows what the cloud does not offer', () =>
    expect(at(pinned('1.50'), '2026-11-21')).toMatchObject({ status: 'act', message: 'not offered' }));
});

describe('machines in the zones of a site', () => {
  const gpuPool = (site: CloudSite, machineType: string, gpu: 'l4' | 'h100'): CloudSite => ({
    ...site,
    pools: site.pools
      .filter(({ name }) => name === 'gpu')
      .map((pool): NodePool => ({ ...pool, machineType, machine: { ...pool.machine, gpu: { class: gpu, count: 1 } } })),
  });
  const google = (machineType: string, gpu: 'l4' | 'h100'): CloudSite =>
    gpuPool({ ...googleSite, region: 'europe-west4', zones: zonesOf('europe-west4') }, machineType, gpu);
  const zonesOf = (region: string) => ['a', 'b', 'c'].map((letter) => `${region}-${letter}`);

  it('is known of GPUs where the cloud publishes it', () => {
    expect(machineChecks(google('g2-standard-4', 'l4'))).toMatchObject([
      { status: 'fine', message: 'in europe-west4-a, europe-west4-b, europe-west4-c' },
    ]);
    expect(machineChecks(google('a3-highgpu-8g', 'h100'))).toMatchObject([
      { status: 'fine', message: 'in europe-west4-b, europe-west4-c; not in europe-west4-a' },
    ]);
  });

  const onAws = (region: string, machineType: string) =>
    machineChecks({
      ...awsSite,
      region,
      pools: awsSite.pools.slice(0, 1).map((pool) => ({ ...pool, machineType })),
    })[0];

  it('is what was recorded where zones are called otherwise in every account', () => {
    expect(onAws('eu-west-1', 'm7i.xlarge')).toMatchObject({ status: 'fine', message: 'in every zone of eu-west-1' });
    expect(onAws('ca-west-1', 'm7i.xlarge')).toMatchObject({
      status: 'act',
      message: 'not in ca-west-1 when it was recorded',
      source: expect.stringContaining('moto'),
    });
    expect(onAws('us-east-1', 'm7i.xlarge')).toMatchObject({
      status: 'unsure',
      message: 'in 5 of the 6 zones of us-east-1; which, only the account can tell',
      fix: expect.stringContaining('describe-instance-type-offerings --region us-east-1'),
    });
    // A size that is not where the rest of its family is.
    expect(onAws('ap-northeast-2', 'p5.4xlarge')?.status).toBe('act');
    expect(onAws('ap-northeast-2', 'p5.48xlarge')?.status).toBe('unsure');
  });

  it('is unsure of all others, and says how to find out', () => {
    const [check] = machineChecks(azureSite);
    expect(check).toMatchObject({ status: 'unsure', fix: expect.stringContaining('az vm list-skus --subscription') });
    expect(onAws('mx-central-1', 'm7i.xlarge')).toMatchObject({ status: 'unsure', fix: expect.any(String) });
  });

  const answer = (zones: readonly string[]) => ({
    limits: {},
    offers: Object.fromEntries(awsSite.pools.map(({ machineType }) => [machineType, zones])),
  });

  it('is what the account answers', () => {
    expect(machineChecks(awsSite, answer(awsSite.zones)).map(({ status }) => status)).not.toContain('unsure');
    const missing = machineChecks(awsSite, answer(awsSite.zones.slice(0, 2)));
    expect(missing[0]).toMatchObject({ status: 'act', message: expect.stringContaining(`not in ${awsSite.zones[2]}`) });
    expect(machineChecks(awsSite, answer([]))[0]).toMatchObject({
      status: 'act',
      message: expect.stringMatching(/^in none of/),
    });
  });
});

it('holds the longest name of each kind against what the cloud takes', () => {
  const stack = (name: string) => ({
    stacks: {
      cluster: {
        resource: {
          google_container_cluster: { one: { name } },
          google_storage_bucket: { a: { name: ['$', '{aws_s3_bucket.x}'].join('') } },
        },
      },
    },
    manifests: [],
  });
  expect(nameChecks(stack('a'.repeat(40)))).toMatchObject([
    { status: 'fine', subject: 'google_container_cluster.name' },
  ]);
  expect(nameChecks(stack('a'.repeat(41)))).toMatchObject([
    { status: 'act', message: `"${'a'.repeat(41)}" is 41 of 40 characters`, fix: expect.any(String) },
  ]);
});

describe('addresses', () => {
  const statuses = (site: CloudSite) => addressChecks(site).map(({ status }) => status);

  it('are fine on the site of every cloud', () => {
    for (const site of [awsSite, googleSite, azureSite])
      expect(statuses(site)).toEqual(['fine', 'fine', 'fine', 'fine']);
  });

  it('count the machines of an upgrade', () => {
    const grown = (maxNodes: number): GoogleSite => ({
      ...googleSite,
      pools: googleSite.pools.slice(0, 1).map((pool) => ({ ...pool, maxNodes })),
    });
    expect(statuses(grown(255))).toEqual(['fine', 'fine', 'fine', 'fine']);
    expect(statuses(grown(256))).toEqual(['fine', 'fine', 'act', 'fine']);
  });

  it('find what the cloud keeps for itself, and a network of a size it does not take', () => {
    const { addresses } = awsSite;
    expect(
      statuses({ ...awsSite, addresses: { ...addresses, block: '172.16.0.0/14', network: '10.0.0.0/15' } }),
    ).toEqual(['act', 'act', 'fine', 'fine']);
  });
});
