import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { fetchGit, gitFolder, gitMount } from '../batch-runs/git-files';
import { pushMetrics, pushMetricsFile } from '../batch-runs/push-metrics';
import { pushgatewayOf } from '../batch-runs/pushgateway';
import { pythonPackages } from '../batch-runs/python-packages';
import { internet } from '../orchestration/internet';
import { namespace, owner, requirementsOf, runMetrics, software, user } from './dbt';
import { profileName, profilesOf, targetOf } from './profiles';
import { runScript } from './run-script';
import type { DbtProject, TransformsProps } from './transforms-props';

const script = { configMap: 'run-dbt', folder: '/opt/evenkeel', file: 'run-dbt.py' } as const;
const profiles = { folder: '/etc/dbt', file: 'profiles.yml' } as const;

/** Where the catalogue takes the artifacts of a run, if the site has one. */
const catalogueEnvironment = ({ bindings: { artifacts } }: TransformsProps): Readonly<Record<string, EnvValue>> =>
  artifacts?.secretName
    ? { ARTIFACTS_URL: artifacts.url, ARTIFACTS_KEY: { secret: artifacts.secretName, key: 'value' } }
    : {};

function addRun(scope: Construct, props: TransformsProps, name: string, project: DbtProject): void {
  const target = targetOf(project, props);
  const python = pythonPackages(props.config.packages, requirementsOf(target.adapter));
  const configMap = `dbt-${name}`;
  new ConfigMap(scope, `profiles-${name}`, {
    metadata: { name: configMap, namespace },
    data: { [profiles.file]: profilesOf(project, target) },
  });
  new ScheduledJob(scope, `run-${name}`, {
    name: `dbt-${name}`,
    namespace,
    owner,
    software,
    schedule: project.schedule,
    // Airflow makes its Jobs where the environment runs Airflow; otherwise Kubernetes keeps the times.
    suspended: props.context.services.orchestration !== undefined,
    deadlineMinutes: project.deadlineMinutes,
    retries: 0,
    user,
    podLabels: { ...target.podLabels, ...props.bindings.artifacts?.podLabels },
    initContainers: [fetchGit(project.source), ...python.fetch],
    containers: [
      {
        name: 'dbt',
        image: python.image,
        command: ['python'],
        args: [`${script.folder}/${script.file}`],
        env: {
          HOME: '/tmp',
          PYTHONDONTWRITEBYTECODE: '1',
          DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
          DBT_TARGET_PATH: '/tmp/target',
          DBT_LOG_PATH: '/tmp/logs',
          ...python.env,
          ...target.env,
          PROJECT: name,
          PROJECT_FOLDER: gitFolder(project.source),
          PROFILES_FOLDER: profiles.folder,
          PROFILE: profileName,
          COMMAND: project.tests ? 'build' : 'run',
          SELECT: project.select.join(' '),
          SOURCE_FRESHNESS: `${project.sourceFreshness}`,
          PUSHGATEWAY_URL: pushgatewayOf(runMetrics).url,
          ...catalogueEnvironment(props),
        },
        cpuMillis: 500,
        memoryMiB: project.memoryMiB,
        mounts: [
          gitMount,
          ...python.mounts,
          { path: '/tmp', scratchMiB: 1024 },
          { path: script.folder, configMap: script.configMap },
          { path: profiles.folder, configMap },
        ],
      },
    ],
    ingress: [],
    // The repository, and packages that the project names, are on the internet.
    egress: [internet, pushgatewayOf(runMetrics).egress, ...target.egress, ...(props.bindings.artifacts?.egress ?? [])],
  });
}

/** One template of a Job for every project, with the script they share. */
export function addRuns(scope: Construct, props: TransformsProps): void {
  const projects = Object.entries(props.config.projects);
  if (projects.length === 0) return;
  new ConfigMap(scope, 'script', {
    metadata: { name: script.configMap, namespace },
    data: { [script.file]: runScript, [pushMetricsFile]: pushMetrics },
  });
  for (const [name, project] of projects) addRun(scope, props, name, project);
}
