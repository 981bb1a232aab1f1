import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { snapshotScript } from './snapshot-script';
import { components, memberHost, namespace, owner, podsOf, ports, pythonImage, user } from './vector-store';
import type { QdrantProps } from './vector-store-props';

const name = 'qdrant-snapshots';
const script = { folder: '/opt/evenkeel', file: 'save-snapshots.py' } as const;
const deadlineMinutes = 240;

/** Asks every member for a snapshot of every collection; the members write them to the bucket themselves. */
export function addSnapshots(scope: Construct, { store, bindings }: QdrantProps): void {
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { [script.file]: snapshotScript },
  };
  typedObject(scope, manifest);
  const members = Array.from({ length: store.nodes }, (_, ordinal) => `http://${memberHost(ordinal)}:${ports.http}`);
  new ScheduledJob(scope, 'snapshots', {
    name,
    namespace,
    owner,
    software: components.snapshots,
    schedule: store.snapshotSchedule,
    deadlineMinutes,
    // A second try makes every snapshot again; one is worth a network fault, more would fill the bucket.
    retries: 1,
    user,
    containers: [
      {
        name: 'snapshots',
        image: pythonImage,
        command: ['python'],
        args: [`${script.folder}/${script.file}`],
        env: {
          MEMBERS: members.join(','),
          QDRANT_API_KEY: { secret: bindings.apiKey.secretName, key: 'value' },
          RETENTION_DAYS: `${store.snapshotRetentionDays}`,
          TIMEOUT_SECONDS: `${(deadlineMinutes * 60) / 2}`,
          PYTHONDONTWRITEBYTECODE: '1',
        },
        cpuMillis: 20,
        memoryMiB: 64,
        mounts: [{ path: script.folder, configMap: name }],
      },
    ],
    ingress: [],
    egress: [{ namespace, podLabels: podsOf('server'), ports: [tcp(ports.http)] }],
  });
}
