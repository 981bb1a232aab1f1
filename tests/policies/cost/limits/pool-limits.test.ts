import type { Site } from '../../../../environments/model';
import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../../environments/schema';
import type { BillLine } from '../../../../policies/cost/bill';
import { excessGpuHours } from '../../../../policies/cost/limits/gpu-hours';
import { strangeFamilies } from '../../../../policies/cost/limits/machine-families';
import { lowSpotShare } from '../../../../policies/cost/limits/spot-share';
import { environmentInput, siteInputs } from '../../../fixtures/environment';
import { brief, budgetOf } from './limited';

const pools = {
  system: { machine: 'general-2' },
  general: { machine: 'general-4', maxNodes: 4 },
  spot: { machine: 'general-4', maxNodes: 6 },
  gpu: { enabled: false },
} satisfies EnvironmentInput['pools'];
const sitesOf = (input: EnvironmentInput['pools']) => resolveEnvironment(environmentInput({ pools: input })).sites;

describe('families of machines', () => {
  const families = { aws: ['m7i'], google: ['n4'], azure: ['Dsv6'] };
  const found = (input: EnvironmentInput['pools'], machineFamilies: object | undefined = families) =>
    sitesOf(input).flatMap((site) => brief(strangeFamilies(site, budgetOf({ machineFamilies }))));

  it('are named as each cloud names them', () => expect(found(pools)).toEqual([]));

  it('that are not allowed are found on every cloud, in the pool that has them', () =>
    expect(found({ ...pools, gpu: { machine: 'gpu' } })).toMatchInlineSnapshot(`
      [
        "test-aws-eu-west-1 pools.gpu: its machines are of g5",
        "test-google-europe-west1 pools.gpu: its machines are of g2",
        "test-azure-westeurope pools.gpu: its machines are of NVadsA10v5",
      ]
    `));

  it('of automatic pools are all that they may take', () => {
    const automatic = { ...pools, provisioning: 'automatic' as const };
    const all = found(automatic);
    expect(all.length).toBeGreaterThan(0);
    expect(all.every((text) => text.includes('its machines may be of '))).toBe(true);
    expect(found(automatic, { aws: ['m7i', 'm6i', 'm7a'] })).toEqual([]);
    expect(found(automatic, { aws: ['m7i', 'm6i'] })).toEqual([
      'test-aws-eu-west-1 pools.general: its machines may be of m7a',
      'test-aws-eu-west-1 pools.spot: its machines may be of m7a',
    ]);
  });

  it('may be any where the budget names none', () => {
    expect(found({ ...pools, gpu: { machine: 'gpu' } }, {})).toEqual([]);
    expect(found({ ...pools, gpu: { machine: 'gpu' } }, { google: ['n4', 'g2'] })).toEqual([]);
  });
});

describe('hours of GPUs', () => {
  const line = (site: string, item: string, quantity: number): BillLine => ({
    site,
    stack: 'cluster',
    address: 'a.pool',
    item,
    quantity,
    unit: 'hour',
    unitPrice: 1,
    monthly: quantity,
    basis: 'usage',
    source: 'by hand',
    confidence: 'medium',
  });
  const lines = [
    line('test-aws-eu-west-1', 'machine/g5.12xlarge', 100),
    line('test-google-europe-west1', 'machine/g2-standard-4 (spot)', 50),
    line('test-azure-westeurope', 'machine/Standard_NC48ads_A100_v4', 10),
    line('test-aws-eu-west-1', 'machine/m7i.xlarge', 9000),
    line('test-aws-eu-west-1', 'nat/gateway', 9000),
  ];
  const found = (gpuHours?: number) => brief(excessGpuHours(lines, sitesOf(pools), budgetOf({ gpuHours })));
  // Four GPUs for 100 hours, one for 50, two for 10.
  const hours = 4 * 100 + 50 + 2 * 10;

  it('are counted a GPU, on every cloud', () => {
    expect(found(hours)).toEqual([]);
    expect(found(hours - 1)).toEqual([
      expect.stringMatching(
        /^the environment: 470 hours of GPUs are expected in a month; the most: 400 of test-aws-eu-west-1/,
      ),
    ]);
  });

  it('may be any where the budget says nothing, and none where it says so', () => {
    expect(found()).toEqual([]);
    expect(found(0)).toHaveLength(1);
  });
});

describe('the share of interruptible machines', () => {
  const found = (input: EnvironmentInput['pools'], spotShare?: number) =>
    sitesOf(input).flatMap((site) => brief(lowSpotShare(site, budgetOf({ spotShare }))));

  it('is that of what pools may grow to, without system and GPUs', () => {
    expect(found(pools, 0.6)).toEqual([]);
    expect(found(pools, 0.61)).toEqual([
      'test-aws-eu-west-1: 24 of the 40 vCPUs that its pools may grow to are interruptible, a share of 0.60',
      'test-google-europe-west1: 24 of the 40 vCPUs that its pools may grow to are interruptible, a share of 0.60',
      'test-azure-westeurope: 24 of the 40 vCPUs that its pools may grow to are interruptible, a share of 0.60',
    ]);
  });

  it('counts what automatic pools take of it', () => {
    // Only AWS keeps to a share of a pool.
    const general = { provisioning: 'automatic' as const, automatic: { spotPercent: 50 } };
    const input = environmentInput({ pools, sites: [{ ...siteInputs.aws, pools: { general } }] });
    const [site] = resolveEnvironment(input).sites as [Site];
    expect(lowSpotShare(site, budgetOf({ spotShare: 0.8 }))).toEqual([]);
    expect(lowSpotShare(site, budgetOf({ spotShare: 0.81 }))).toHaveLength(1);
  });

  it('is none without the pool, and asked for only where the budget does', () => {
    const none = { ...pools, spot: { enabled: false } };
    expect(found(none, 0.01)).toHaveLength(3);
    expect(found(none, 0)).toEqual([]);
    expect(found(none)).toEqual([]);
  });
});
