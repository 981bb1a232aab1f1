import { resolve } from 'node:path';
import { pricedEnvironment, pricedOutput } from '../../../../delivery/priced-environment';
import { renderSiteOutput } from '../../../../delivery/site-output';
import type { Cloud } from '../../../../environments/facts';
import { environmentFiles } from '../../../../environments/model/environment-files';
import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import { afterDestroy, leavingTable } from '../../../../policies/cost/leftovers/after-destroy';
import type { Manifest, StackJson } from '../../../../policies/site-output';
import { vaultedDatabases } from '../../../fixtures/vaulted-databases';
import { book, priceIn, type Resources } from '../bill-of';

const providers: Readonly<Record<Cloud, object>> = {
  aws: { aws: [{ region: 'eu-west-1' }] },
  google: { google: [{ region: 'europe-west1' }] },
  azure: { azurerm: [{ features: [{ key_vault: [{ purge_soft_delete_on_destroy: false }] }] }] },
};

const leftOf = (cloud: Cloud, resource: Resources, objects: readonly object[] = []) =>
  afterDestroy(
    {
      stacks: [
        { site: 'a-site', stack: 'all', json: { provider: providers[cloud], resource } as unknown as StackJson },
      ],
      objects: objects.map((manifest) => ({ site: 'a-site', manifest: manifest as Manifest })),
    },
    { book },
  );

const brief = (cloud: Cloud, resource: Resources, objects: readonly object[] = []) =>
  leftOf(cloud, resource, objects).leftovers.map(({ how, what, days, monthly }) => [
    how,
    what,
    days,
    Number(monthly.toFixed(4)),
  ]);

const aws = priceIn('aws');
const google = priceIn('google');
const azure = priceIn('azure');
const location = 'westeurope';
const account = { account_tier: 'Standard', account_replication_type: 'ZRS', location };
const instance = { tier: 'db-custom-2-8192', disk_size: 40 };

/** What stays of one resource, worked out by hand; a counter-example beside each. */
const cases: readonly {
  readonly name: string;
  readonly cloud: Cloud;
  readonly resource: Resources;
  readonly left: readonly (readonly [string, string, number | null, number])[];
}[] = [
  {
    name: 'a database of AWS with a final snapshot and backups that outlive it',
    cloud: 'aws',
    resource: {
      aws_db_instance: {
        one: {
          instance_class: 'db.m7g.large',
          allocated_storage: 100,
          skip_final_snapshot: false,
          delete_automated_backups: false,
          backup_retention_period: 14,
        },
      },
    },
    left: [
      ['kept', 'automated backups', 14, 150 * aws('database/backup')],
      ['kept', 'final snapshot', null, 100 * aws('database/backup')],
    ],
  },
  {
    name: 'a database of AWS that skips its snapshot',
    cloud: 'aws',
    resource: {
      aws_db_instance: {
        one: { instance_class: 'db.m7g.large', skip_final_snapshot: true, backup_retention_period: 14 },
      },
    },
    left: [],
  },
  {
    name: 'a bucket locked for everybody',
    cloud: 'aws',
    resource: {
      aws_s3_bucket: { one: { force_destroy: true, object_lock_enabled: true } },
      aws_s3_bucket_object_lock_configuration: {
        one: {
          bucket: '${aws_s3_bucket.one.bucket}',
          rule: [{ default_retention: { mode: 'COMPLIANCE', days: 180 } }],
        },
      },
    },
    left: [['kept', 'locked objects', 180, 100 * aws('object-storage/standard')]],
  },
  {
    name: 'a lock in governance mode gives way to a destroy that empties the bucket',
    cloud: 'aws',
    resource: {
      aws_s3_bucket: { one: { force_destroy: true, object_lock_enabled: true } },
      aws_s3_bucket_object_lock_configuration: {
        one: {
          bucket: '${aws_s3_bucket.one.bucket}',
          rule: [{ default_retention: { mode: 'GOVERNANCE', days: 180 } }],
        },
      },
    },
    left: [],
  },
  {
    name: 'keys and secrets of AWS wait for their day, and cost nothing',
    cloud: 'aws',
    resource: {
      aws_kms_key: { one: { deletion_window_in_days: 7 } },
      aws_secretsmanager_secret: { one: { recovery_window_in_days: 30 }, two: { recovery_window_in_days: 0 } },
    },
    left: [
      ['kept', 'key', 7, 0],
      ['kept', 'secret', 30, 0],
    ],
  },
  {
    name: 'logs that skip the destroy, and logs that do not',
    cloud: 'aws',
    resource: {
      aws_cloudwatch_log_group: {
        one: { skip_destroy: true, retention_in_days: 90 },
        two: { skip_destroy: false, retention_in_days: 90 },
        three: { skip_destroy: true, retention_in_days: 0 },
      },
    },
    left: [
      ['kept', 'logs', 90, 2 * aws('logs/stored')],
      ['kept', 'logs', null, 2 * aws('logs/stored')],
    ],
  },
  {
    name: 'a bucket of Google deletes softly unless it says otherwise, after what is retained',
    cloud: 'google',
    resource: {
      google_storage_bucket: {
        one: { force_destroy: true },
        two: { force_destroy: true, soft_delete_policy: { retention_duration_seconds: 0 } },
        three: {
          force_destroy: true,
          retention_policy: { retention_period: 2_592_000, is_locked: true },
          soft_delete_policy: { retention_duration_seconds: 604_800 },
        },
      },
    },
    left: [
      ['kept', 'soft-deleted objects', 7, 100 * google('object-storage/standard')],
      ['kept', 'retained objects', 37, 100 * google('object-storage/standard')],
    ],
  },
  {
    name: 'a database of Google with a final backup and retained ones',
    cloud: 'google',
    resource: {
      google_sql_database_instance: {
        one: {
          settings: {
            ...instance,
            retain_backups_on_delete: true,
            backup_configuration: { enabled: true, backup_retention_settings: { retained_backups: 14 } },
            final_backup_config: { enabled: true, retention_days: 30 },
          },
        },
        two: { settings: { ...instance, retain_backups_on_delete: false } },
      },
    },
    left: [
      ['kept', 'backups', 14, 60 * google('database/backup')],
      ['kept', 'final backup', 30, 40 * google('database/backup')],
    ],
  },
  {
    name: 'a key in hardware of Azure is paid for in its last month, in a vault that is not',
    cloud: 'azure',
    resource: {
      azurerm_key_vault: { one: { soft_delete_retention_days: 90, purge_protection_enabled: true, location } },
      azurerm_key_vault_key: {
        one: { key_vault_id: '${azurerm_key_vault.one.id}', key_type: 'RSA-HSM', key_size: 3072, location },
      },
    },
    left: [
      ['kept', 'key in hardware', 30, azure('key/version-large')],
      ['kept', 'vault and secrets', 90, 0],
    ],
  },
  {
    name: 'a locked policy keeps container and account, one that is not locked keeps neither',
    cloud: 'azure',
    resource: {
      azurerm_storage_account: { one: account },
      azurerm_storage_container: { one: { storage_account_id: '${azurerm_storage_account.one.id}' } },
      azurerm_storage_container_immutability_policy: {
        one: {
          storage_container_resource_manager_id: '${azurerm_storage_container.one.resource_manager_id}',
          immutability_period_in_days: 365,
          locked: true,
        },
        two: {
          storage_container_resource_manager_id: '${azurerm_storage_container.one.resource_manager_id}',
          immutability_period_in_days: 365,
          locked: false,
        },
      },
    },
    left: [['kept', 'locked blobs', 365, 100 * azure('object-storage/Hot-ZRS')]],
  },
];

it.each(cases)('tells what a destroy leaves: $name', ({ cloud, resource, left }) => {
  const expected = left.map(([how, what, days, monthly]) => [how, what, days, Number(monthly.toFixed(4))]);
  expect(brief(cloud, resource)).toEqual(expected);
});

it('tells what a destroy is refused of, with its whole price, and by what', () => {
  const { leftovers, monthly } = leftOf('aws', {
    aws_eks_cluster: { one: { deletion_protection: true, lifecycle: { prevent_destroy: true } }, two: {} },
    aws_ecr_repository: { full: { force_delete: false }, emptied: { force_delete: true } },
  });
  expect(leftovers.map(({ how, address, why }) => [how, address, why])).toEqual([
    [
      'refused',
      'aws_eks_cluster.one',
      'lifecycle.prevent_destroy (refused by Terraform, which then destroys nothing of the stack); deletion_protection (refused by the cloud)',
    ],
    ['refused', 'aws_ecr_repository.full', 'force_delete is off (refused while something is in it)'],
  ]);
  expect(monthly.refused).toBeCloseTo(730 * aws('eks/cluster') + 50 * aws('registry/stored'), 6);
});

it('says how much of it is left as time goes by', () => {
  const { keptAfter } = leftOf('aws', {
    aws_cloudwatch_log_group: {
      one: { skip_destroy: true, retention_in_days: 60 },
      two: { skip_destroy: true, retention_in_days: 0 },
    },
  });
  const group = 2 * aws('logs/stored');
  expect(keptAfter.map(({ days, monthly }) => [days, Number((monthly / group).toFixed(6))])).toEqual([
    [0, 2],
    [30, 2],
    [90, 1],
    [365, 1],
    [null, 1],
  ]);
});

describe('what clusters bought', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'ours' },
    spec: { storageClassName: 'plain', resources: { requests: { storage: '100Gi' } } },
  };
  const storageClass = (reclaimPolicy: string, type: string) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'plain' },
    parameters: { type, skuName: 'Premium_LRS' },
    reclaimPolicy,
  });
  const balancer = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'way-in', namespace: 'ours' },
    spec: { type: 'LoadBalancer' },
  };

  it('outlives a cluster of AWS or Google that was not drained, and goes with one of Azure', () => {
    const howOf = (cloud: Cloud, cluster: Resources, type: string) =>
      leftOf(cloud, cluster, [claim, storageClass('Delete', type), balancer]).leftovers.map(({ how, what }) => [
        how,
        what,
      ]);
    const both = [
      ['undrained', 'load balancer'],
      ['undrained', 'volumes of claims'],
    ];
    expect(howOf('aws', { aws_eks_cluster: { it: {} } }, 'gp3')).toEqual(both);
    expect(howOf('google', { google_container_cluster: { it: { location: 'europe-west1' } } }, 'pd-balanced')).toEqual(
      both,
    );
    expect(howOf('azure', { azurerm_kubernetes_cluster: { it: { location, sku_tier: 'Standard' } } }, '')).toEqual([]);
  });

  it('stays even after draining where its class retains volumes', () => {
    expect(brief('aws', { aws_eks_cluster: { it: {} } }, [claim, storageClass('Retain', 'gp3')])).toEqual([
      ['kept', 'volumes of claims', null, Number((100 * aws('disk/gp3')).toFixed(4))],
    ]);
  });
});

describe('protective fields that nobody reads', () => {
  it.each(environmentFiles())('are not in %s, and everything that it keeps has a price', async (file) => {
    const output = await pricedEnvironment(resolveEnvironment(require(resolve(file)).default));
    const { unread, unpriced } = afterDestroy(output, { book });
    expect({ unread, unpriced }).toEqual({ unread: [], unpriced: [] });
  });

  it.each(Object.keys(vaultedDatabases) as Cloud[])('are not in a locked vault of %s, which is kept', async (cloud) => {
    const site = vaultedDatabases[cloud];
    const output = pricedOutput({}, [{ site, output: (await renderSiteOutput(site)).output }]);
    const { unread, unpriced, leftovers } = afterDestroy(output, { book });
    expect({ unread, unpriced }).toEqual({ unread: [], unpriced: [] });
    const [vault] = leftovers.filter(({ what }) => what === 'locked backups');
    expect(vault?.days).toBeGreaterThanOrEqual(60);
    expect(vault?.monthly).toBeGreaterThan(0);
  });

  it('are found where a type or a field was forgotten', () => {
    const { unread } = leftOf('aws', {
      aws_dynamodb_table: { one: { deletion_protection_enabled: true, replica: [{ final_backup_enabled: true }] } },
      aws_db_instance: { one: { instance_class: 'db.m7g.large', snapshot_retention_lock: true } },
      aws_s3_bucket: { one: { force_destroy: true } },
    });
    expect(unread).toEqual([
      { address: 'a-site all aws_dynamodb_table.one', fields: ['replica.final_backup_enabled'] },
      { address: 'a-site all aws_db_instance.one', fields: ['snapshot_retention_lock'] },
    ]);
  });

  it('would be found of every type that the tables know, were it taken out', () => {
    const known = Object.entries(leavingTable).flatMap(([type, { reads = [], emptiedBy }]) =>
      [...reads, ...(emptiedBy ? [emptiedBy] : [])].map((field) => ({ type, field })),
    );
    const missed = known.filter(({ field }) => {
      const nested = field.split('.').reduceRight<unknown>((inside, key) => ({ [key]: inside }), 'true');
      return leftOf('aws', { aws_forgotten: { one: nested as object } }).unread.length === 0;
    });
    expect(known.length).toBeGreaterThan(30);
    expect(missed).toEqual([]);
  });
});
