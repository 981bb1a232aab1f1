import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import type { Mount } from '../../constructs/kubernetes/workloads';
import type { BatchRun } from '../../services/batch-runs';
import { qualityRuns } from '../../services/data-quality';
import { transformRuns } from '../../services/transforms';
import { namespace, serviceName } from './airflow';
import type { OrchestrationProps } from './orchestration-props';
import { siteDagScript } from './site-dag-script';

const configMap = `${serviceName}-site-dags`;
const folder = '/opt/evenkeel/dags';
const files = { script: 'site_runs.py', runs: 'site_runs.json' } as const;

type Context = Pick<OrchestrationProps['context'], 'services'>;

/** Runs of other services of the site that Airflow starts. */
const siteRuns = ({ services: { transforms, dataQuality } }: Context): BatchRun[] => [
  ...(transforms ? transformRuns(transforms) : []),
  ...(dataQuality ? qualityRuns(dataQuality) : []),
];

/** Whether Airflow has DAGs that the site brings itself. */
const hasSiteDags = (context: Context): boolean => siteRuns(context).length > 0;

/** One file a mount: in the folder of a ConfigMap links lead in circles, which Airflow's walk does not like. */
export const siteDagsMounts = (context: Context): Mount[] =>
  hasSiteDags(context) ? Object.values(files).map((key) => ({ path: `${folder}/${key}`, configMap, key })) : [];

const contents = (context: Context): Readonly<Record<string, string>> => ({
  [files.script]: siteDagScript,
  [files.runs]: `${JSON.stringify(siteRuns(context), null, 2)}\n`,
});

/** A file that is mounted alone stays as it was: its readers start again when it changes. */
export const siteDagsAnnotations = (context: Context): Readonly<Record<string, string>> =>
  hasSiteDags(context) ? { 'evenkeel.dev/site-dags': shortHash(JSON.stringify(contents(context))) } : {};

const local = (name: string, path?: string) => ({
  name,
  classpath: 'airflow.dag_processing.bundles.local.LocalDagBundle',
  kwargs: path ? { path } : {},
});

/** DAGs of the repository, and beside them those of the site. */
export const siteDagsEnvironment = (context: Context): Readonly<Record<string, string>> =>
  hasSiteDags(context)
    ? {
        AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST: JSON.stringify([local('dags-folder'), local('site', folder)]),
      }
    : {};

export function addSiteDags(scope: Construct, { context }: OrchestrationProps): void {
  if (!hasSiteDags(context)) return;
  new ConfigMap(scope, 'site-dags', { metadata: { name: configMap, namespace }, data: { ...contents(context) } });
}
