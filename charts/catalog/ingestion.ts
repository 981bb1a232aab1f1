import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { pushMetrics, pushMetricsFile } from '../batch-runs/push-metrics';
import { addPushgateway, pushgatewayOf } from '../batch-runs/pushgateway';
import { pythonPackages } from '../batch-runs/python-packages';
import { feastRequirement, project } from '../feature-store/feast';
import type { CatalogProps } from './catalog-props';
import { components, datahubVersion, names, namespace, owner, podsOf, ports, users } from './datahub';
import { systemEnvironment } from './environment';
import { ingestScript } from './ingest-script';
import { feastFile, feastStore, readingsOf, workFolder } from './recipes';

const runMetrics = { name: 'catalog-metrics', namespace, owner } as const;
const scriptFile = 'ingest.py';

/** DataHub's reader, and Feast where its registry is read. */
const requirements = (readings: readonly { readonly name: string }[]): string[] => [
  `acryl-datahub[dbt]==${datahubVersion}`,
  ...(readings.some(({ name }) => name === 'feast') ? [feastRequirement] : []),
];

/** Reads what dbt and Feast have put down, at the times of the schedule; nothing where the site runs neither. */
export function addIngestion(scope: Construct, props: CatalogProps): void {
  const { context, config, bindings } = props;
  const readings = readingsOf(context);
  if (readings.length === 0) return;
  const python = pythonPackages(config.ingestion.packages, requirements(readings));
  addPushgateway(scope, { ...runMetrics, context, pushers: podsOf('ingestion') });
  new ConfigMap(scope, 'readings', {
    metadata: { name: names.ingestion, namespace },
    data: {
      [scriptFile]: ingestScript,
      [pushMetricsFile]: pushMetrics,
      'readings.json': `${JSON.stringify(
        readings.map(({ name, files }) => ({ name, files })),
        undefined,
        2,
      )}\n`,
      ...Object.fromEntries(readings.map(({ name, recipe }) => [`${name}.yml`, dump(recipe, { noRefs: true })])),
      [feastFile.file]: feastStore(project),
    },
  });
  new ScheduledJob(scope, 'ingestion', {
    name: names.ingestion,
    namespace,
    owner,
    software: components.ingestion,
    schedule: config.ingestion.schedule,
    deadlineMinutes: 60,
    // The next reading makes up for it.
    retries: 0,
    user: users.ingestion,
    initContainers: python.fetch,
    containers: [
      {
        name: 'ingestion',
        image: python.image,
        command: ['python'],
        args: [`${feastFile.folder}/${scriptFile}`],
        env: {
          HOME: '/tmp',
          PYTHONDONTWRITEBYTECODE: '1',
          FEAST_USAGE: 'False',
          ...python.env,
          ...systemEnvironment(props),
          ARTIFACTS_URL: `http://${names.artifacts}:${ports.artifacts}`,
          ARTIFACTS_KEY: { secret: bindings.artifactsKey.secretName, key: 'value' },
          WORK_FOLDER: workFolder,
          PUSHGATEWAY_URL: pushgatewayOf(runMetrics).url,
        },
        cpuMillis: 250,
        cpuLimitMillis: 1000,
        memoryMiB: 1024,
        mounts: [
          ...python.mounts,
          { path: feastFile.folder, configMap: names.ingestion },
          { path: workFolder, scratchMiB: 1024 },
          { path: '/tmp', scratchMiB: 256 },
        ],
      },
    ],
    ingress: [],
    egress: [
      { namespace, podLabels: podsOf('gms'), ports: [tcp(ports.gms)] },
      { namespace, podLabels: podsOf('artifacts'), ports: [tcp(ports.artifacts)] },
      pushgatewayOf(runMetrics).egress,
      ...python.egress,
    ],
  });
}
