import type { AwsSite } from '../../../environments/model';
import {
  type CloudMetrics,
  managedStores,
  metricsIdentity,
  type StoreKind,
  secretName,
  storeKinds,
} from '../../contracts';
import type { AwsGrant } from '../types';
import { copyAges, copyMetrics } from './copy-metrics';
import { identity } from './identity';
import { periodSeconds, watchedStores } from './store-metrics';

const version = 'v0.67.0';
const port = 5000;
const folder = '/etc/yace';
const fileName = 'config.yaml';

/**
 * Reading what a metric says. Which ones there are is asked for the lag of consumers alone, whose groups nobody here knows
 * by name. CloudWatch knows no narrower resource, so the region is all that bounds it.
 * Source: docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html.
 */
export const readMetrics = (site: AwsSite): readonly AwsGrant[] => [
  {
    actions: [
      'cloudwatch:GetMetricStatistics',
      ...(managedStores(site, 'kafka').length > 0 ? ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'] : []),
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': site.region } },
  },
];

const asRequests = (metrics: Readonly<Record<string, string>>) =>
  Object.entries(metrics).map(([name, statistic]) => ({
    name,
    statistics: [statistic],
    period: periodSeconds,
    // The newest period may not be there yet.
    length: 2 * periodSeconds,
  }));

const jobOf = (
  site: AwsSite,
  name: string,
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  metrics: Readonly<Record<string, string>>,
) => ({
  name,
  namespace,
  regions: [site.region],
  dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
  metrics: asRequests(metrics),
});

const jobsOf = <K extends StoreKind>(site: AwsSite, kind: K) =>
  managedStores(site, kind).flatMap((request) => {
    const { namespace, asked } = watchedStores[kind](request);
    return asked.map(({ dimensions, metrics }) => jobOf(site, secretName(request), namespace, dimensions, metrics));
  });

const foundBy = <K extends StoreKind>(site: AwsSite, kind: K) =>
  managedStores(site, kind).flatMap((request) => {
    const { namespace, found } = watchedStores[kind](request);
    if (!found) return [];
    return [
      {
        name: secretName(request),
        namespace,
        regions: [site.region],
        dimensionNameRequirements: found.dimensions,
        recentlyActiveOnly: true,
        metrics: asRequests(found.metrics),
      },
    ];
  });

/** Static jobs: names are known, so nothing has to be discovered by tags. JSON is YAML. */
function configuration(site: AwsSite): string {
  const found = storeKinds.flatMap((kind) => foundBy(site, kind));
  const jobs = {
    apiVersion: 'v1alpha1',
    'sts-region': site.region,
    static: [
      ...storeKinds.flatMap((kind) => jobsOf(site, kind)),
      ...copyMetrics(site).map(({ name, namespace, dimensions, metric }) =>
        jobOf(site, name, namespace, dimensions, { [metric]: 'Maximum' }),
      ),
    ],
    ...(found.length > 0 ? { customNamespace: found } : {}),
  };
  return `${JSON.stringify(jobs, undefined, 2)}\n`;
}

/**
 * YACE, which asks CloudWatch every five minutes by itself, however often it is scraped.
 *
 * | store | metrics | requests a month |
 * |---|---|---|
 * | PostgreSQL | 5, small ones 6; each copy for reads as many | 5 x 12 an hour x 730 h = 43,800 |
 * | Kafka of 3 brokers | 1 + 3 x 9 = 28 | 245,280 |
 * | copy of a database or bucket | 1 | 8,760 |
 * | lag of consumers | one a group and topic, 0.01 USD for a thousand even of the first | 8,760 each |
 * | cache of 3 nodes | 3 x 7 = 21 | 183,960 |
 *
 * The first million requests a month of an account are free, 1,000 more cost 0.01 USD.
 * Source: aws.amazon.com/cloudwatch/pricing, 2026-11; github.com/prometheus-community/yet-another-cloudwatch-exporter.
 */
export function cloudMetrics(site: AwsSite): CloudMetrics | undefined {
  const request = metricsIdentity(site);
  if (!request) return undefined;
  return {
    identity: identity.bind(request),
    exporter: {
      name: 'yace',
      version,
      image: `quay.io/prometheuscommunity/yet-another-cloudwatch-exporter:${version}`,
      args: [
        `--config.file=${folder}/${fileName}`,
        `--listen-address=:${port}`,
        `--scraping-interval=${periodSeconds}`,
        '--cloudwatch-concurrency=5',
      ],
      env: { AWS_REGION: site.region, AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
      user: 65_534,
      port,
      healthPath: '/healthz',
      file: { folder, name: fileName, content: configuration(site) },
      cpuMillis: 50,
      memoryMiB: 128,
      // CloudWatch and STS answer at addresses of AWS's choosing.
      egress: [{ cidr: '0.0.0.0/0', ports: [{ port: 443, protocol: 'TCP' }] }],
    },
    copyAges: copyAges(site),
    scrapes: [{ name: 'cloud-metrics', path: '/metrics', intervalSeconds: 60, timeoutSeconds: 10 }],
  };
}
