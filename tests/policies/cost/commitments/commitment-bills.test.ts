import type { Cloud } from '../../../../environments/facts';
import { commitmentSchema } from '../../../../environments/schema/commitment-schema';
import type { Bill } from '../../../../policies/cost/bill';
import { overCommitted } from '../../../../policies/cost/commitments/over-committed';
import { billOf, priceIn, type Resources } from '../bill-of';

const hours = 730;
const bill = (cloud: Cloud, resources: Resources, commitments: readonly object[]): Bill =>
  billOf(cloud, resources, [], { commitments: commitmentSchema.parse({ [cloud]: commitments }) });

const discounts = ({ lines }: Bill) => lines.filter(({ item }) => item.startsWith('commitment/'));
const held = ({ commitments }: Bill) => commitments?.held ?? [];

/** Machines that always run, and ten that may be added. */
const group = (type: string, fewest: number, more: object = {}) => ({
  instance_types: [type],
  scaling_config: { min_size: fewest, max_size: fewest },
  ...more,
});

describe('a compute savings plan', () => {
  const p = priceIn('aws');
  const share = p('commitment/compute-savings-plan-1y-none');
  const plan = (usdPerHour: number) => ({ kind: 'compute-savings-plan', usdPerHour, years: 1 });

  it('takes its discount off machines of any family, beside their list price', () => {
    const resources = { aws_eks_node_group: { a: group('m7i.xlarge', 2), b: group('g5.xlarge', 1) } };
    const list = (2 * p('machine/m7i.xlarge') + p('machine/g5.xlarge')) * hours;
    const paid = (list * share) / hours;
    const found = bill('aws', resources, [plan(paid)]);
    expect(found.monthlyTotal).toBeCloseTo(list * share, 6);
    expect(found.commitments?.listTotal).toBeCloseTo(list, 6);
    expect(held(found)).toMatchObject([
      { cloud: 'aws', name: 'compute-savings-plan 1y none', utilisation: expect.closeTo(1, 9) },
    ]);
    expect(found.lines.filter(({ item }) => item.startsWith('machine/')).map(({ unitPrice }) => unitPrice)).toEqual(
      expect.arrayContaining([p('machine/m7i.xlarge'), p('machine/g5.xlarge')]),
    );
    expect(discounts(found)).toHaveLength(2);
    expect(overCommitted(found)).toEqual([]);
  });

  it('is paid in full where less runs, and says how much is wasted', () => {
    const found = bill('aws', { aws_eks_node_group: { a: group('m7i.xlarge', 1) } }, [plan(10)]);
    const list = p('machine/m7i.xlarge') * hours;
    expect(found.monthlyTotal).toBeCloseTo(10 * hours, 6);
    expect(discounts(found)).toMatchObject([
      { item: 'commitment/unused', stack: 'commitments', monthly: expect.closeTo(10 * hours - list * share, 6) },
      { address: 'aws_eks_node_group.a', monthly: expect.closeTo(-list * (1 - share), 6) },
    ]);
    expect(overCommitted(found)).toEqual([
      expect.stringMatching(/larger than what always runs.* of its 7,300\.00 USD/),
    ]);
  });

  it('covers what always runs before what comes and goes, and never what is interruptible', () => {
    const resources = {
      aws_eks_node_group: {
        grows: { instance_types: ['m7i.xlarge'], scaling_config: { min_size: 2, max_size: 12 }, taint: [{ key: 'a' }] },
        spot: group('m7i.xlarge', 5, { capacity_type: 'SPOT' }),
      },
    };
    const list = p('machine/m7i.xlarge') * hours;
    // Two always, and 0.15 of ten: room for two and a half.
    const found = bill('aws', resources, [plan((2.5 * list * share) / hours)]);
    expect(discounts(found)).toMatchObject([
      { basis: 'usage', monthly: expect.closeTo(-0.5 * list * (1 - share), 6) },
      { basis: 'fixed', monthly: expect.closeTo(-2 * list * (1 - share), 6) },
    ]);
    expect(held(found)).toMatchObject([
      { unused: expect.closeTo(0, 6), unusedAtFewest: expect.closeTo(0.5 * list * share, 6) },
    ]);
    expect(found.commitments?.coverage).toEqual([
      {
        cloud: 'aws',
        fixed: expect.closeTo(2 * list, 6),
        fixedCovered: expect.closeTo(2 * list, 6),
        usage: expect.closeTo(1.5 * list, 6),
        usageCovered: expect.closeTo(0.5 * list, 6),
      },
    ]);
  });

  it('covers machines of a reservation that no pool keeps busy, once', () => {
    const resources = {
      aws_eks_node_group: { a: group('m7i.xlarge', 1) },
      aws_ec2_capacity_reservation: { r: { instance_type: 'm7i.xlarge', instance_count: 2 } },
    };
    const list = 2 * p('machine/m7i.xlarge') * hours;
    const found = bill('aws', resources, [plan((list * share) / hours)]);
    expect(found.monthlyTotal).toBeCloseTo(list * share, 6);
  });
});

it('reserves databases and nodes of AWS by family and region, whatever their size', () => {
  const p = priceIn('aws');
  const resources = {
    aws_db_instance: {
      a: { instance_class: 'db.m7g.xlarge', allocated_storage: 100 },
      b: { instance_class: 'db.t4g.medium', allocated_storage: 20 },
    },
    aws_elasticache_replication_group: { c: { node_type: 'cache.m7g.large', num_cache_clusters: 2 } },
  };
  const large = { type: 'db.m7g.large', count: 2, years: 3, payment: 'all' };
  const found = bill('aws', resources, [
    { ...large, kind: 'reserved-database', region: 'eu-west-1' },
    { ...large, kind: 'reserved-database', region: 'us-east-1', count: 1 },
    { kind: 'reserved-cache', type: 'cache.m7g.large', count: 1, region: 'eu-west-1', years: 1 },
  ]);
  const database = 2 * p('database/db.m7g.large') * hours;
  const cache = p('cache/cache.m7g.large') * hours;
  expect(held(found).map(({ name, saved, utilisation }) => [name, saved, utilisation])).toEqual([
    [
      'reserved-database 3y all db.m7g.large eu-west-1',
      expect.closeTo(database * (1 - p('commitment/reserved-database-3y-all')), 6),
      expect.closeTo(1, 9),
    ],
    ['reserved-database 3y all db.m7g.large us-east-1', 0, 0],
    [
      'reserved-cache 1y none cache.m7g.large eu-west-1',
      expect.closeTo(cache * (1 - p('commitment/reserved-cache-1y-none')), 6),
      expect.closeTo(1, 9),
    ],
  ]);
  expect(found.commitments?.coverage).toEqual([]);
});

describe('commitments of Google Cloud', () => {
  const p = priceIn('google');
  const pool = (machine_type: string, node_count: number) => ({ node_count, node_config: { machine_type } });

  it('count processors and memory of a series each by itself, and leave the rest to flexible ones', () => {
    const resources = { google_container_node_pool: { a: pool('n4-standard-4', 2), b: pool('n4-highmem-4', 1) } };
    const [vcpu, gib] = [p('processor/n4') * hours, p('memory/n4') * hours];
    const resource = {
      kind: 'resource-cud',
      series: 'n4',
      vcpus: 8,
      memoryGiB: 1000,
      region: 'europe-west1',
      years: 1,
    };
    const found = bill('google', resources, [{ kind: 'flexible-cud', usdPerHour: 1, years: 3 }, resource]);
    const [cud, flexible] = held(found);
    // 12 processors and 2 x 16 + 32 GiB run.
    const share = p('commitment/resource-cud-1y');
    expect(cud?.saved).toBeCloseTo((8 * vcpu + 64 * gib) * (1 - share), 2);
    expect(cud?.unused).toBeCloseTo((1000 - 64) * gib * share, 2);
    expect(flexible?.saved).toBeCloseTo(4 * vcpu * (1 - p('commitment/flexible-cud-3y')), 2);
  });

  it('take machines apart into what they are sold as', () => {
    const sum = (vcpus: number, gib: number) => vcpus * p('processor/n4') + gib * p('memory/n4');
    expect(sum(4, 16)).toBeCloseTo(p('machine/n4-standard-4'), 4);
    expect(sum(4, 32)).toBeCloseTo(p('machine/n4-highmem-4'), 4);
  });

  it('are for databases, and never for GPUs', () => {
    const resources = {
      google_container_node_pool: { gpu: pool('g2-standard-4', 1) },
      google_sql_database_instance: { a: { settings: { tier: 'db-custom-2-8192', disk_size: 100 } } },
    };
    const list = (2 * p('database/enterprise-vcpu') + 8 * p('database/enterprise-memory')) * hours;
    const found = bill('google', resources, [
      { kind: 'flexible-cud', usdPerHour: 1, years: 1 },
      { kind: 'database-cud', usdPerHour: 1, region: 'europe-west1', years: 1 },
    ]);
    expect(held(found)).toMatchObject([
      { name: 'database-cud 1y europe-west1', saved: expect.closeTo(list * 0.25, 6) },
      { name: 'flexible-cud 1y', saved: 0, unused: hours },
    ]);
    expect(found.commitments?.advice).toEqual([]);
  });
});

it('reserves machines of Azure first, and gives the rest to a savings plan', () => {
  const p = priceIn('azure');
  const pool = (vm_size: string, count: number) => ({ location: 'westeurope', vm_size, node_count: count });
  const resources = {
    azurerm_kubernetes_cluster_node_pool: {
      a: { ...pool('Standard_D8s_v6', 2), os_disk_type: 'Ephemeral' },
      b: { ...pool('Standard_NV36ads_A10_v5', 1), os_disk_type: 'Ephemeral' },
    },
    azurerm_postgresql_flexible_server: { db: { location: 'westeurope', sku_name: 'GP_Standard_D4ds_v5' } },
  };
  const found = bill('azure', resources, [
    { kind: 'savings-plan', usdPerHour: 100, years: 1 },
    { kind: 'reservation', type: 'Standard_D4s_v6', count: 2, region: 'westeurope', years: 1 },
    { kind: 'reserved-database', type: 'GP_Standard_D2ds_v5', count: 1, region: 'westeurope', years: 3 },
  ]);
  const d8 = p('machine/Standard_D8s_v6') * hours;
  expect(held(found).map(({ saved }) => saved)).toEqual([
    expect.closeTo(d8 * (1 - p('commitment/reservation-1y')), 2),
    expect.closeTo(p('database/GP_Standard_D2ds_v5') * hours * (1 - p('commitment/reserved-database-3y')), 6),
    expect.closeTo(
      d8 * (1 - p('commitment/savings-plan-1y')) +
        p('machine/Standard_NV36ads_A10_v5') * hours * (1 - p('commitment/savings-plan-1y.NVadsA10v5')),
      2,
    ),
  ]);
});

describe('what could be committed', () => {
  const p = priceIn('aws');
  const resources = {
    aws_eks_node_group: { a: group('m7i.xlarge', 4), spot: group('m7i.xlarge', 9, { capacity_type: 'SPOT' }) },
  };
  const list = 4 * p('machine/m7i.xlarge') * hours;
  const share = p('commitment/compute-savings-plan-1y-none');

  it('is what always runs, for a year and nothing up front', () => {
    const [advice] = bill('aws', resources, []).commitments?.advice ?? [];
    expect(advice?.cloud).toBe('aws');
    // Whole cents an hour are committed, so a little is left at list price.
    expect(list - (advice?.covers ?? 0)).toBeLessThan((0.01 * hours) / share);
    expect(advice?.saves).toBeCloseTo((advice?.covers ?? 0) * (1 - share), 6);
  });

  it('saves what it says, and leaves nothing more to commit', () => {
    const before = bill('aws', resources, []);
    const [advice] = before.commitments?.advice ?? [];
    if (!advice) throw new Error('nothing could be committed');
    const after = bill('aws', resources, [advice.commitment]);
    const [use] = held(after);
    expect(use?.utilisation).toBeCloseTo(1, 9);
    expect(before.monthlyTotal - after.monthlyTotal).toBeCloseTo(use?.saved ?? 0, 6);
    expect(use?.saved).toBeCloseTo(advice.saves, 6);
    expect(after.commitments?.advice).toEqual([]);
  });
});

it.each([
  [
    'a term that the cloud does not sell',
    { kind: 'reserved-database', type: 'db.m7g.large', count: 1, region: 'eu-west-1', years: 3 },
    'the price book has no commitment/reserved-database-3y-none in eu-west-1',
  ],
  [
    'a machine that nobody knows',
    { kind: 'reserved-database', type: 'db.m99.large', count: 1, region: 'eu-west-1', years: 1 },
    'the price book has no database/db.m99.large in eu-west-1',
  ],
])('has no price for %s, and says so', (_, commitment, why) => {
  const found = bill('aws', { aws_eip: { a: {} } }, [commitment]);
  expect(found.unpriced).toEqual([
    { address: expect.stringMatching(/^budget\.commitments\.aws reserved-database/), why },
  ]);
});
