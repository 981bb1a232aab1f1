import { platform } from '../../../../constructs/google';
import type { ownKeyServices } from '../../../../constructs/google/governance/guardrail-policies';
import { valuesAt } from '../../../../policies/parity';
import { type Json, named, resourcesOf, type SynthesizedStacks, synthesizeCloud } from '../../../fixtures/cloud-stacks';
import { googleSite } from '../../../fixtures/sites';

const site = googleSite({ registry: { repositories: ['models/churn'], untaggedDays: 14, mirrors: true } });
let stacks: SynthesizedStacks;
beforeAll(() => {
  stacks = synthesizeCloud(site, platform);
});
const all = (type: string): Json[] => (Object.values(stacks) as Json[]).flatMap((stack) => resourcesOf(stack, type));
const rule = (constraint: string): Json =>
  named(stacks.governance, 'google_org_policy_policy', constraint.replaceAll('.', '-')).spec.rules[0];

it('binds the project by constraints of Google', () => {
  const names = resourcesOf(stacks.governance, 'google_org_policy_policy').map(({ name }) => name);
  expect(names.map((name: string) => name.replace(`projects/${site.projectId}/policies/`, '')).sort()).toEqual([
    'compute.disableSerialPortAccess',
    'compute.requireShieldedVm',
    'compute.skipDefaultNetworkCreation',
    'compute.vmExternalIpAccess',
    'gcp.resourceLocations',
    'gcp.restrictNonCmekServices',
    'gcp.restrictTLSVersion',
    'iam.automaticIamGrantsForDefaultServiceAccounts',
    'iam.disableServiceAccountKeyCreation',
    'iam.disableServiceAccountKeyUpload',
    'sql.restrictAuthorizedNetworks',
    'sql.restrictPublicIp',
    'storage.publicAccessPrevention',
    'storage.uniformBucketLevelAccess',
  ]);
  expect(rule('gcp.resourceLocations').values.allowed_values).toContain('in:europe-west1-locations');
  expect(rule('compute.vmExternalIpAccess').deny_all).toBe('TRUE');
  expect(rule('sql.restrictPublicIp').enforce).toBe('TRUE');
});

/** Where the stacks name the own key of what a service keeps. */
const keys: Readonly<Record<(typeof ownKeyServices)[number], readonly (readonly [type: string, path: string])[]>> = {
  'artifactregistry.googleapis.com': [['google_artifact_registry_repository', 'kms_key_name']],
  'bigquery.googleapis.com': [['google_bigquery_dataset', 'default_encryption_configuration.kms_key_name']],
  'container.googleapis.com': [
    ['google_container_cluster', 'database_encryption.key_name'],
    ['google_container_node_pool', 'node_config.boot_disk_kms_key'],
  ],
  'secretmanager.googleapis.com': [
    ['google_secret_manager_secret', 'replication.user_managed.replicas[].customer_managed_encryption.kms_key_name'],
  ],
  'sqladmin.googleapis.com': [['google_sql_database_instance', 'encryption_key_name']],
  'storage.googleapis.com': [['google_storage_bucket', 'encryption.default_kms_key_name']],
};

it.each(Object.entries(keys))('%s is asked to use own keys only, as the stacks do', (service, places) => {
  expect(rule('gcp.restrictNonCmekServices').values.denied_values).toContain(service);
  for (const [type, path] of places) {
    for (const resource of all(type)) expect([type, valuesAt(resource, path).length]).toEqual([type, 1]);
  }
});

it('leaves the stacks what they make: private databases, closed buckets, shielded machines, no key of an account', () => {
  for (const database of all('google_sql_database_instance')) {
    expect(valuesAt(database, 'settings.ip_configuration.ipv4_enabled')).toEqual([false]);
    expect(valuesAt(database, 'settings.ip_configuration.authorized_networks')).toEqual([]);
  }
  for (const bucket of all('google_storage_bucket')) {
    expect([bucket.public_access_prevention, bucket.uniform_bucket_level_access]).toEqual(['enforced', true]);
  }
  for (const pool of all('google_container_node_pool')) {
    expect(valuesAt(pool, 'node_config.shielded_instance_config.enable_secure_boot')).toEqual([true]);
  }
  for (const cluster of all('google_container_cluster')) {
    expect(valuesAt(cluster, 'private_cluster_config.enable_private_nodes')).toEqual([true]);
  }
  expect(all('google_service_account_key')).toEqual([]);
  expect(all('google_compute_instance')).toEqual([]);
});

it('lets everything lie where the stacks put it', () => {
  const places = (Object.values(stacks) as Json[]).flatMap((stack) =>
    Object.values<Json>(stack.resource ?? {}).flatMap((byName) =>
      Object.values<Json>(byName).flatMap(({ location, region }) => [location, region].filter((place) => place)),
    ),
  );
  expect([...new Set(places)].filter((place) => place !== 'global' && !String(place).startsWith('${')).sort()).toEqual([
    site.region,
  ]);
});
