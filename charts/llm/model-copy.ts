import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { hubTokenKey } from '../../services/llm';
import { weightsGiB } from '../../services/llm-models';
import { internet } from '../orchestration/internet';
import { mlflowImage } from '../tracking/mlflow';
import { copyScript } from './copy-script';
import { components, namespace, owner, user } from './llm';
import { type LlmProps, type NamedModel, namedModels } from './llm-props';

const configMapName = 'llm-model-copy';
const script = { folder: '/opt/evenkeel', file: 'copy-model.py' } as const;
const scratch = '/scratch';
const hub = 'https://huggingface.co';

/** Where a model lies in the bucket of the service: the commit is part of it, so that another one is another place. */
export const modelUri = ({ bindings: { models } }: LlmProps, { source }: NamedModel): string =>
  source.from === 'bucket' ? `${models.uri}/${source.path}` : `${models.uri}/hub/${source.id}/${source.revision}`;

/** Room for the largest file, which may be the whole model, and for MLflow's own files. */
const scratchMiB = (model: NamedModel): number => Math.ceil(weightsGiB(model) * 1.1 + 2) * 1024;

function addCopy(scope: Construct, props: LlmProps, model: NamedModel): void {
  const { source } = model;
  if (source.from !== 'hugging-face') return;
  const { models, identity, hubToken } = props.bindings;
  new OneTimeJob(scope, `copy-${model.name}`, {
    name: `copy-${model.name}`,
    namespace,
    owner,
    software: components.copy,
    user,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    retries: 3,
    deadlineMinutes: 480,
    containers: [
      {
        name: 'copy',
        image: mlflowImage,
        command: ['python'],
        args: [`${script.folder}/${script.file}`],
        env: {
          ...models.env,
          HUB: hub,
          MODEL: source.id,
          REVISION: source.revision,
          TARGET: modelUri(props, model),
          SCRATCH: scratch,
          ...(source.gated && hubToken ? { HUB_TOKEN: { secret: hubToken.secretName, key: hubTokenKey } } : {}),
          HOME: '/tmp',
          PYTHONDONTWRITEBYTECODE: '1',
          MLFLOW_DISABLE_TELEMETRY: 'true',
        },
        cpuMillis: 500,
        memoryMiB: 2048,
        mounts: [
          { path: script.folder, configMap: configMapName },
          { path: scratch, scratchMiB: scratchMiB(model) },
          { path: '/tmp', scratchMiB: 256 },
        ],
      },
    ],
    ingress: [],
    egress: [...models.egress, ...identity.egress, internet],
  });
}

/**
 * Every model of the hub comes into the bucket once, before its servers start: they are then as fast to start as the
 * bucket is near, need no way to the internet, and do not depend on somebody else's server being up.
 */
export function addModelCopies(scope: Construct, props: LlmProps): void {
  const models = namedModels(props);
  if (!models.some(({ source }) => source.from === 'hugging-face')) return;
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMapName, namespace },
    data: { [script.file]: copyScript },
  };
  typedObject(scope, manifest);
  for (const model of models) addCopy(scope, props, model);
}
