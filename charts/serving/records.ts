import type { ContainerSpec, Mount } from '../../constructs/kubernetes/workloads';
import { mlflowImage } from '../tracking/mlflow';
import { type Beside, clientEnvironment, modelMounts, versionLabel } from './model-files';
import { modelsFolder, shadowName } from './serving';
import type { ServingProps, Workload } from './serving-props';
import { trailUpload } from './trail-upload';

/** Records of a pod on their way to the bucket. */
const spoolFolder = '/mnt/trail';
const spoolMiB = 1024;
/** Below the volume's bound, beyond which the pod would be evicted; the packed copy of one file comes on top. */
const mostMiB = 768;

/** A file of records is closed, and sent, this often: what a lost machine takes along. */
const eachSeconds = 20;

const spoolMount = { path: spoolFolder, scratchMiB: spoolMiB } as const;

/** Nobody is answered by a shadow. */
const answers = ({ name, model }: Workload): boolean => name !== shadowName(model.name);

const keepsTrail = ({ config: { trail } }: Pick<ServingProps, 'config'>, workload: Workload): boolean =>
  trail !== undefined && workload.model.recorded && workload.source.from !== 'image' && answers(workload);

export const explains = (workload: Workload): boolean =>
  workload.model.explainer !== undefined && workload.source.from !== 'image' && answers(workload);

const backgroundFile = `${modelsFolder}/background.csv`;

/** What is done with the predictions of one of the models that a workload loads; `undefined`: nothing. */
export function besideOf(props: ServingProps, workload: Workload, loaded: string): Beside | undefined {
  const { trail } = props.config;
  const { model, source } = workload;
  const explainer = explains(workload) && loaded === model.name ? model.explainer : undefined;
  const kept = keepsTrail(props, workload) ? trail : undefined;
  const counted = loaded === model.name && source.from !== 'image' && answers(workload) ? model.predictions : undefined;
  if (!explainer && !kept && !counted) return undefined;
  return {
    workload: workload.name,
    ...(explainer ? { explainer: { ...explainer, background: backgroundFile } } : {}),
    ...(kept ? { trail: { inputs: kept.inputs, eachSeconds, mostMiB } } : {}),
    ...(counted && source.from !== 'image'
      ? { predictions: { version: versionLabel(source), edges: counted.edges } }
      : {}),
  };
}

/** Fetches what is usual. MLflow keeps the file's own name. */
export const fetchBackground = (props: ServingProps, { model }: Workload, scratchMiB: number): ContainerSpec[] =>
  model.explainer
    ? [
        {
          name: 'fetch-background',
          image: mlflowImage,
          command: ['sh', '-c'],
          args: [
            [
              'set -eu',
              'rm -rf "$TARGET.download"',
              'mlflow artifacts download --artifact-uri "$ADDRESS" --dst-path "$TARGET.download"',
              'mv "$TARGET.download"/* "$TARGET"',
              'rmdir "$TARGET.download"',
            ].join('\n'),
          ],
          env: {
            ...clientEnvironment(props),
            ADDRESS: `${props.bindings.files.uri}/${model.explainer.background}`,
            TARGET: backgroundFile,
          },
          cpuMillis: 250,
          memoryMiB: 1024,
          mounts: modelMounts(scratchMiB),
        },
      ]
    : [];

/** Where the server leaves records, a folder for each model; where none are kept, nothing. */
export const spoolOf = (
  props: ServingProps,
  workload: Workload,
): { readonly env: Readonly<Record<string, string>>; readonly mounts: readonly Mount[] } =>
  keepsTrail(props, workload) ? { env: { TRAIL_FOLDER: spoolFolder }, mounts: [spoolMount] } : { env: {}, mounts: [] };

/**
 * Sends the records away, apart from the server: its image has the client of every bucket, and a bucket out of reach
 * holds no request up. `leaveSeconds`: how long the server may still answer when the pod leaves.
 */
export function uploader(props: ServingProps, workload: Workload, leaveSeconds: number): ContainerSpec[] {
  const { trail } = props.bindings;
  if (!keepsTrail(props, workload) || !trail) return [];
  return [
    {
      name: 'trail',
      image: mlflowImage,
      command: ['python', '-c'],
      args: [trailUpload],
      env: {
        ...clientEnvironment(props),
        ...trail.env,
        BUCKET: trail.uri,
        SPOOL: spoolFolder,
        EACH_SECONDS: `${eachSeconds}`,
        LEAVE_SECONDS: `${leaveSeconds}`,
      },
      cpuMillis: 50,
      cpuLimitMillis: 500,
      memoryMiB: 512,
      mounts: [spoolMount, { path: '/tmp', scratchMiB: 256 }],
    },
  ];
}
