import type { Construct } from 'constructs';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1/StorageClass';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { ChartContext } from '../chart-context';

/** The encrypted default class, where the cluster does not bring one: volumes grow, and wait for their pod's zone. */
export function addStorageClass(scope: Construct, { kubernetes }: ChartContext): void {
  const { storageClass } = kubernetes;
  if (!storageClass) return;
  const manifest: IStorageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'encrypted',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: storageClass.provisioner,
    parameters: { ...storageClass.parameters },
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
  };
  typedObject(scope, manifest);
}
