import type { Construct } from 'constructs';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1/StorageClass';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { volumeClasses } from '../../constructs/kubernetes/volume-classes';
import type { ChartContext } from '../chart-context';

/** Classes of snapshots by what they are copies of: volumes of the default class, and shared folders. */
export const snapshotClassNames = { volumes: 'encrypted', files: 'shared-files' } as const;

type ClassFacts = NonNullable<ChartContext['kubernetes']['storageClass']>;

/** Volumes grow, and wait for their pod's zone. */
const classOf = (name: string, { provisioner, parameters }: ClassFacts, isDefault: boolean): IStorageClass => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name,
    ...(isDefault ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}),
  },
  provisioner,
  parameters: { ...parameters },
  allowVolumeExpansion: true,
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
});

/** The encrypted classes, where the cluster does not bring its own: the default one, and that of fast volumes. */
export function addStorageClass(scope: Construct, { kubernetes }: ChartContext): void {
  const { storageClass, fastStorageClass } = kubernetes;
  if (!storageClass) return;
  typedObject(scope, classOf(volumeClasses.standard, storageClass, true));
  if (fastStorageClass) typedObject(scope, classOf(volumeClasses.fast, fastStorageClass, false));
  addSnapshotClass(scope, snapshotClassNames.volumes, kubernetes.snapshotClass);
  addSnapshotClass(scope, snapshotClassNames.files, kubernetes.filesSnapshotClass);
}

/** Of the external-snapshotter, `snapshot.storage.k8s.io/v1`; the cluster brings definition and controller. */
interface IVolumeSnapshotClass {
  readonly apiVersion: 'snapshot.storage.k8s.io/v1';
  readonly kind: 'VolumeSnapshotClass';
  readonly metadata: {
    readonly name: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly driver: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly deletionPolicy: 'Delete' | 'Retain';
}

/** The copy goes with its VolumeSnapshot: what deletes old ones needs no rights in the cloud. */
function addSnapshotClass(scope: Construct, name: string, of: ChartContext['kubernetes']['snapshotClass']): void {
  if (!of) return;
  const { driver, parameters } = of;
  const manifest: IVolumeSnapshotClass = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: {
      name,
      annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' },
      // Velero takes the one class with this label for volumes of its driver.
      labels: { 'velero.io/csi-volumesnapshot-class': 'true' },
    },
    driver,
    ...(Object.keys(parameters).length > 0 ? { parameters: { ...parameters } } : {}),
    deletionPolicy: 'Delete',
  };
  typedObject(scope, manifest);
}
