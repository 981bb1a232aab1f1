import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { roleAccess, serviceAccount } from '../../constructs/kubernetes/role-access';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import type { SnapshotSettings } from '../../environments/model';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import type { CopiedClaims } from './copied-volumes';
import { volumeSnapshotScript } from './snapshot-script';

/** Name of every object of it; there is one in the namespace of each service that has such volumes. */
export const volumeSnapshots = 'volume-snapshots';

const pythonVersion = '3.13.9';
/** Only its standard library is used. */
const image = `docker.io/library/python:${pythonVersion}-slim-trixie`;
const user = 1000;
const script = { folder: '/opt/evenkeel', file: 'copy-volumes.py' } as const;
const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
/** For one volume: the first copy holds all of it, those after it what has changed. */
const readyMinutes = 30;

/** In the hour in which the fewest people work in Europe and America, and evenly from there. */
const scheduleOf = ({ everyHours }: SnapshotSettings): string =>
  `47 ${Array.from({ length: 24 / everyHours }, (_, index) => 2 + index * everyHours)
    .map((hour) => hour % 24)
    .sort((a, b) => a - b)
    .join(',')} * * *`;

export interface VolumeSnapshotsChartProps {
  readonly context: ChartContext;
  readonly snapshots: SnapshotSettings;
  /** The service in kebab case. */
  readonly owner: string;
  readonly namespace: string;
  readonly claims: readonly CopiedClaims[];
}

/**
 * Copies of the volumes of one service that nothing else has a copy of, by the API that every cloud's volumes have. The
 * job may see claims and make, see and delete copies, in the namespace of the service alone; it has no rights in the
 * cloud, whose own driver makes the copy under the key of the volume.
 */
export class VolumeSnapshotsChart extends WaveChart {
  constructor(scope: Construct, props: VolumeSnapshotsChartProps) {
    const { context, snapshots, owner, namespace, claims } = props;
    super(scope, { context, wave: 'services', name: `${owner}-${volumeSnapshots}`, owner });
    const metadata = { name: volumeSnapshots, namespace };
    this.addAccess(namespace);
    const code: IConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { [script.file]: volumeSnapshotScript },
    };
    typedObject(this, code);
    new ScheduledJob(this, 'job', {
      ...metadata,
      owner,
      software: { name: volumeSnapshots, component: volumeSnapshots, version: pythonVersion },
      schedule: scheduleOf(snapshots),
      deadlineMinutes: Math.min(snapshots.everyHours * 60, 720) - 10,
      // Another try copies every volume again; the next run is not far.
      retries: 0,
      user,
      serviceAccountName: volumeSnapshots,
      usesApiServer: true,
      containers: [
        {
          name: volumeSnapshots,
          image,
          command: ['python'],
          args: [`${script.folder}/${script.file}`],
          env: {
            ACCOUNT_FOLDER: accountFolder,
            API_SERVER: 'https://kubernetes.default.svc',
            NAMESPACE: namespace,
            CLAIMS: JSON.stringify(claims),
            RETENTION_DAYS: `${snapshots.retentionDays}`,
            READY_SECONDS: `${readyMinutes * 60}`,
            PYTHONDONTWRITEBYTECODE: '1',
          },
          cpuMillis: 20,
          memoryMiB: 96,
          mounts: [{ path: script.folder, configMap: volumeSnapshots }],
        },
      ],
      ingress: [],
      egress: [],
    });
  }

  private addAccess(namespace: string): void {
    const metadata = { name: volumeSnapshots, namespace };
    serviceAccount(this, metadata);
    roleAccess(this, {
      ...metadata,
      rules: [
        { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['list'] },
        {
          apiGroups: ['snapshot.storage.k8s.io'],
          resources: ['volumesnapshots'],
          verbs: ['create', 'delete', 'get', 'list'],
        },
      ],
    });
  }
}
