import { attributionOf } from '../../../../policies/cost/attribution';
import { totalOf } from '../../../../policies/cost/bill';
import { estimate, type PricedOutput } from '../../../../policies/cost/estimate';
import { viewOf } from '../../../../policies/cost/views';
import type { Manifest } from '../../../../policies/site-output';
import { book, priceIn } from '../bill-of';

const [aws, google] = [priceIn('aws'), priceIn('google')];

/** Three sites: two of AWS in two regions, one of Google Cloud. */
const stacks: PricedOutput['stacks'] = [
  {
    site: 'it-aws-eu-west-1',
    stack: 'cluster',
    json: { provider: { aws: [{ region: 'eu-west-1' }] }, resource: { aws_eks_cluster: { it: {} } } },
  },
  {
    site: 'it-aws-eu-central-1',
    stack: 'cluster',
    json: { provider: { aws: [{ region: 'eu-central-1' }] }, resource: { aws_eks_cluster: { it: {} } } },
  },
  {
    site: 'it-google-europe-west1',
    stack: 'cluster',
    json: {
      provider: { google: [{ region: 'europe-west1' }] },
      resource: { google_container_cluster: { it: { remove_default_node_pool: true } } },
    },
  },
];

const bucketCopy = (from: string, to: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'artifacts-copy', namespace: 'tracking', labels: { 'evenkeel.dev/service': 'tracking' } },
  spec: {
    jobTemplate: {
      spec: {
        template: {
          metadata: { annotations: { 'evenkeel.dev/copied-from': from, 'evenkeel.dev/copied-to': to } },
          spec: { containers: [] },
        },
      },
    },
  },
});
const mirror = (from: string): Manifest => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaMirrorMaker2',
  metadata: { name: 'kafka-mirror', namespace: 'streaming' },
  spec: { mirrors: [{ source: { bootstrapServers: `bootstrap.kafka-${from}.ml.example.com:443` } }] },
});
const hub = (...from: string[]): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'thanos-fleet', namespace: 'monitoring' },
  spec: {
    template: {
      spec: { containers: [{ args: ['query', ...from.map((site) => `--endpoint=peers-${site}.ml.example.com:443`)] }] },
    },
  },
});

const trafficOf = (output: PricedOutput) =>
  estimate(output, { book })
    .lines.filter(({ item }) => item.startsWith('traffic/'))
    .map(({ site, address, item, monthly, basis }) => ({ site, address, item, monthly, basis }));

it('is paid by who sends: out of the cloud to another one, between regions inside of one', () => {
  const objects = [
    { site: 'it-google-europe-west1', manifest: bucketCopy('it-aws-eu-west-1', 'it-google-europe-west1') },
    { site: 'it-aws-eu-central-1', manifest: bucketCopy('it-aws-eu-west-1', 'it-aws-eu-central-1') },
    { site: 'it-google-europe-west1', manifest: mirror('it-aws-eu-west-1') },
    { site: 'it-aws-eu-west-1', manifest: hub('it-google-europe-west1', 'it-aws-eu-west-1') },
  ];
  const usage = { basis: 'usage' };
  expect(trafficOf({ stacks, objects })).toEqual([
    {
      ...usage,
      site: 'it-aws-eu-west-1',
      address: 'KafkaMirrorMaker2/streaming/kafka-mirror to it-google-europe-west1',
      item: 'traffic/internet',
      monthly: expect.closeTo(200 * aws('traffic/internet'), 9),
    },
    {
      ...usage,
      site: 'it-aws-eu-west-1',
      address: 'CronJob/tracking/artifacts-copy to it-google-europe-west1',
      item: 'traffic/internet',
      monthly: expect.closeTo(50 * aws('traffic/internet'), 9),
    },
    {
      ...usage,
      site: 'it-google-europe-west1',
      address: 'Deployment/monitoring/thanos-fleet to it-aws-eu-west-1',
      item: 'traffic/internet',
      monthly: expect.closeTo(20 * google('traffic/internet'), 9),
    },
    {
      ...usage,
      site: 'it-aws-eu-west-1',
      address: 'CronJob/tracking/artifacts-copy to it-aws-eu-central-1',
      item: 'traffic/region',
      monthly: expect.closeTo(50 * aws('traffic/region'), 9),
    },
  ]);
});

it('is nothing of one site alone, nor of a job that copies nothing', () => {
  const [alone] = stacks;
  if (!alone) throw new Error('there is a site');
  const job = { ...bucketCopy('', ''), spec: { jobTemplate: { spec: { template: { spec: { containers: [] } } } } } };
  const objects = [hub('it-aws-eu-west-1'), job].map((manifest) => ({ site: alone.site, manifest }));
  expect(trafficOf({ stacks: [alone], objects })).toEqual([]);
});

it('is told of the service whose copy it is, and stays in the bill of every view', () => {
  const manifest = bucketCopy('it-aws-eu-west-1', 'it-google-europe-west1');
  const output = { stacks, objects: [{ site: 'it-google-europe-west1', manifest }] };
  const { lines, monthlyTotal } = estimate(output, { book });
  const { rows } = viewOf('service', lines, attributionOf(output));
  expect(rows.find(({ name }) => name === 'tracking')?.monthly).toBeCloseTo(50 * aws('traffic/internet'), 9);
  expect(totalOf(rows)).toBeCloseTo(monthlyTotal, 9);
});

it('is as much as somebody says', () => {
  const manifest = bucketCopy('it-aws-eu-west-1', 'it-google-europe-west1');
  const output = { stacks, objects: [{ site: 'it-google-europe-west1', manifest }] };
  const of = (copiedGiB: number) => estimate(output, { book, assumed: { copiedGiB } }).monthlyTotal;
  expect(of(1050) - of(50)).toBeCloseTo(1000 * aws('traffic/internet'), 6);
});
