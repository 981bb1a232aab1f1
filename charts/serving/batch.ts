import type { Construct } from 'constructs';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import type { ConfigOf, serving } from '../../services';
import type { FileSource } from '../../services/serving-models';
import { mlflowImage } from '../tracking/mlflow';
import { clientEnvironment, fetchModel, modelMounts, processEnvironment } from './model-files';
import { modelsFolder, namespace, owner, partOf, serverImage, user } from './serving';
import type { ServingProps } from './serving-props';

type BatchJob = ConfigOf<typeof serving>['batch'][string];

const dataFolder = '/data';
const scratchMiB = 8192;
const mounts = [...modelMounts(scratchMiB), { path: dataFolder, scratchMiB: 16_384 }];
const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderName = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

const fetchInput = (props: ServingProps, { input }: BatchJob): ContainerSpec => ({
  name: 'fetch-input',
  image: mlflowImage,
  command: ['mlflow'],
  args: [
    'artifacts',
    'download',
    '--artifact-uri',
    `${props.bindings.files.uri}/${input}`,
    '--dst-path',
    `${dataFolder}/in`,
  ],
  env: clientEnvironment(props),
  cpuMillis: 250,
  memoryMiB: 1024,
  mounts,
});

/** By MLflow's own command, inside the image that serves the model: the same libraries as the answers by the gateway. */
const predict = (props: ServingProps, { model, input, output, memoryMiB }: BatchJob): ContainerSpec => ({
  name: 'predict',
  image: serverImage(props),
  command: ['sh', '-c'],
  args: [
    'mkdir -p "$OUT" && exec mlflow models predict --model-uri "$MODEL" --input-path "$INPUT" --output-path "$OUT/$FILE" --content-type "$TYPE" --env-manager local',
  ],
  env: {
    ...processEnvironment,
    MODEL: `${modelsFolder}/${model}/files`,
    INPUT: `${dataFolder}/in/${fileName(input)}`,
    OUT: `${dataFolder}/out`,
    FILE: fileName(output),
    TYPE: input.endsWith('.csv') ? 'csv' : 'json',
  },
  cpuMillis: 1000,
  memoryMiB,
  mounts,
});

/** MLflow's client writes to every kind of bucket too; its command line cannot without a run. */
const upload = [
  'import os',
  'from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository',
  'repository = get_artifact_repository(os.environ["BUCKET"])',
  'repository.log_artifact(os.environ["FILE"], os.environ["FOLDER"] or None)',
].join('\n');

const store = (props: ServingProps, { output }: BatchJob): ContainerSpec => ({
  name: 'store',
  image: mlflowImage,
  command: ['python', '-c'],
  args: [upload],
  env: {
    ...clientEnvironment(props),
    BUCKET: props.bindings.files.uri,
    FILE: `${dataFolder}/out/${fileName(output)}`,
    FOLDER: folderName(output),
  },
  cpuMillis: 250,
  memoryMiB: 1024,
  mounts,
});

const fileSourceOf = ({ config }: ServingProps, job: string, { model }: BatchJob): FileSource => {
  const source = config.models[model]?.source;
  if (!source || source.from === 'image') throw new Error(`batch job ${job} has no model that can be loaded`);
  return source;
};

/**
 * Predictions for whole files: model and input are fetched, predicted, stored, one after the other. What is stored is whole
 * or not there, and the next run replaces it, so a run that was cut off is simply done again.
 */
export function addBatchJobs(scope: Construct, props: ServingProps): void {
  const { files, identity, tracking, spot } = props.bindings;
  for (const [name, job] of Object.entries(props.config.batch).sort(([a], [b]) => (a < b ? -1 : 1))) {
    new ScheduledJob(scope, `batch-${name}`, {
      name: `batch-${name}`,
      namespace,
      owner,
      software: { ...partOf(`batch-${name}`), name: 'batch-inference' },
      schedule: job.schedule,
      deadlineMinutes: job.deadlineMinutes,
      user,
      serviceAccountName: identity.serviceAccountName,
      podLabels: { ...identity.podLabels, ...tracking?.podLabels },
      ...(job.spot && spot ? { pool: spot } : {}),
      initContainers: [
        fetchModel(props, job.model, fileSourceOf(props, name, job), scratchMiB),
        fetchInput(props, job),
        predict(props, job),
      ],
      containers: [store(props, job)],
      ingress: [],
      egress: [...files.egress, ...identity.egress, ...(tracking?.egress ?? [])],
    });
  }
}
