/** How far a workload is with the version that it is to serve. */
export interface WorkloadState {
  readonly how: 'waiting' | 'under-way' | 'unjudged' | 'there' | 'failed';
  readonly saw: string;
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** What is read of a Deployment or a Rollout. */
export interface WorkloadObject {
  readonly kind?: string;
  readonly metadata?: { readonly generation?: number };
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec?: { readonly initContainers?: readonly Container[] };
    };
  };
  readonly status?: {
    /** Of a Rollout a text. */
    readonly observedGeneration?: number | string;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly reason?: string; readonly message?: string }[];
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly currentPodHash?: string;
    readonly stableRS?: string;
    readonly currentStepIndex?: number;
    readonly pauseConditions?: readonly { readonly reason: string }[];
  };
}

/** What the pods of a workload are to fetch. */
export const addressIn = ({ spec }: WorkloadObject, loaded: string): string | undefined =>
  spec?.template?.spec?.initContainers
    ?.find(({ name }) => name === `fetch-${loaded}`)
    ?.env?.find(({ name }) => name === 'ADDRESS')?.value;

function rolloutState({ status = {} }: WorkloadObject): WorkloadState {
  const {
    phase = 'Progressing',
    message = '',
    abort,
    currentPodHash,
    stableRS,
    currentStepIndex,
    pauseConditions = [],
  } = status;
  if (abort || phase === 'Degraded') return { how: 'failed', saw: message || 'the new version was taken back' };
  if (phase === 'Healthy' && currentPodHash !== undefined && currentPodHash === stableRS)
    return { how: 'there', saw: `pods ${stableRS} serve all requests` };
  if (pauseConditions.some(({ reason }) => reason === 'InconclusiveAnalysisRun'))
    return {
      how: 'unjudged',
      saw: `waits at step ${currentStepIndex ?? 0}: too few requests or predictions to be judged`,
    };
  return { how: 'under-way', saw: `${phase} at step ${currentStepIndex ?? 0}${message ? `: ${message}` : ''}` };
}

function deploymentState({ spec, status = {} }: WorkloadObject): WorkloadState {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions = [] } = status;
  const late = conditions.find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  if (late) return { how: 'failed', saw: late.message ?? 'new pods did not become ready in time' };
  const wanted = spec?.replicas ?? 1;
  const saw = `${updatedReplicas} of ${wanted} pods are new, ${availableReplicas} can be asked`;
  const isThere = updatedReplicas === wanted && replicas === wanted && availableReplicas >= wanted;
  return { how: isThere ? 'there' : 'under-way', saw };
}

/** @param isAsked whether what it is to run is in the object already */
export function workloadState(object: WorkloadObject, isAsked: (object: WorkloadObject) => boolean): WorkloadState {
  if (!isAsked(object)) return { how: 'waiting', saw: 'the cluster was not told yet' };
  const { metadata, status } = object;
  if (`${status?.observedGeneration ?? ''}` !== `${metadata?.generation ?? ''}`)
    return { how: 'under-way', saw: 'the controller has not looked at it yet' };
  return object.kind === 'Rollout' ? rolloutState(object) : deploymentState(object);
}
