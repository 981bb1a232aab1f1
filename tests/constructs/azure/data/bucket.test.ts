import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack, Testing } from 'cdktf';
import { AzureBucket, AzureFoundation, AzureNetwork } from '../../../../constructs/azure';
import { bucket } from '../../../../constructs/azure/data/bucket';
import type { BucketLock, BucketTiers } from '../../../../services';
import { azureSite } from '../../../fixtures/sites';
import { resourcesOf, synthesize } from '../azure-stacks';

const site = azureSite();

/** A bucket in a stack with everything it stands on, as in a program of one's own. */
function alone(props: {
  versionRetentionDays: number;
  tiers?: BucketTiers;
  deleteAfterDays?: number;
  fileSystem?: boolean;
  lock?: BucketLock;
}) {
  const stack = new TerraformStack(Testing.app(), 'test');
  const network = new AzureNetwork(stack, 'network', { site });
  const { dataKey: key } = new AzureFoundation(stack, 'foundation', { site, network });
  new AzureBucket(stack, 'bucket', { site, network, key, name: 'mybucket', container: 'files', ...props });
  expect(stack.node.findAll().filter((node) => node instanceof ResourceGroup)).toHaveLength(2);
  const json = JSON.parse(Testing.synth(stack));
  const { rule: rules } = resourcesOf(json, 'azurerm_storage_management_policy').find(
    ({ rule }) => rule[0].name === 'lifecycle',
  );
  return {
    json,
    account: resourcesOf(json, 'azurerm_storage_account').find(({ name }) => name === 'mybucket'),
    rule: rules[0],
    names: rules.map(({ name }: { name: string }) => name),
    rules,
  };
}

describe('a lock', () => {
  const compliance = { days: 14, mode: 'compliance' } as const;
  const policyOf = (lock: BucketLock) => {
    const { json, account } = alone({ versionRetentionDays: 30, lock });
    const [policy] = resourcesOf(json, 'azurerm_storage_container_immutability_policy');
    return { account, policy };
  };

  it('keeps blobs as they are', () => {
    const { account, policy } = policyOf(compliance);
    expect(account).not.toHaveProperty('immutability_policy');
    expect(policy).toMatchObject({ locked: true, immutability_period_in_days: 14 });
  });

  it('keeps versions instead where the owner may replace blobs; an account is never made with a locked policy', () => {
    const { account, policy } = policyOf({ ...compliance, replaceable: true });
    expect(account).toMatchObject({
      blob_properties: { versioning_enabled: true },
      immutability_policy: { state: 'Unlocked', period_since_creation_in_days: 14 },
    });
    expect(policy).toMatchObject({ locked: true, immutability_period_in_days: 14 });
  });
});

describe('bucket', () => {
  it('is private, versioned, encrypted with its key and waits for the right to use it', () => {
    const { account } = alone({ versionRetentionDays: 30 });
    expect(account).toMatchObject({
      account_replication_type: 'ZRS',
      allow_nested_items_to_be_public: false,
      shared_access_key_enabled: false,
      local_user_enabled: false,
      public_network_access_enabled: false,
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'] },
      https_traffic_only_enabled: true,
      min_tls_version: 'TLS1_2',
      infrastructure_encryption_enabled: true,
      customer_managed_key: { key_vault_key_id: expect.stringMatching(/foundation_data-key.*\.versionless_id\}$/) },
      blob_properties: { versioning_enabled: true },
      lifecycle: { prevent_destroy: true },
    });
    expect(account.depends_on).toEqual([expect.stringMatching(/^azurerm_role_assignment\./)]);
  });

  it('keeps what was superseded or deleted for the stated time, and cools the rest when asked', () => {
    const { account, rule } = alone({
      versionRetentionDays: 30,
      tiers: { infrequentAfterDays: 30, coldAfterDays: 90 },
    });
    expect(account.blob_properties).toMatchObject({
      delete_retention_policy: { days: 30 },
      container_delete_retention_policy: { days: 30 },
    });
    expect(rule.actions).toEqual({
      version: { delete_after_days_since_creation: 30 },
      base_blob: {
        tier_to_cool_after_days_since_modification_greater_than: 30,
        tier_to_cold_after_days_since_modification_greater_than: 90,
      },
    });
    expect(alone({ versionRetentionDays: 30 }).rule.actions).not.toHaveProperty('base_blob');
    const { rules, names } = alone({ versionRetentionDays: 30, deleteAfterDays: 365 });
    expect(names).toEqual(['lifecycle', 'delete-old', 'old-lists']);
    expect(rules[1].actions).toEqual({
      base_blob: { delete_after_days_since_modification_greater_than: 365 },
    });
  });

  it('has a private address for the protocol of folders and files when asked, and keeps its versions', () => {
    const kinds = (json: Parameters<typeof resourcesOf>[0]) =>
      resourcesOf(json, 'azurerm_private_endpoint')
        .filter(({ name }) => name.startsWith('mybucket'))
        .map(({ private_service_connection }) => private_service_connection.subresource_names[0]);
    expect(kinds(alone({ versionRetentionDays: 30 }).json)).toEqual(['blob']);
    const { json, account } = alone({ versionRetentionDays: 30, fileSystem: true });
    expect(kinds(json).sort()).toEqual(['blob', 'dfs']);
    expect(account).toMatchObject({ blob_properties: { versioning_enabled: true } });
  });

  it('records reads, writes and deletions', () => {
    const { data } = synthesize();
    const logs = resourcesOf(data, 'azurerm_monitor_diagnostic_setting').find(({ target_resource_id }) =>
      target_resource_id.endsWith('/blobServices/default'),
    );
    expect(logs.enabled_log).toEqual(
      ['StorageRead', 'StorageWrite', 'StorageDelete'].map((category) => ({ category })),
    );
    expect(
      resourcesOf(data, 'azurerm_storage_container').map((container) => [
        container.name,
        container.container_access_type,
      ]),
    ).toEqual([
      ['artifacts', 'private'],
      ['inventory', 'private'],
    ]);
  });

  it('binds to a container of an account', () => {
    const binding = bucket.bind({
      site,
      service: 'tracking',
      namespace: 'tracking',
      name: 'artifacts',
      need: { kind: 'bucket', versionRetentionDays: 30 },
    });
    const [account] = resourcesOf(synthesize().data, 'azurerm_storage_account');
    expect(binding).toMatchObject({
      name: account.name,
      uri: `wasbs://artifacts@${account.name}.blob.core.windows.net`,
      env: { AZURE_STORAGE_ACCOUNT_NAME: account.name, AZURE_STORAGE_ANON: 'false' },
      egress: [{ cidr: site.addresses.endpoints, ports: [{ port: 443, protocol: 'TCP' }] }],
    });
  });
});
