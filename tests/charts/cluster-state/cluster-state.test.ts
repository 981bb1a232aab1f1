import { siteOperators } from '../../../charts';
import { cronEvery, schedules } from '../../../charts/cluster-state/schedules';
import { uncopiedVolumes } from '../../../charts/volume-snapshots/copied-volumes';
import { kubernetesFacts as awsFacts } from '../../../constructs/aws/kubernetes-facts';
import { kubernetesFacts as azureFacts } from '../../../constructs/azure/kubernetes-facts';
import { clusterStateTenants, dataSecrets, serviceTenants } from '../../../constructs/contracts';
import { kubernetesFacts as googleFacts } from '../../../constructs/google/kubernetes-facts';
import { type AwsSite, clusterState, type Site } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { modelMonitoring } from '../../../services';
import { environmentInput } from '../../fixtures/environment';
import { localSite } from '../../fixtures/sites';
import { manifests, renderManaged, specOf, the } from '../site-rendering';

const environment = (services: object, recovery?: object) =>
  resolveEnvironment(
    environmentInput({
      services: services as never,
      ...(recovery ? { recovery: recovery as never } : {}),
    }),
  ).sites as [AwsSite, Site, Site];

const promised = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 };
const [aws, google, azure] = environment({ tracking: {}, modelMonitoring: {} }, promised);

describe('backups of the cluster', () => {
  test('are made where recovery is promised and something outside of the cluster keeps them', () => {
    expect(siteOperators(aws)).toContain('velero');
    expect(siteOperators(google)).toContain('velero');
    const [unpromised] = environment({ tracking: {} });
    expect(siteOperators(unpromised)).not.toContain('velero');
    expect(clusterState(localSite())).toBeUndefined();
    expect(clusterState({ ...aws, providers: { ...aws.providers, bucket: 'in-cluster' } })).toBeUndefined();
  });

  test.each([
    [10_080, 1440],
    [240, 60],
    [60, 15],
    [45, 10],
    [0, 5],
  ])('an objective of %i minutes has one begun every %i, so that its copy comes in time too', (rpoMinutes, every) => {
    const recovery = aws.recovery && { ...aws.recovery, rpoMinutes };
    expect(clusterState({ ...aws, recovery })?.backupEveryMinutes).toBe(every);
  });

  test.each([
    [5, '*/5 * * * *'],
    [60, '0 * * * *'],
    [360, '0 */6 * * *'],
    [1440, '23 2 * * *'],
  ])('every %i minutes is %s', (minutes, cron) => expect(cronEvery(minutes)).toBe(cron));

  test('need a bucket of their own, and no right on disks', () => {
    const [tenant] = clusterStateTenants(aws);
    expect(tenant?.needs).toMatchObject({
      backups: { kind: 'bucket' },
      identity: { kind: 'identity', grants: 'needs' },
    });
    expect(clusterStateTenants({ ...aws, deletionProtection: true })[0]?.needs.backups).toMatchObject({
      lock: { mode: 'compliance', replaceable: true },
    });
  });

  test('are sealed with a key that every site has', () =>
    expect(dataSecrets(aws).map(({ service, name }) => `${service}-${name}`)).toContain('velero-repo-credentials'));

  test('are copied to the standbys, which is where their sources are', () => {
    expect(aws.recovery?.copies.filter(({ service }) => service === 'velero').map(({ to }) => to.cloud)).toEqual([
      'google',
      'azure',
    ]);
    expect(clusterState(google)?.sources).toEqual([aws.name]);
    expect(clusterState(aws)?.sources).toEqual([]);
  });
});

describe('on a site', () => {
  // What else is copied to it is shown elsewhere.
  const standby = { ...google, recovery: google.recovery && { ...google.recovery, copies: [] } } as Site;
  const rendered = renderManaged(standby as never, googleFacts(google as never));
  const of = (kind: string) => manifests(rendered).filter((one) => one.kind === kind);

  test('its own folder of the bucket is written, that of the primary only read', () =>
    expect(
      of('BackupStorageLocation').map(({ metadata, spec }) => {
        const { accessMode, default: isDefault, objectStorage } = spec as Record<string, unknown>;
        return [metadata.name, accessMode, isDefault ?? false, (objectStorage as { prefix: string }).prefix];
      }),
    ).toEqual([
      [aws.name, 'ReadOnly', false, aws.name],
      [google.name, 'ReadWrite', true, google.name],
    ]));

  test('what Git, Helm or the store of secrets has is left out', () => {
    const { template } = specOf<{ template: Record<string, unknown> }>(
      the(rendered, 'Schedule', `${google.name}-state`),
    );
    expect(template.includedResources).toEqual(['configmaps', 'secrets']);
    expect(JSON.stringify(template.labelSelector)).toContain('reconcile.external-secrets.io/managed');
    expect(JSON.stringify(template.labelSelector)).toContain('["evenkeel","Helm"]');
    expect(template.includedNamespaces).not.toContain('velero');
  });

  test('exactly the volumes without another copy are moved, and no job copies them again', () => {
    const volumes = serviceTenants(google).flatMap((tenant) => uncopiedVolumes(google, tenant));
    expect(volumes.length).toBeGreaterThan(0);
    const { template } = specOf<{ template: Record<string, unknown> }>(
      the(rendered, 'Schedule', `${google.name}-volumes`),
    );
    expect(template).toMatchObject({
      snapshotMoveData: true,
      orLabelSelectors: volumes.map((matchLabels) => ({ matchLabels })),
    });
    expect(of('CronJob').map(({ metadata }) => metadata.name)).not.toContain('volume-snapshots');
  });

  test('volumes stay where nobody else could use their copy', () => {
    const alone = { ...standby, recovery: standby.recovery && { ...standby.recovery, standbys: [] } } as Site;
    const state = clusterState(alone);
    if (!state) throw new Error('no backups');
    const volumes = [{ namespace: 'a', labels: { app: 'a' } }];
    expect(schedules({ site: 's', state, namespaces: ['a'], volumes }).map(({ metadata }) => metadata.name)).toEqual([
      's-state',
      's-state-daily',
    ]);
    const again = renderManaged(
      { ...alone, services: { modelMonitoring: modelMonitoring.config.parse({}) } } as never,
      googleFacts(google as never),
    );
    expect(
      manifests(again)
        .filter(({ kind }) => kind === 'CronJob')
        .map(({ metadata }) => metadata.name),
    ).toContain('volume-snapshots');
  });

  test('Velero reads the key of its repository under the name that it looks for', () =>
    expect(specOf<{ data: object[] }>(the(rendered, 'ExternalSecret', 'velero-repo-credentials')).data).toMatchObject([
      { secretKey: 'repository-password' },
    ]));

  test('agents find their settings', () => {
    const application = JSON.stringify(the(rendered, 'Application', 'velero'));
    const [, name = ''] = /--node-agent-configmap=([\w-]+)/.exec(application) ?? [];
    expect(the(rendered, 'ConfigMap', name)).toMatchObject({ metadata: { namespace: 'velero' } });
  });
});

test.each([
  ['aws', awsFacts(aws), { provider: 'aws', config: { region: aws.region } }],
  ['google', googleFacts(google as never), { provider: 'gcp' }],
  ['azure', azureFacts(azure as never), { provider: 'azure', config: { useAAD: 'true' } }],
])('%s is signed in to without a key', (_cloud, { clusterState: store }, expected) => {
  expect(store).toMatchObject(expected);
  expect(JSON.stringify(store)).not.toMatch(/accessKey|credentialsFile|storageAccountKey/i);
});
