import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import type { Explainer, FileSource } from '../../services/serving-models';
import { mlflowImage } from '../tracking/mlflow';
import { recordedModel } from './recorded-model';
import { modelsFolder, scratchFolder } from './serving';
import type { ServingProps } from './serving-props';

/** The class of MLServer that loads what a library saved. MLflow's loads every flavour. */
const implementations = {
  mlflow: 'mlserver_mlflow.MLflowRuntime',
  sklearn: 'mlserver_sklearn.SKLearnModel',
  xgboost: 'mlserver_xgboost.XGBoostModel',
  lightgbm: 'mlserver_lightgbm.LightGBMModel',
} as const;

/** Where it comes from, as MLflow's client reads it. */
export const addressOf = ({ bindings }: ServingProps, source: FileSource): string => {
  if (source.from === 'bucket') return `${bindings.files.uri}/${source.path}`;
  return source.version === undefined
    ? `models:/${source.model}@${source.alias}`
    : `models:/${source.model}/${source.version}`;
};

/** What tells one version from another in metrics, records and data sets: as answers say it, else where it comes from. */
export const versionLabel = (source: FileSource): string => {
  if (source.from === 'bucket') return source.path;
  return source.version === undefined ? `@${source.alias}` : `v${source.version}`;
};

const folderOf = (name: string): string => `${modelsFolder}/${name}`;

/** What is done beside predicting, as `recorded-model.ts` reads it. */
export interface Beside {
  readonly workload: string;
  readonly explainer?: Explainer;
  readonly trail?: {
    readonly inputs: boolean;
    readonly eachSeconds: number;
    readonly mostMiB: number;
  };
  readonly predictions?: { readonly version: string; readonly edges: readonly number[] };
}

/**
 * MLServer's settings of one model. The version of the answer is that of the registry. Where something is done beside
 * predicting, the model is loaded by our own class from the folder of its settings, which MLServer looks into.
 */
function settingsOf(props: ServingProps, name: string, source: FileSource, beside: Beside | undefined) {
  const implementation = implementations[source.from === 'bucket' ? source.format : 'mlflow'];
  return {
    name,
    implementation: beside ? 'recorded_model.Recorded' : implementation,
    parameters: {
      uri: `${folderOf(name)}/files`,
      ...(source.from === 'registry' && source.version !== undefined ? { version: versionLabel(source) } : {}),
      ...(beside ? { extra: { inner: implementation, source: addressOf(props, source), ...beside } } : {}),
    },
  };
}

/** What Python needs under a root that it cannot write to, and nobody is told that it runs. */
export const processEnvironment = {
  HOME: scratchFolder,
  PYTHONDONTWRITEBYTECODE: '1',
  NUMBA_CACHE_DIR: scratchFolder,
  MPLCONFIGDIR: scratchFolder,
  MLFLOW_DISABLE_TELEMETRY: 'true',
} as const;

/** Lets MLflow's client read the bucket and the registry. */
export const clientEnvironment = ({ bindings }: ServingProps) => ({
  ...processEnvironment,
  ...bindings.files.env,
  ...(bindings.tracking ? { MLFLOW_TRACKING_URI: bindings.tracking.url } : {}),
});

/** MLflow keeps the name of the last folder it downloads; moved, every model lies at the same place below its own. */
const script = [
  'set -eu',
  'mkdir -p "$TARGET" "$TARGET/download"',
  'mlflow artifacts download --artifact-uri "$ADDRESS" --dst-path "$TARGET/download"',
  // A registered model comes without a folder around it, a path of the bucket with one.
  'entries=$(ls -A "$TARGET/download" | wc -l)',
  'first=$(ls -A "$TARGET/download" | head -n 1)',
  'if [ "$entries" = 1 ] && [ -d "$TARGET/download/$first" ]; then mv "$TARGET/download/$first" "$TARGET/files"; rmdir "$TARGET/download"; else mv "$TARGET/download" "$TARGET/files"; fi',
  'printf "%s" "$SETTINGS" > "$TARGET/model-settings.json"',
].join('\n');

const ownClass = 'printf "%s" "$RECORDED_MODEL" > "$TARGET/recorded_model.py"';

/**
 * Fetches one model and writes its settings. Both are part of the pod, not of a ConfigMap: a pod of the old version that
 * starts again while the new one is tried finds what it had.
 */
export const fetchModel = (
  props: ServingProps,
  name: string,
  source: FileSource,
  scratchMiB: number,
  beside?: Beside,
): ContainerSpec => ({
  name: `fetch-${name}`,
  image: mlflowImage,
  command: ['sh', '-c'],
  args: [beside ? `${script}\n${ownClass}` : script],
  env: {
    ...clientEnvironment(props),
    ADDRESS: addressOf(props, source),
    TARGET: folderOf(name),
    SETTINGS: JSON.stringify(settingsOf(props, name, source, beside)),
    ...(beside ? { RECORDED_MODEL: recordedModel } : {}),
  },
  cpuMillis: 250,
  memoryMiB: 1024,
  mounts: modelMounts(scratchMiB),
});

/** Folders that the containers of a pod share. */
export const modelMounts = (scratchMiB: number) => [
  { path: modelsFolder, scratchMiB },
  { path: scratchFolder, scratchMiB: 1024 },
];
