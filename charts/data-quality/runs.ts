import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { fetchGit, gitFolder, gitMount } from '../batch-runs/git-files';
import { pushMetrics, pushMetricsFile } from '../batch-runs/push-metrics';
import { pushgatewayOf } from '../batch-runs/pushgateway';
import { pythonPackages } from '../batch-runs/python-packages';
import { internet } from '../orchestration/internet';
import type { DataQualityProps, Suite } from './data-quality-props';
import { dataSourceOf } from './data-source';
import { namespace, owner, requirements, runMetrics, software, user } from './great-expectations';
import { runScript } from './run-script';

const script = { configMap: 'run-suite', folder: '/opt/evenkeel', file: 'run-suite.py' } as const;

const newestRow = ({ newestRow: newest }: Suite) => ({
  NEWEST_COLUMN: newest?.column ?? '',
  NEWEST_MAX_AGE_SECONDS: newest ? `${newest.maxAgeMinutes * 60}` : '',
});

function addRun(scope: Construct, props: DataQualityProps, name: string, suite: Suite): void {
  const source = dataSourceOf(suite, props);
  const python = pythonPackages(props.config.packages, [...requirements, ...source.requirements]);
  const { definitions } = suite;
  new ScheduledJob(scope, `run-${name}`, {
    name: `quality-${name}`,
    namespace,
    owner,
    software,
    schedule: suite.schedule,
    // Airflow makes its Jobs where the environment runs Airflow; otherwise Kubernetes keeps the times.
    suspended: props.context.services.orchestration !== undefined,
    deadlineMinutes: suite.deadlineMinutes,
    retries: 0,
    user,
    ...(suite.data.from === 'files' ? { serviceAccountName: props.bindings.identity.serviceAccountName } : {}),
    podLabels: source.podLabels,
    initContainers: [...(definitions ? [fetchGit(definitions)] : []), ...source.fetch, ...python.fetch],
    containers: [
      {
        name: 'suite',
        image: python.image,
        command: ['python'],
        args: [`${script.folder}/${script.file}`],
        env: {
          HOME: '/tmp',
          PYTHONDONTWRITEBYTECODE: '1',
          GX_ANALYTICS_ENABLED: 'false',
          ...python.env,
          ...source.env,
          ...newestRow(suite),
          SUITE: name,
          EXPECTATIONS: JSON.stringify(suite.expectations),
          DEFINITIONS: definitions ? `${gitFolder(definitions)}/${definitions.file}` : '',
          FAILURE_ACTION: suite.failureAction,
          PUSHGATEWAY_URL: pushgatewayOf(runMetrics).url,
        },
        cpuMillis: 500,
        memoryMiB: suite.memoryMiB,
        mounts: [
          ...(definitions ? [gitMount] : []),
          ...(source.mounts ?? []),
          ...python.mounts,
          { path: '/tmp', scratchMiB: 1024 },
          { path: script.folder, configMap: script.configMap },
        ],
      },
    ],
    ingress: [],
    egress: [
      ...python.egress,
      ...(definitions && python.egress.length === 0 ? [internet] : []),
      pushgatewayOf(runMetrics).egress,
      ...source.egress,
    ],
  });
}

/** One template of a Job for every suite, with the script they share. */
export function addRuns(scope: Construct, props: DataQualityProps): void {
  const suites = Object.entries(props.config.suites);
  if (suites.length === 0) return;
  new ConfigMap(scope, 'script', {
    metadata: { name: script.configMap, namespace },
    data: { [script.file]: runScript, [pushMetricsFile]: pushMetrics },
  });
  for (const [name, suite] of suites) addRun(scope, props, name, suite);
}
