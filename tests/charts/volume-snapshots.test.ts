import { modelMonitoring, workbench } from '../../services';
import { managedFacts, places, renderLocal, renderManaged, specOf, the } from './site-rendering';

const notebooks = (more: object = {}) => ({
  workbench: workbench.config.parse({
    notebooks: { signIn: { issuer: 'https://login.example.com', clientId: 'notebooks' }, ...more },
  }),
});
const snapshots = { everyHours: 8, retentionDays: 30 };
const managed = renderManaged({ services: notebooks(), snapshots } as never);

interface CronJob {
  readonly schedule: string;
  readonly jobTemplate: {
    readonly spec: {
      readonly activeDeadlineSeconds: number;
      readonly template: {
        readonly spec: {
          readonly serviceAccountName: string;
          readonly containers: readonly {
            readonly env: readonly { readonly name: string; readonly value: string }[];
          }[];
        };
      };
    };
  };
}

const jobOf = (rendered: typeof managed): CronJob => specOf<CronJob>(the(rendered, 'CronJob', 'volume-snapshots'));
const envOf = (rendered: typeof managed): Record<string, string> =>
  Object.fromEntries(
    (jobOf(rendered).jobTemplate.spec.template.spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]),
  );

test('the homes of notebooks are copied by these objects', () => {
  expect(places(managed).filter((place) => place.startsWith('k8s/50-workbench-volume-snapshots/'))).toEqual(
    ['ConfigMap', 'CronJob', 'NetworkPolicy', 'Role', 'RoleBinding', 'ServiceAccount'].map(
      (kind) => `k8s/50-workbench-volume-snapshots/${kind}/volume-snapshots`,
    ),
  );
});

test('every eight hours, never in two hours at once, and kept for as long as the site says', () => {
  expect(jobOf(managed)).toMatchObject({ schedule: '47 2,10,18 * * *', concurrencyPolicy: 'Forbid' });
  expect(jobOf(managed).jobTemplate.spec.activeDeadlineSeconds).toBeLessThan(8 * 3600);
  expect(envOf(managed)).toMatchObject({
    CLAIMS: JSON.stringify([{ labels: { 'app.kubernetes.io/managed-by': 'kubespawner' }, snapshotClass: 'encrypted' }]),
    NAMESPACE: 'workbench',
    RETENTION_DAYS: '30',
  });
});

test('the job may do that and nothing else, in its namespace', () => {
  expect(the(managed, 'Role', 'volume-snapshots')).toMatchObject({
    metadata: { namespace: 'workbench' },
    rules: [
      { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['list'] },
      {
        apiGroups: ['snapshot.storage.k8s.io'],
        resources: ['volumesnapshots'],
        verbs: ['create', 'delete', 'get', 'list'],
      },
    ],
  });
  expect(jobOf(managed).jobTemplate.spec.template.spec.serviceAccountName).toBe('volume-snapshots');
});

test('a copy goes with the object that stands for it', () =>
  expect(the(managed, 'VolumeSnapshotClass', 'encrypted')).toMatchObject({
    driver: 'disk.example.com',
    deletionPolicy: 'Delete',
  }));

test('labels of copied volumes are those that their StatefulSet gives its claims', () => {
  const services = { modelMonitoring: modelMonitoring.config.parse({}) };
  const rendered = renderManaged({ services, snapshots } as never);
  const { labels } = JSON.parse(envOf(rendered).CLAIMS ?? '[]')[0] as { labels: Record<string, string> };
  const set = specOf<{ selector: { matchLabels: object }; volumeClaimTemplates: object[] }>(
    the(rendered, 'StatefulSet', 'evidently'),
  );
  expect(set.selector.matchLabels).toMatchObject(labels);
  expect(set.volumeClaimTemplates).toHaveLength(1);
});

test('shared folders are copied where they have a class of their own, and each only once', () => {
  const facts = {
    ...managedFacts,
    filesSnapshotClass: { driver: 'files.example.com', parameters: { type: 'backup' } },
  };
  const shared = renderManaged({ services: notebooks({ sharedFolderGiB: 100 }), snapshots } as never, facts);
  expect(JSON.parse(envOf(shared).CLAIMS ?? '')).toContainEqual({
    labels: { 'evenkeel.dev/need': 'files' },
    snapshotClass: 'shared-files',
  });
  expect(the(shared, 'PersistentVolumeClaim', 'workbench-shared')).toMatchObject({
    metadata: { namespace: 'workbench', labels: { 'evenkeel.dev/need': 'files' } },
    spec: { accessModes: ['ReadWriteMany'], storageClassName: '', volumeName: 'workbench-shared' },
  });
  expect(places(managed).filter((place) => place.includes('shared-files'))).toEqual([]);
});

test('nothing is copied where the site says so, or where nobody knows how', () => {
  const jobs = (rendered: typeof managed) => places(rendered).filter((place) => place.includes('volume-snapshots'));
  expect(jobs(renderManaged({ services: notebooks(), snapshots: undefined } as never))).toEqual([]);
  expect(jobs(renderLocal({ services: notebooks() }))).toEqual([]);
});

test('a folder that all servers share is mounted in every home', () => {
  const settings = (rendered: typeof managed): string => JSON.stringify(rendered.map(({ manifest }) => manifest));
  expect(settings(managed)).not.toContain('/home/jovyan/shared');
  const shared = renderManaged({ services: notebooks({ sharedFolderGiB: 100 }) });
  expect(settings(shared)).toContain('/home/jovyan/shared');
});
