import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization';
import type { Construct } from 'constructs';
import { shiftedWeights } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { stopsLabel } from '../../environments/model';
import { healthChecksOf } from './custom-health';
import type { GitopsChartProps } from './gitops-chart';
import { gitopsNamespace, rootName, waveTimeoutMinutes } from './names';
import type { WaveFolder } from './wave-folder';

const namespace = gitopsNamespace.flux;

/** The published model does not know it yet; kustomize-controller has it since 1.9. */
interface LeavesFields {
  readonly ignore?: readonly { readonly paths: readonly string[]; readonly target: object }[];
}

const selector = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join();

/** Weights of routes belong to who shifts them: put back, a new version would lose its requests in the middle. */
const weights = {
  paths: [0, 1].map((backend) => `/spec/rules/0/backendRefs/${backend}/weight`),
  target: { kind: 'HTTPRoute', labelSelector: selector(shiftedWeights) },
};

/** Numbers of what stops belong to the off-hours job: put back, servers would start again at night. */
const numbers = { paths: ['/spec/replicas'], target: { labelSelector: selector(stopsLabel) } };

/** What is made as Git says, and left alone from then on. */
function left({ shiftsWeights, stops }: WaveFolder) {
  const ignore = [...(shiftsWeights ? [weights] : []), ...(stops.length > 0 ? [numbers] : [])];
  return ignore.length > 0 ? { ignore } : {};
}

/** One Kustomization a folder. `wait` checks the health of everything in it before the next one starts. */
export function addFluxWaves(scope: Construct, { folders }: GitopsChartProps): void {
  for (const folder of folders) {
    const { name, path, after, kinds } = folder;
    const healthCheckExprs = healthChecksOf(kinds);
    const kustomization: IKustomization & { readonly spec: LeavesFields } = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: {
        interval: '10m',
        retryInterval: '1m',
        timeout: `${waveTimeoutMinutes}m`,
        path: `./${path}`,
        prune: true,
        wait: true,
        force: false,
        sourceRef: { kind: 'GitRepository', name: rootName },
        ...(after.length > 0 ? { dependsOn: after.map((before) => ({ name: before })) } : {}),
        ...left(folder),
        ...(healthCheckExprs.length > 0 ? { healthCheckExprs } : {}),
      },
    };
    typedObject(scope, kustomization);
  }
}
