import { idle, type Leaving, type LeavingContext, type LeavingTable } from '../leftovers/leaving';
import { type Charge, fixed, usage } from '../pricing';
import { isOn, numberAt, type Resource, textAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { accountContent } from './accounts';

/** Months in which a deleted key in hardware is paid for: those in which it was used. learn.microsoft.com/azure/key-vault/general/soft-delete-overview, 2026-11. */
const paidKeyDays = 30;

const stored = (account: Resource | undefined, context: LeavingContext): Charge[] => {
  if (!account) throw new Unpriceable('nobody says in which account it lies');
  return accountContent(account, context);
};

/** A policy that is not locked goes with its container; a locked one keeps container and account. */
const lockedContainer: Leaving = {
  reads: ['locked', 'immutability_period_in_days'],
  idle: idle('says what may be added, not what stays', [
    'protected_append_writes_enabled',
    'protected_append_writes_all_enabled',
  ]),
  keeps: ({ values }, context) => {
    if (!isOn(values, 'locked')) return [];
    const container = context.referred(values.storage_container_resource_manager_id);
    const account = context.referred(container?.values.storage_account_id);
    return [
      {
        what: 'locked blobs',
        why: 'a locked policy of immutability, from the day on which each blob was written; the account stays with them',
        days: numberAt(values, 'immutability_period_in_days', 1),
        charges: stored(account, context),
      },
    ];
  },
};

const account: Leaving = {
  reads: ['immutability_policy.state', 'immutability_policy.period_since_creation_in_days'],
  idle: {
    ...idle('goes with the account', [
      'blob_properties.delete_retention_policy.days',
      'blob_properties.container_delete_retention_policy.days',
      'share_properties.retention_policy.days',
      'blob_properties.change_feed_retention_in_days',
    ]),
    ...idle('says what may be added, not what stays', ['immutability_policy.allow_protected_append_writes']),
  },
  keeps: (resource, context) =>
    valueAt(resource.values, 'immutability_policy.state') === 'Locked'
      ? [
          {
            what: 'locked blobs',
            why: 'a locked policy of immutability of the account, from the day on which each blob was written',
            days: numberAt(resource.values, 'immutability_policy.period_since_creation_in_days', 1),
            charges: stored(resource, context),
          },
        ]
      : [],
};

/** Azure keeps backups of a server that is gone for five days, and asks nothing for them. */
const database: Leaving = {
  reads: ['backup_retention_days'],
  keeps: () => [{ what: 'backups', why: 'a deleted server can be brought back, and nothing is paid for it', days: 5 }],
};

const daysOfVault = (policies: readonly Resource[]): number =>
  Math.max(
    0,
    ...policies.map(({ values }) =>
      Number(/^P(\d+)D$/.exec(`${valueAt(values, 'default_retention_rule.life_cycle.duration')}`)?.[1] ?? Number.NaN),
    ),
  );

const vault: Leaving = {
  reads: ['immutability', 'soft_delete', 'retention_duration_in_days'],
  keeps: (resource, { about, assume, referred, atSite }) => {
    const { values } = resource;
    const soft =
      `${valueAt(values, 'soft_delete') ?? 'On'}` === 'Off' ? 0 : numberAt(values, 'retention_duration_in_days', 14);
    const isLocked = valueAt(values, 'immutability') === 'Locked';
    const days = (isLocked ? daysOfVault(about(resource)(vaultPolicy, 'vault_id')) : 0) + soft;
    if (days === 0) return [];
    const gib = atSite(vaultedServer).reduce(
      (sum, one) => sum + numberAt(referred(one.values.server_id)?.values, 'storage_mb', 32_768) / 1024,
      0,
    );
    return [
      {
        what: isLocked ? 'locked backups' : 'soft-deleted backups',
        why: isLocked
          ? 'the vault is locked: nobody deletes a backup before its day, and what is deleted can be brought back'
          : 'what is deleted can be brought back',
        days,
        charges: [usage('backup/stored', gib * (1 + assume('backupShare')))],
      },
    ];
  },
};
const vaultPolicy = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
const vaultedServer = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';

export const azureLeaving: LeavingTable = {
  azurerm_storage_account: account,
  azurerm_storage_container_immutability_policy: lockedContainer,
  azurerm_postgresql_flexible_server: database,
  azurerm_data_protection_backup_vault: vault,
  [vaultPolicy]: {
    idle: idle('read with its vault', [
      'default_retention_rule.life_cycle.duration',
      'default_retention_rule.life_cycle.data_store_type',
    ]),
  },
  azurerm_recovery_services_vault: {
    reads: ['soft_delete_enabled', 'immutability'],
    keeps: ({ values }) =>
      `${values.soft_delete_enabled}` === 'false'
        ? []
        : [{ what: 'soft-deleted backups', why: 'soft delete is on, and not paid for', days: 14 }],
  },
  azurerm_key_vault: {
    reads: ['soft_delete_retention_days', 'purge_protection_enabled'],
    keeps: ({ values }, { feature }) =>
      feature('key_vault.purge_soft_delete_on_destroy') !== false && !isOn(values, 'purge_protection_enabled')
        ? []
        : [
            {
              what: 'vault and secrets',
              why: 'soft delete: they can be brought back, their names are taken, and they are not paid for',
              days: numberAt(values, 'soft_delete_retention_days', 90),
            },
          ],
  },
  azurerm_key_vault_key: {
    keeps: ({ values }, { referred }) => {
      const days = numberAt(referred(values.key_vault_id)?.values, 'soft_delete_retention_days', 90);
      const inHardware = textAt(values, 'key_type').endsWith('-HSM');
      const size = numberAt(values, 'key_size', 2048) > 2048 ? 'large' : '2048';
      return [
        inHardware
          ? {
              what: 'key in hardware',
              why: `soft delete; it is paid for in the month in which it was last used, and is there for ${days} days`,
              days: Math.min(days, paidKeyDays),
              charges: [fixed(`key/version-${size}`, 1)],
            }
          : { what: 'key', why: 'soft delete, not paid for', days },
      ];
    },
  },
  azurerm_log_analytics_workspace: {
    reads: ['retention_in_days'],
    keeps: ({ values }, { assume, feature }) =>
      feature('log_analytics_workspace.permanently_delete_on_destroy')
        ? []
        : [
            {
              what: 'logs',
              why: 'a deleted workspace can be brought back; its retention is taken to be paid for as before',
              days: 14,
              charges: [
                usage(
                  'logs/stored',
                  assume('logGiB') * Math.max(0, numberAt(values, 'retention_in_days', 30) / 30 - 1),
                ),
              ],
            },
          ],
  },
  azurerm_storage_management_policy: {
    idle: idle('ends what an account keeps, and goes with it', [
      'rule.actions.base_blob.delete_after_days_since_modification_greater_than',
      'rule.actions.base_blob.delete_after_days_since_creation_greater_than',
      'rule.actions.snapshot.delete_after_days_since_creation_greater_than',
      'rule.actions.version.delete_after_days_since_creation',
    ]),
  },
  azurerm_container_registry: { idle: idle('goes with the registry', ['retention_policy_in_days']) },
  azurerm_eventhub: {
    idle: idle('goes with the namespace', [
      'message_retention',
      'retention_description.cleanup_policy',
      'retention_description.retention_time_in_hours',
      'retention_description.tombstone_retention_time_in_hours',
    ]),
  },
  azurerm_management_lock: {
    idle: idle('Terraform takes the lock away before what it locks', ['lock_level']),
  },
  azurerm_network_watcher_flow_log: {
    idle: idle('goes with the account that it writes to', ['retention_policy.days', 'retention_policy.enabled']),
  },
};
