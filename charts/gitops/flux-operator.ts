import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2/HelmRelease';
import type { IHelmRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/HelmRepository';
import type { IOCIRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/OCIRepository';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { OperatorRelease } from '../operators/operator-release';
import { gitopsNamespace, releaseTimeoutMinutes } from './names';

const namespace = gitopsNamespace.flux;

const interval = '1h';

type ChartSource = Pick<NonNullable<IHelmRelease['spec']>, 'chart' | 'chartRef'>;

/** A chart in a registry is an artefact of its own; a chart in a repository is found by its index. */
function addSource(scope: Construct, release: OperatorRelease): ChartSource {
  const { name, chart, version, repository } = release;
  if (repository.startsWith('oci://')) {
    const source: IOCIRepository = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name, namespace },
      spec: {
        interval,
        url: `${repository}/${chart}`,
        ref: { tag: version },
        layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
      },
    };
    typedObject(scope, source);
    return { chartRef: { kind: 'OCIRepository', name } };
  }
  const source: IHelmRepository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name, namespace },
    spec: { interval, url: repository },
  };
  typedObject(scope, source);
  return { chart: { spec: { chart, version, sourceRef: { kind: 'HelmRepository', name } } } };
}

/** An operator as a pinned Helm chart; a failed upgrade is rolled back, a change by hand is put back. */
export function addFluxOperator(scope: Construct, release: OperatorRelease): void {
  const { name, after, values } = release;
  const helmRelease: IHelmRelease = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace },
    spec: {
      interval: '10m',
      timeout: `${releaseTimeoutMinutes}m`,
      releaseName: name,
      targetNamespace: release.namespace,
      storageNamespace: release.namespace,
      ...addSource(scope, release),
      ...(after.length > 0 ? { dependsOn: after.map((before) => ({ name: before })) } : {}),
      install: { crds: 'CreateReplace', remediation: { retries: 3 } },
      upgrade: { crds: 'CreateReplace', remediation: { retries: 3, strategy: 'rollback' } },
      driftDetection: { mode: 'enabled' },
      values: { ...values },
    },
  };
  typedObject(scope, helmRelease);
}
