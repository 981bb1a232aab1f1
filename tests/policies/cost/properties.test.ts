import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  property,
  record,
  shuffledSubarray,
  uniqueArray,
} from 'fast-check';
import { type CommitmentsConfig, commitmentSchema } from '../../../environments/schema/commitment-schema';
import { attributionOf } from '../../../policies/cost/attribution';
import { type Bill, totalOf } from '../../../policies/cost/bill';
import { estimate, type PricedOutput } from '../../../policies/cost/estimate';
import { viewOf } from '../../../policies/cost/views';
import { book } from './bill-of';

/** Resources of every cloud whose price grows with a size, of that size. */
const sized: Readonly<Record<string, (size: number) => object>> = {
  aws_db_instance: (size) => ({ instance_class: 'db.m7g.large', allocated_storage: size, backup_retention_period: 7 }),
  aws_msk_cluster: (size) => ({
    number_of_broker_nodes: 3,
    broker_node_group_info: {
      instance_type: 'kafka.m7g.large',
      storage_info: { ebs_storage_info: { volume_size: size } },
    },
  }),
  aws_autoscaling_group: (size) => ({
    min_size: size,
    max_size: size,
    launch_template: { name: '${aws_launch_template.all.name}' },
  }),
  aws_elasticache_replication_group: (size) => ({ node_type: 'cache.m7g.large', num_cache_clusters: size }),
  google_container_node_pool: (size) => ({ node_count: size, node_config: { machine_type: 'n4-standard-4' } }),
  google_filestore_instance: (size) => ({ tier: 'REGIONAL', file_shares: { capacity_gb: size } }),
  google_sql_database_instance: (size) => ({ settings: { tier: 'db-custom-2-8192', disk_size: size } }),
  google_managed_kafka_cluster: (size) => ({ capacity_config: { vcpu_count: size, memory_bytes: size * 2 ** 32 } }),
  azurerm_postgresql_flexible_server: (size) => ({
    location: 'westeurope',
    sku_name: 'GP_Standard_D2ds_v5',
    storage_mb: size * 1024,
  }),
  azurerm_kubernetes_cluster_node_pool: (size) => ({
    location: 'westeurope',
    vm_size: 'Standard_D4s_v6',
    min_count: 1,
    max_count: size,
    os_disk_size_gb: size,
  }),
  azurerm_eventhub_namespace: (size) => ({ location: 'westeurope', sku: 'Premium', capacity: size }),
};

const template = { instance_type: 't4g.nano', block_device_mappings: [{ ebs: { volume_size: 8 } }] };
const provider = { aws: [{ region: 'eu-west-1' }], google: [{ region: 'europe-west1' }], azurerm: [{}] };

interface Drawn {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

const drawn = uniqueArray(
  record({
    name: integer({ min: 0, max: 999 }).map((number) => `thing-${number}`),
    type: constantFrom(...Object.keys(sized)),
    size: integer({ min: 1, max: 400 }),
  }),
  { selector: ({ name }) => name, maxLength: 12 },
);

const outputOf = (things: readonly Drawn[], site = 'a-site'): PricedOutput => {
  const resource: Record<string, Record<string, object>> = { aws_launch_template: { all: template } };
  for (const { name, type, size } of things) resource[type] = { ...resource[type], [name]: sized[type]?.(size) ?? {} };
  return { stacks: [{ site, stack: 'all', json: { provider, resource } }], objects: [] };
};

const billOf = (things: readonly Drawn[]): Bill => estimate(outputOf(things), { book });
const committedBill = (things: readonly Drawn[], commitments: CommitmentsConfig): Bill =>
  estimate(outputOf(things), { book, commitments });

/** Some of every kind. */
const commitments = record({
  aws: array(
    record({
      kind: constantFrom('compute-savings-plan', 'reserved-database', 'reserved-cache'),
      usdPerHour: double({ min: 0.01, max: 60, noNaN: true }),
      count: integer({ min: 1, max: 60 }),
      years: constantFrom(1, 3),
    }),
    { maxLength: 4 },
  ).map((drawnOnes) =>
    drawnOnes.map(({ kind, usdPerHour, count, years }) => {
      const all = { years, payment: 'all' };
      if (kind === 'compute-savings-plan') return { kind, usdPerHour, ...all };
      const type = kind === 'reserved-cache' ? 'cache.m7g.large' : 'db.m7g.xlarge';
      return { kind, type, count, region: 'eu-west-1', ...all };
    }),
  ),
  google: array(
    record({
      kind: constantFrom('flexible-cud', 'database-cud', 'resource-cud'),
      usdPerHour: double({ min: 0.01, max: 60, noNaN: true }),
      vcpus: integer({ min: 1, max: 900 }),
      memoryGiB: integer({ min: 1, max: 4000 }),
      years: constantFrom(1, 3),
    }),
    { maxLength: 4 },
  ).map((drawnOnes) =>
    drawnOnes.map(({ kind, usdPerHour, vcpus, memoryGiB, years }) => {
      const region = 'europe-west1';
      if (kind === 'resource-cud') return { kind, series: 'n4', vcpus, memoryGiB, region, years };
      return kind === 'flexible-cud' ? { kind, usdPerHour, years } : { kind, usdPerHour, region, years };
    }),
  ),
  azure: array(
    record({
      kind: constantFrom('savings-plan', 'reservation'),
      usdPerHour: double({ min: 0.01, max: 60, noNaN: true }),
      count: integer({ min: 1, max: 60 }),
      years: constantFrom(1, 3),
    }),
    { maxLength: 4 },
  ).map((drawnOnes) =>
    drawnOnes.map(({ kind, usdPerHour, count, years }) =>
      kind === 'savings-plan'
        ? { kind, usdPerHour, years }
        : { kind, type: 'Standard_D8s_v6', count, region: 'westeurope', years },
    ),
  ),
}).map((one): CommitmentsConfig => commitmentSchema.parse(one));

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

it('is additive: two halves cost what both cost together', () => {
  assert(
    property(drawn, integer({ min: 0, max: 12 }), (things, cut) => {
      const both = billOf(things).monthlyTotal;
      return near(billOf(things.slice(0, cut)).monthlyTotal + billOf(things.slice(cut)).monthlyTotal, both);
    }),
  );
});

it('grows with size: nothing larger is cheaper', () => {
  assert(
    property(
      constantFrom(...Object.keys(sized)),
      integer({ min: 1, max: 400 }),
      integer({ min: 0, max: 400 }),
      (type, size, more) => {
        const of = (value: number) => billOf([{ name: 'it', type, size: value }]).monthlyTotal;
        return of(size + more) >= of(size) && (more === 0 || of(size) > 0);
      },
    ),
  );
});

it('grows with count: one more is never cheaper, and `count` is so many of one', () => {
  assert(
    property(drawn, constantFrom(...Object.keys(sized)), integer({ min: 1, max: 50 }), (things, type, count) => {
      const one = { name: 'one-more', type, size: 10 };
      const grows = billOf([...things, one]).monthlyTotal > billOf(things).monthlyTotal;
      const json = {
        provider,
        resource: { aws_launch_template: { all: template }, [type]: { it: { ...sized[type]?.(10), count } } },
      };
      const many = estimate({ stacks: [{ site: 'a-site', stack: 'all', json }], objects: [] }, { book });
      return grows && near(many.monthlyTotal, count * billOf([one]).monthlyTotal);
    }),
  );
});

it('does not depend on the order in which things stand', () => {
  assert(
    property(
      drawn.chain((things) =>
        shuffledSubarray([...things], { minLength: things.length }).map((shuffled) => ({ things, shuffled })),
      ),
      ({ things, shuffled }) => {
        expect(billOf(shuffled).lines).toEqual(billOf(things).lines);
      },
    ),
  );
});

it('costs least with pools at their fewest and most with pools at their most', () => {
  assert(
    property(drawn, (things) => {
      const of = (pools: 'min' | 'expected' | 'max') => estimate(outputOf(things), { book, pools }).monthlyTotal;
      return of('min') <= of('expected') && of('expected') <= of('max');
    }),
  );
});

it('is the sum of its lines, and of every view of them, whatever is tagged', () => {
  const tag = record({
    owner: constantFrom(undefined, 'one-team', 'another-team'),
    service: constantFrom(undefined, 'tracking', 'of-our-own'),
    need: constantFrom(undefined, 'database'),
    colour: constantFrom(undefined, 'red', ''),
  });
  const path = constantFrom('a-stack/tracking/database/server', 'a-stack/cluster/pool', 'a-stack', '');
  assert(
    property(drawn, array(tag), array(path), (things, tags, paths) => {
      const output = outputOf(things);
      for (const { json } of output.stacks) {
        Object.values(json.resource ?? {})
          .flatMap((byName) => Object.values(byName) as Record<string, unknown>[])
          .forEach((values, index) => {
            const said = JSON.parse(JSON.stringify(tags[index] ?? {}));
            Object.assign(values, { tags: said, labels: said, '//': { metadata: { path: paths[index] } } });
          });
      }
      const { lines, monthlyTotal } = estimate(output, { book });
      const attributed = attributionOf(output);
      const views = ['site', 'stack', 'service', 'need', 'owner', 'recovery', 'tag:colour', 'tag:none'].map(
        (by) => viewOf(by, lines, attributed).rows,
      );
      return (
        near(totalOf(lines), monthlyTotal) &&
        views.every((rows) => near(totalOf(rows), monthlyTotal)) &&
        views.flat().every(({ fixed, usage, monthly }) => near(fixed + usage, monthly))
      );
    }),
  );
});

it('has every line at its quantity times its price', () => {
  assert(
    property(drawn, (things) =>
      billOf(things).lines.every(({ quantity, unitPrice, monthly }) => near(quantity * unitPrice, monthly)),
    ),
  );
});

describe('with commitments', () => {
  it('is the list price, less what they save, and what of them is not used', () => {
    assert(
      property(drawn, commitments, (things, ours) => {
        const { monthlyTotal, lines, commitments: told, unpriced } = committedBill(things, ours);
        const held = told?.held ?? [];
        const saved = held.reduce((sum, one) => sum + one.saved, 0);
        const unused = held.reduce((sum, one) => sum + one.unused, 0);
        const list = billOf(things).monthlyTotal;
        return (
          unpriced.length === 0 &&
          near(told?.listTotal ?? list, list) &&
          near(monthlyTotal, list - saved + unused) &&
          near(totalOf(lines), monthlyTotal) &&
          lines.every(({ quantity, unitPrice, monthly }) => near(quantity * unitPrice, monthly)) &&
          held.every(
            ({ paid, used, unused: rest, unusedAtFewest }) =>
              rest >= -1e-6 && used >= -1e-6 && near(used + rest, paid) && unusedAtFewest >= rest - 1e-6,
          )
        );
      }),
    );
  });

  it('never takes off more than a line costs, and never less is paid than what is committed', () => {
    assert(
      property(drawn, commitments, (things, ours) => {
        const { lines, monthlyTotal, commitments: told } = committedBill(things, ours);
        const byAddress = new Map<string, number>();
        for (const { address, monthly } of lines) byAddress.set(address, (byAddress.get(address) ?? 0) + monthly);
        const paid = (told?.held ?? []).reduce((sum, one) => sum + one.paid, 0);
        return [...byAddress.values()].every((sum) => sum >= -1e-6) && monthlyTotal >= paid - 1e-6 * Math.max(1, paid);
      }),
    );
  });

  it('does not depend on the order of things, nor of commitments', () => {
    assert(
      property(
        drawn.chain((things) =>
          shuffledSubarray([...things], { minLength: things.length }).map((shuffled) => ({ things, shuffled })),
        ),
        commitments,
        ({ things, shuffled }, ours) => {
          const turned = {
            aws: [...ours.aws].reverse(),
            google: [...ours.google].reverse(),
            azure: [...ours.azure].reverse(),
          };
          expect(committedBill(shuffled, turned)).toEqual(committedBill(things, ours));
        },
      ),
    );
  });

  it('grows with what runs: one more is never cheaper', () => {
    assert(
      property(drawn, constantFrom(...Object.keys(sized)), commitments, (things, type, ours) => {
        const one = { name: 'one-more', type, size: 10 };
        const [few, many] = [
          committedBill(things, ours).monthlyTotal,
          committedBill([...things, one], ours).monthlyTotal,
        ];
        return many >= few - 1e-6 * few;
      }),
    );
  });

  it('has the same total in every view', () => {
    assert(
      property(drawn, commitments, (things, ours) => {
        const { lines, monthlyTotal } = committedBill(things, ours);
        const attributed = attributionOf(outputOf(things));
        return ['site', 'stack', 'service', 'need', 'owner', 'tag:none'].every((by) =>
          near(totalOf(viewOf(by, lines, attributed).rows), monthlyTotal),
        );
      }),
    );
  });

  it('is unchanged by them where nothing is committed', () => {
    assert(
      property(drawn, (things) => {
        expect(committedBill(things, { aws: [], google: [], azure: [] })).toEqual(billOf(things));
      }),
    );
  });
});
