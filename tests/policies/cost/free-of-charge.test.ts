import { assert, integer, property } from 'fast-check';
import { type Cloud, cloudFacts } from '../../../environments/facts';
import { attributionOf } from '../../../policies/cost/attribution';
import { totalOf } from '../../../policies/cost/bill';
import { estimate, type PricedOutput } from '../../../policies/cost/estimate';
import { freeTiers } from '../../../policies/cost/prices/free-tiers';
import { viewOf } from '../../../policies/cost/views';
import { billOf, book, priceIn } from './bill-of';

const tiers = freeTiers();
const options = { freeTiers: tiers };
const freeIn = ({ lines }: ReturnType<typeof billOf>) => lines.filter(({ item }) => item.startsWith('free-tier/'));

it('is of items that the price book has, in their unit, and each has a name of its own', () => {
  for (const { cloud, items, unit, regions, name } of tiers) {
    const [region = Object.keys(cloudFacts[cloud].regions)[0] ?? ''] = regions ?? [];
    expect(tiers.filter((other) => other.cloud === cloud && other.name === name)).toHaveLength(1);
    for (const item of items) {
      const price = book.priceOf(cloud, region, item);
      expect([item, price?.unit]).toEqual([item, unit ?? price?.unit]);
      expect(price).toBeDefined();
    }
  }
});

it('is nothing unless somebody asks', () => {
  expect(freeIn(billOf('aws', { aws_vpc: { it: {} } }))).toEqual([]);
});

it('takes off what a cloud gives, at the address that it is given for', () => {
  const p = priceIn('aws');
  expect(freeIn(billOf('aws', { aws_vpc: { it: {} } }, [], options))).toMatchObject([
    {
      address: 'aws_vpc.it',
      item: 'free-tier/internet',
      quantity: 100,
      unit: 'GiB',
      unitPrice: -p('traffic/internet'),
      monthly: expect.closeTo(-100 * p('traffic/internet'), 9),
      basis: 'usage',
    },
  ]);
});

it('gives it once for all that an account pays, over all sites', () => {
  const site = (name: string, region: string): PricedOutput['stacks'][number] => ({
    site: name,
    stack: 'network',
    json: { provider: { aws: [{ region }] }, resource: { aws_vpc: { it: {} } } },
  });
  const output = { stacks: [site('one', 'eu-west-1'), site('other', 'eu-central-1')], objects: [] };
  const free = freeIn(estimate(output, { book, ...options }));
  expect(free.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(100);
});

it('never takes off more than there is', () => {
  const { monthlyTotal, lines } = billOf('aws', { aws_cloudwatch_metric_alarm: { a: {}, b: {} } }, [], options);
  expect(monthlyTotal).toBeCloseTo(0, 9);
  expect(lines).toHaveLength(4);
});

it('is a credit for a cluster of one zone, and none for one of a region', () => {
  const p = priceIn('google');
  const cluster = (location: string) =>
    billOf('google', { google_container_cluster: { it: { location, remove_default_node_pool: true } } }, [], options);
  expect(cluster('europe-west1-b').monthlyTotal).toBeCloseTo(Math.max(0, 730 * p('gke/zonal-cluster') - 74.4), 6);
  expect(cluster('europe-west1').monthlyTotal).toBeCloseTo(730 * p('gke/cluster'), 6);
});

it('is given only in the regions that are named', () => {
  const bucket = (region: string) => {
    const json = { provider: { google: [{ region }] }, resource: { google_storage_bucket: { it: {} } } };
    return freeIn(estimate({ stacks: [{ site: 'a', stack: 'b', json }], objects: [] }, { book, ...options }));
  };
  expect(bucket('us-central1')).toMatchObject([{ item: 'free-tier/buckets', quantity: 5 }]);
  expect(bucket('europe-west1')).toEqual([]);
});

it('leaves a bill that is never below nothing, nor above what it was, the same in every view and in every order', () => {
  const resourcesOf: Readonly<Record<Cloud, (count: number) => object>> = {
    aws: (count) => ({
      aws_cloudwatch_log_group: { it: { count } },
      aws_vpc: { it: {} },
      aws_kms_key: { it: { count } },
    }),
    google: (count) => ({
      google_logging_project_bucket_config: { it: { count } },
      google_bigquery_dataset: { it: {} },
    }),
    azure: (count) => ({ azurerm_virtual_network: { it: { count, location: 'westeurope' } } }),
  };
  const providers = { aws: [{ region: 'eu-west-1' }], google: [{ region: 'europe-west1' }], azurerm: [{}] };
  const output = (counts: Readonly<Record<Cloud, number>>, turned = false): PricedOutput => {
    const stacks = (Object.keys(resourcesOf) as Cloud[]).map((cloud) => ({
      site: cloud,
      stack: 'all',
      json: { provider: providers, resource: resourcesOf[cloud](counts[cloud]) as never },
    }));
    return { stacks: turned ? stacks.reverse() : stacks, objects: [] };
  };
  const count = integer({ min: 1, max: 60 });
  assert(
    property(count, count, count, (aws, google, azure) => {
      const counts = { aws, google, azure };
      const paid = estimate(output(counts), { book });
      const free = estimate(output(counts), { book, ...options });
      const rows = ['site', 'stack', 'service', 'owner'].map(
        (by) => viewOf(by, free.lines, attributionOf(output(counts))).rows,
      );
      expect(estimate(output(counts, true), { book, ...options })).toEqual(free);
      return (
        free.monthlyTotal < paid.monthlyTotal &&
        free.monthlyTotal >= 0 &&
        Math.abs(totalOf(free.lines) - free.monthlyTotal) < 1e-9 &&
        rows.every((own) => Math.abs(totalOf(own) - free.monthlyTotal) < 1e-6)
      );
    }),
    { numRuns: 40 },
  );
});
