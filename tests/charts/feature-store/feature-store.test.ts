import type { Manifest } from '../../../charts';
import { featureStore } from '../../../services';
import { googleSite } from '../../fixtures/sites';
import { manifests, places, renderLocal, renderManaged, the } from '../site-rendering';

const withConfig = (config: unknown = {}) => ({ services: { featureStore: featureStore.config.parse(config) } });
const own = (rendered: ReturnType<typeof renderLocal>): string[] =>
  places(rendered).filter((place) => /k8s\/(40|50)-feature-store/.test(place));
const text = (manifest: Manifest): string => JSON.stringify(manifest);
const file = (rendered: ReturnType<typeof renderLocal>): string =>
  (the(rendered, 'ConfigMap', 'feast-config') as unknown as { data: Record<string, string> }).data[
    'feature_store.yaml'
  ] ?? '';

describe('feature store', () => {
  const local = renderLocal(withConfig());
  const managed = renderManaged(withConfig());

  it('consists of these objects', () => {
    expect(own(local).map((place) => place.replace(/-[0-9a-f]{8}$/, ''))).toEqual([
      'k8s/40-feature-store-schema/ConfigMap/feast-config',
      'k8s/40-feature-store-schema/Job/feast-schema',
      'k8s/40-feature-store-schema/NetworkPolicy/feast-schema',
      'k8s/50-feature-store-access/HTTPRoute/feature-store-web',
      'k8s/50-feature-store/CronJob/feast-materialization',
      'k8s/50-feature-store/Deployment/feast',
      'k8s/50-feature-store/Deployment/feast-ui',
      'k8s/50-feature-store/NetworkPolicy/feast',
      'k8s/50-feature-store/NetworkPolicy/feast-materialization',
      'k8s/50-feature-store/NetworkPolicy/feast-ui',
      'k8s/50-feature-store/PodDisruptionBudget/feast',
      'k8s/50-feature-store/PodDisruptionBudget/feast-ui',
      'k8s/50-feature-store/Service/feast',
      'k8s/50-feature-store/Service/feast-ui',
    ]);
  });

  it('writes no secret into its file: names of variables stand for them', () => {
    const { registry, online_store } = JSON.parse(file(local)) as {
      registry: { path: string };
      online_store: { connection_string: string };
    };
    expect(registry.path).toMatch(/:\/\/\$REGISTRY_USER:\$REGISTRY_PASSWORD@/);
    expect(online_store.connection_string).toContain('password=$ONLINE_PASSWORD');
    expect(text(the(local, 'Deployment', 'feast'))).toContain(
      '{"name":"ONLINE_PASSWORD","valueFrom":{"secretKeyRef":{"key":"password","name":"feature-store-online"}}}',
    );
  });

  it('checks the authority of the online store, and the name of a managed database', () => {
    expect(file(local)).toContain('ssl=true,ssl_ca_certs=/etc/feast-online/ca.crt');
    expect(file(managed)).toContain('"sslmode": "verify-full"');
    expect(file(local)).toContain('"sslmode": "require"');
  });

  it('signs in to the online store where that asks for it, and not where the network alone guards it', () => {
    const open = renderManaged({ ...withConfig(), providers: { ...googleSite().providers, cache: 'managed' } });
    const { online_store } = JSON.parse(file(open)) as { online_store: { connection_string: string } };
    expect(online_store.connection_string).toBe(
      '$ONLINE_HOST:$ONLINE_PORT,ssl=true,ssl_ca_certs=/etc/feast-online/ca.crt,socket_connect_timeout=2,socket_timeout=2,health_check_interval=30',
    );
    expect(text(the(open, 'Deployment', 'feast'))).not.toContain('ONLINE_PASSWORD');
    expect(manifests(open).filter(({ metadata }) => metadata.name.startsWith('feature-store-online'))).toEqual([
      expect.objectContaining({ kind: 'ExternalSecret' }),
    ]);
  });

  it('lets only pods in that say they call it', () => {
    const { spec } = the(local, 'NetworkPolicy', 'feast') as unknown as { spec: { ingress: unknown[] } };
    expect(JSON.stringify(spec.ingress)).toContain('"evenkeel.dev/calls-feature-store":"true"');
    expect(JSON.stringify(spec.ingress)).not.toContain('envoy');
  });

  it('materialises as often as it is asked to', () => {
    const scheduled = (minutes: 5 | 60) =>
      text(the(renderLocal(withConfig({ materializeEveryMinutes: minutes })), 'CronJob', 'feast-materialization'));
    expect(scheduled(5)).toContain('"schedule":"*/5 * * * *"');
    expect(scheduled(60)).toContain('"schedule":"7 * * * *"');
  });

  it('keeps the history in the bucket where it is asked to', () => {
    const rendered = renderLocal(withConfig({ offlineStore: 'duckdb' }));
    expect(file(rendered)).toContain('"staging_location": "s3://feature-store-files/staging"');
    expect(places(rendered).some((place) => place.endsWith('feature-store-history'))).toBe(false);
  });

  describe("with the cloud's query engine", () => {
    const definitions = { repository: 'https://git.example.com/features.git', revision: 'v1' };
    const rendered = renderManaged(withConfig({ offlineStore: 'warehouse', definitions }));

    it('writes the settings of the engine, without a secret', () => {
      expect(JSON.parse(file(rendered)).offline_store).toEqual({
        type: 'bigquery',
        project_id: 'records',
        dataset: 'warehouse',
        location: 'here',
        gcs_staging_location: 'store://files/staging',
      });
      expect(places(rendered).filter((place) => /history|feature-store-warehouse/.test(place))).toEqual([]);
    });

    it('tells its jobs, and the definitions they read, where the tables are', () => {
      const pods = manifests(rendered).filter(
        ({ kind, metadata }) => kind === 'CronJob' || metadata.name.startsWith('feast-definitions-'),
      );
      expect(pods.filter(({ kind }) => kind !== 'NetworkPolicy').map(text)).toEqual([
        expect.stringMatching(/"WAREHOUSE_DATABASE","value":"warehouse"/),
        expect.stringMatching(/"WAREHOUSE_DATABASE","value":"warehouse"/),
      ]);
      expect(text(the(rendered, 'CronJob', 'feast-materialization'))).toContain('"serviceAccountName":"feast"');
    });

    it('lets those out to it that read or write the history, and no others', () => {
      const reaches = (name: string) => text(the(rendered, 'NetworkPolicy', name)).includes('"port":9443');
      expect(['feast', 'feast-materialization', 'feast-ui'].map(reaches)).toEqual([true, true, false]);
    });
  });

  it('applies definitions once a revision', () => {
    const job = (revision: string) => {
      const definitions = { repository: 'https://git.example.com/features.git', revision };
      return manifests(renderLocal(withConfig({ definitions }))).find(
        ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('feast-definitions-'),
      );
    };
    expect(job('v1')?.metadata.name).not.toBe(job('v2')?.metadata.name);
    expect(text(job('v1') as Manifest)).toContain('"--ref=v1"');
  });
});
