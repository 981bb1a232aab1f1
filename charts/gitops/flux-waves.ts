import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { GitopsChartProps } from './gitops-chart';
import { gitopsNamespace, rootName } from './names';

const namespace = gitopsNamespace.flux;

/** One Kustomization a folder. `wait` checks the health of everything in it before the next one starts. */
export function addFluxWaves(scope: Construct, { folders }: GitopsChartProps): void {
  for (const { name, path, after } of folders) {
    const kustomization: IKustomization = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: {
        interval: '10m',
        retryInterval: '1m',
        timeout: '15m',
        path: `./${path}`,
        prune: true,
        wait: true,
        force: false,
        sourceRef: { kind: 'GitRepository', name: rootName },
        ...(after.length > 0 ? { dependsOn: after.map((before) => ({ name: before })) } : {}),
      },
    };
    typedObject(scope, kustomization);
  }
}
