import type { IClusterSecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ClusterSecretStore';
import type { Construct } from 'constructs';
import { siteSecretStore } from '../../constructs/kubernetes/external-secret';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { ChartContext } from '../chart-context';

type Spec = NonNullable<IClusterSecretStore['spec']>;

/** The site's secret store, for the namespaces of its services only. Absent where secrets are made in the cluster. */
export function addSecretStore(scope: Construct, { kubernetes }: ChartContext, namespaces: readonly string[]): void {
  if (!kubernetes.secretStoreProvider) return;
  const manifest: IClusterSecretStore = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: siteSecretStore },
    spec: {
      provider: kubernetes.secretStoreProvider as Spec['provider'],
      conditions: [{ namespaces: [...namespaces] }],
      refreshInterval: 300,
    },
  };
  typedObject(scope, manifest);
}
