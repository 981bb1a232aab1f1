import { platform } from '../../../../constructs/azure';
import type { StackName } from '../../../../constructs/contracts';
import type { AzureSite } from '../../../../environments/model';
import { checkParity } from '../../../../policies/parity';
import { promises } from '../../../../policies/promises';
import { tracking } from '../../../../services';
import { azureSite } from '../../../fixtures/sites';
import { type Json, synthesize } from '../azure-stacks';

const broken = (overrides: Partial<AzureSite>, change: (stacks: Record<string, Json>) => void = () => {}) => {
  const stacks = structuredClone(synthesize(overrides)) as Partial<Record<StackName, Json>>;
  change(stacks);
  return (
    checkParity({ stacks, manifests: [] }, platform.evidence, promises(azureSite(overrides)))
      .filter(({ status }) => status === 'broken')
      .map(({ capability }) => capability)
      // What charts apply as it is: see `tests/contract`.
      .filter((capability) => !capability.startsWith('volumes.'))
  );
};

const frugal: Partial<AzureSite> = {
  deletionProtection: false,
  natGateways: 'single',
  auditLogRetentionDays: 30,
  operatorCidrs: [],
  ci: undefined,
  services: {
    tracking: tracking.config.parse({ highlyAvailable: false, backupRetentionDays: 7, size: 'small', ownKey: false }),
  },
};

const cluster = ['cluster', 'azurerm_kubernetes_cluster'] as const;
const account = ['data', 'azurerm_storage_account'] as const;
const database = ['data', 'azurerm_postgresql_flexible_server'] as const;

describe('capabilities', () => {
  it('keeps every promise of a production site', () => {
    expect(broken({})).toEqual([]);
  });

  it('keeps every promise that a small unprotected site makes', () => {
    expect(broken(frugal)).toEqual([]);
  });

  it.each<[string, string, string, (r: Json) => unknown]>([
    ['state.versioned', 'state', 'azurerm_storage_account', (r) => (r.blob_properties.versioning_enabled = false)],
    ['network.flow-logs', 'network', 'azurerm_network_watcher_flow_log', (r) => (r.enabled = false)],
    ['network.operator-access', 'network', 'azurerm_bastion_host', (r) => delete r.tunneling_enabled],
    ['cluster.private-api', ...cluster, (r) => (r.private_cluster_enabled = false)],
    ['cluster.secrets-own-key', ...cluster, (r) => delete r.key_management_service],
    ['cluster.disks-own-key', ...cluster, (r) => delete r.disk_encryption_set_id],
    ['cluster.no-local-accounts', ...cluster, (r) => (r.local_account_disabled = false)],
    ['cluster.network-policy', ...cluster, (r) => delete r.network_profile.network_policy],
    ['cluster.pinned-version', ...cluster, (r) => (r.automatic_upgrade_channel = 'stable')],
    ['cluster.audit-logs', 'cluster', 'azurerm_monitor_diagnostic_setting', (r) => (r.enabled_log = [])],
    ['cluster.deletion-protection', 'cluster', 'azurerm_management_lock', (r) => (r.scope = '')],
    ['postgres.private', ...database, (r) => (r.public_network_access_enabled = true)],
    ['postgres.own-key', ...database, (r) => delete r.customer_managed_key],
    ['postgres.tls-only', 'data', 'azurerm_postgresql_flexible_server_configuration', (r) => (r.value = 'off')],
    [
      'postgres.password-not-in-state',
      ...database,
      (r) => (r.administrator_password_wo = '$${ephemeral.random_password.text.result}'),
    ],
    ['bucket.private', ...account, (r) => (r.allow_nested_items_to_be_public = true)],
    ['bucket.tls-only', ...account, (r) => (r.https_traffic_only_enabled = false)],
    ['bucket.own-key', ...account, (r) => delete r.customer_managed_key],
    ['secret.not-in-state', 'data', 'azurerm_key_vault_secret', (r) => (r.value = 'known')],
    ['secret.recoverable', 'data', 'azurerm_key_vault', (r) => (r.purge_protection_enabled = false)],
    ['key.rotated', 'data', 'azurerm_key_vault_key', (r) => delete r.rotation_policy],
    [
      'identity.least-privilege',
      'platform',
      'azurerm_role_assignment',
      (r) => (r.scope = '/subscriptions/00000000-0000-0000-0000-000000000001'),
    ],
  ])('sees %s broken', (capability, stack, type, spoil) => {
    const found = broken({}, (stacks) => Object.values<Json>(stacks[stack].resource[type]).forEach(spoil));
    expect(found).toContain(capability);
  });
});
