import { allMonth, fixed, freeOf, hoursPerMonth, type Pricer, type PricingTable, usage } from '../pricing';
import { isElsewhere, isOn, numberAt, textAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { bucketContent } from './buckets';

/** vCPUs and GiB of a tier: it says both, or its family has 8 GiB for each vCPU. */
function sizeOf(tier: string): { readonly vcpus: number; readonly memoryGiB: number } {
  const custom = /^db-custom-(\d+)-(\d+)$/.exec(tier);
  if (custom) return { vcpus: Number(custom[1]), memoryGiB: Number(custom[2]) / 1024 };
  const optimized = /^db-perf-optimized-N-(\d+)$/.exec(tier);
  if (optimized) return { vcpus: Number(optimized[1]), memoryGiB: Number(optimized[1]) * 8 };
  throw new Unpriceable(`nobody knows how large ${tier} is`);
}

/** Cloud SQL: a standby in another zone doubles all of it. */
const database: Pricer = ({ values }, { assume, atSite }) => {
  const source = values.master_instance_name;
  const follows =
    isElsewhere(source) && !atSite('google_sql_database_instance').some((other) => other.values.name === source);
  const copies = textAt(values, 'settings.availability_type', 'ZONAL') === 'REGIONAL' ? 2 : 1;
  const { vcpus, memoryGiB } = sizeOf(textAt(values, 'settings.tier'));
  const edition = textAt(values, 'settings.edition', 'ENTERPRISE').toLowerCase().replace('_', '-');
  const gib = numberAt(values, 'settings.disk_size', 10);
  return [
    fixed(`database/${edition}-vcpu`, vcpus * copies * hoursPerMonth),
    fixed(`database/${edition}-memory`, memoryGiB * copies * hoursPerMonth),
    fixed('database/ssd', gib * copies),
    ...(isOn(values, 'settings.backup_configuration.enabled')
      ? [usage('database/backup', gib * (1 + assume('backupShare')))]
      : []),
    ...(follows ? [usage('traffic/region', assume('replicatedGiB'))] : []),
  ];
};

/** Managed Kafka by its compute units, and 100 GiB of local disk for each vCPU. cloud.google.com/managed-service-for-apache-kafka/pricing, 2026-11. */
const kafka: Pricer = ({ values }, { assume }) => {
  const vcpus = numberAt(values, 'capacity_config.vcpu_count', 0);
  const memoryGiB = numberAt(values, 'capacity_config.memory_bytes', 0) / 2 ** 30;
  return [
    fixed('kafka/compute-unit', (0.6 * vcpus + 0.1 * memoryGiB) * hoursPerMonth),
    fixed('kafka/local-storage', 100 * vcpus),
    usage('kafka/stored', assume('bucketGiB')),
  ];
};

const cache: Pricer = ({ values }) => {
  const nodes = numberAt(values, 'shard_count', 1) * (1 + numberAt(values, 'replica_count', 0));
  return [allMonth(`cache/${textAt(values, 'node_type', 'HIGHMEM_MEDIUM')}`, nodes)];
};

export const stores: PricingTable = {
  google_sql_database_instance: database,
  google_managed_kafka_cluster: kafka,
  google_memorystore_instance: cache,
  google_filestore_instance: ({ values }) => [
    fixed(`file-storage/${textAt(values, 'tier')}`, numberAt(values, 'file_shares.capacity_gb', 0)),
  ],
  google_storage_bucket: (bucket, context) => [
    ...bucketContent(bucket, context),
    usage('object-storage/requests', context.assume('bucketThousandRequests')),
  ],
  google_storage_insights_report_config: ({ values }, { assume }) => [
    usage(
      'object-storage/inventory',
      assume('bucketMillionObjects') *
        (valueAt(values, 'frequency_options.frequency') === 'DAILY' ? 365 / 12 : 52 / 12),
    ),
  ],
  google_storage_transfer_job: (_, { assume }) => [
    usage('transfer/data', assume('copiedGiB')),
    usage('traffic/region', assume('copiedGiB')),
  ],
  google_artifact_registry_repository: (_, { assume }) => [usage('registry/stored', assume('registryGiB'))],
  google_bigquery_dataset: (_, { assume }) => [
    usage('warehouse/scanned', assume('warehouseTiB')),
    usage('warehouse/stored', assume('bucketGiB')),
  ],
  google_backup_dr_backup_plan_association: (_, { assume, atSite }) => {
    const databases = atSite('google_sql_database_instance');
    const gib = databases.reduce((sum, { values }) => sum + numberAt(values, 'settings.disk_size', 10), 0);
    const share = 1 / Math.max(1, atSite('google_backup_dr_backup_plan_association').length);
    return [usage('backup/stored', gib * share * (1 + assume('backupShare')))];
  },
  ...freeOf('part of a store, which is priced', [
    'google_sql_database',
    'google_sql_user',
    'google_managed_kafka_acl',
    'google_managed_kafka_topic',
    'google_storage_bucket_iam_member',
    'google_bigquery_dataset_iam_member',
    'google_artifact_registry_repository_iam_member',
    'google_artifact_registry_repository_iam_policy',
    'google_backup_dr_backup_plan',
    'google_backup_dr_backup_vault',
    'google_network_connectivity_service_connection_policy',
  ]),
};
