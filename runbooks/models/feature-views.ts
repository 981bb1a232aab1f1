import { serviceName } from '../../charts/feature-store/feast';
import { kubectl, type ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { FeatureViews } from '../../delivery/models/model-features';
import { featureStore } from '../../services';
import { type Command, printedBy } from '../engine/command';
import type { CommandRunner } from '../engine/command-runner';

const script = [
  'import json, os',
  'from pathlib import Path',
  'from feast import FeatureStore',
  'store = FeatureStore(fs_yaml_file=Path(os.environ["FEAST_FS_YAML_FILE_PATH"]))',
  'views = [*store.list_batch_feature_views(), *store.list_stream_feature_views(), *store.list_on_demand_feature_views()]',
  'print(json.dumps({view.name: {field.name: str(field.dtype) for field in view.features} for view in views}))',
].join('\n');

export const featureViewsCommand = (cluster: ReachedCluster): Command =>
  kubectl(cluster, [
    '--namespace',
    featureStore.namespace,
    'exec',
    `deployment/${serviceName}`,
    '--',
    'python',
    '-c',
    script,
  ]);

/** What the feature store of a site has, asked beside its server. */
export async function featureViewsOf(commands: CommandRunner, cluster: ReachedCluster): Promise<FeatureViews> {
  const printed = await printedBy(commands, featureViewsCommand(cluster), { timeoutMs: 120_000 });
  // Libraries may say something before.
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as FeatureViews;
}
