import { Testing } from 'cdk8s';
import { cache } from '../../../../constructs/google/data/cache';
import { databases, featureStore } from '../../../../services';
import { googleSite } from '../../../fixtures/sites';
import { type Json, named, resourcesOf, synthesize, theOnly } from '../google-stacks';

const providers = { ...googleSite().providers, cache: 'managed' } as const;
const stacksOf = (asked: object = {}, deletionProtection = true) =>
  synthesize({
    deletionProtection,
    providers,
    services: { databases: databases.config.parse({ caches: { sessions: { persistent: true, ...asked } } }) },
  });

const { data, state } = stacksOf();
const instance = theOnly(data, 'google_memorystore_instance');
const instanceOf = (asked: object, deletionProtection = true) =>
  theOnly(stacksOf(asked, deletionProtection).data, 'google_memorystore_instance');

describe('cache', () => {
  it('is one shard: a primary and two copies over the zones', () => {
    expect(instance).toMatchObject({
      mode: 'CLUSTER_DISABLED',
      shard_count: 1,
      replica_count: 2,
      zone_distribution_config: { mode: 'MULTI_ZONE' },
    });
    expect(instanceOf({ highlyAvailable: false })).toMatchObject({
      replica_count: 0,
      zone_distribution_config: { mode: 'SINGLE_ZONE', zone: 'europe-west1-b' },
    });
  });

  it('answers in the endpoint subnet only, over TLS', () => {
    expect(instance.transit_encryption_mode).toBe('SERVER_AUTHENTICATION');
    expect(theOnly(data, 'google_network_connectivity_service_connection_policy')).toMatchObject({
      service_class: 'gcp-memorystore',
      psc_config: { subnetworks: [expect.stringContaining('endpoints-subnet')] },
    });
    expect(instance.depends_on).toContainEqual(expect.stringContaining('service_connection_policy'));
  });

  it('writes commands and nightly backups down under an own key where data is to last', () => {
    expect(instance).toMatchObject({
      kms_key: expect.stringMatching(/google_kms_crypto_key/),
      persistence_config: { mode: 'AOF', aof_config: { append_fsync: 'EVERY_SEC' } },
      automated_backup_config: { retention: '604800s' },
      engine_configs: { 'maxmemory-policy': 'allkeys-lru' },
    });
    const fleeting = instanceOf({ persistent: false });
    expect(fleeting.persistence_config).toEqual({ mode: 'DISABLED' });
    expect(fleeting).not.toHaveProperty('automated_backup_config');
  });

  it("lets Memorystore's account use the key, and makes that account first", () => {
    const members = resourcesOf(data, 'google_kms_crypto_key_iam_member').map(({ member }) => member);
    expect(members).toContain('serviceAccount:service-123456789012@gcp-sa-memorystore.iam.gserviceaccount.com');
    const parents = resourcesOf(state, 'google_workload_identity_service_agent').map(({ parent }) => parent);
    expect(parents).toContainEqual(expect.stringContaining('memorystore.googleapis.com'));
    const services = resourcesOf(state, 'google_project_service').map(({ service }) => service);
    expect(services).toEqual(
      expect.arrayContaining(['memorystore.googleapis.com', 'networkconnectivity.googleapis.com']),
    );
  });

  it('may be made by the pipeline of a site that asks for it, and by no other', () => {
    const rolesOf = (stack: Json) => resourcesOf(stack, 'google_project_iam_member').map(({ role }) => role);
    expect(rolesOf(state)).toContain('roles/memorystore.admin');
    expect(rolesOf(synthesize().state)).not.toContain('roles/memorystore.admin');
  });

  it('cannot be deleted by accident', () => {
    expect(instance).toMatchObject({ deletion_protection_enabled: true, lifecycle: { prevent_destroy: true } });
    expect(instanceOf({}, false).deletion_protection_enabled).toBe(false);
  });

  it('stores the primary address and the authority, in a new version when the authority changes', () => {
    const { secret_data_wo, secret_data_wo_version } = named(
      data,
      'google_secret_manager_secret_version',
      'connection',
    );
    expect(secret_data_wo).toContain('"CONNECTION_TYPE_PRIMARY"');
    expect(secret_data_wo).not.toContain('password');
    expect(secret_data_wo_version).toMatch(/sha256\(.*managed_server_ca/);
  });

  it.each([
    [0.5, 'STANDARD_SMALL'],
    [6, 'HIGHMEM_MEDIUM'],
    [40, 'HIGHMEM_XLARGE'],
  ])('has room for %s GiB on %s', (memoryGiB, nodeType) => {
    expect(instanceOf({ memoryGiB }).node_type).toBe(nodeType);
  });

  it('fetches address and authority from the secret store', () => {
    const need = featureStore.needs(featureStore.config.parse({}), new Set()).online;
    const request = { site: googleSite(), service: 'feature-store', namespace: 'feature-store', name: 'online', need };
    const chart = Testing.chart();
    cache.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.spec.data).toEqual(
      [
        ['host', 'host'],
        ['port', 'port'],
        ['ca.crt', 'authority'],
      ].map(([secretKey, property]) => ({
        secretKey,
        remoteRef: { key: 'evenkeel_test-google-europe-west1_feature-store_online', property },
      })),
    );
    expect(cache.bind(request)).toMatchObject({ signIn: 'network', tls: 'private-authority' });
  });
});
