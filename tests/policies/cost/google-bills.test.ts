import { googlePricing } from '../../../policies/cost/google';
import { billOf, type HandBill, priceIn, totalOfType } from './bill-of';

const p = priceIn('google');
const pool = {
  autoscaling: { total_min_node_count: 3, total_max_node_count: 13 },
  node_locations: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  node_config: { machine_type: 'n4-standard-8', disk_type: 'hyperdisk-balanced', disk_size_gb: 100, spot: false },
};
const reserved = (count: number) => ({
  specific_reservation: { count, instance_properties: { machine_type: 'n4-standard-8' } },
});
const sql = (settings: object) => ({ settings: { disk_size: 200, disk_type: 'PD_SSD', ...settings } });
const kept = { backup_configuration: { enabled: true } };

/** Worked out by a person: prices of the book, numbers of the assumptions (docs/guides/cost.md) and of the resource. */
const bills: readonly HandBill[] = [
  // Its first pool is taken away.
  {
    type: 'google_container_cluster',
    values: { initial_node_count: 1, remove_default_node_pool: true },
    total: p('gke/cluster') * 730,
  },
  {
    type: 'google_container_cluster',
    values: {
      initial_node_count: 2,
      node_config: { machine_type: 'n4-standard-4', disk_type: 'pd-balanced', disk_size_gb: 50 },
    },
    total: p('gke/cluster') * 730 + 2 * (p('machine/n4-standard-4') * 730 + 50 * p('disk/pd-balanced')),
  },
  {
    // Three always, and 15 % of ten more.
    type: 'google_container_node_pool',
    values: pool,
    total: 4.5 * (p('machine/n4-standard-8') * 730 + 100 * p('disk/hyperdisk-balanced')),
  },
  {
    // Bounds of each of three zones: three always, 15 % of six more.
    type: 'google_container_node_pool',
    values: {
      ...pool,
      autoscaling: { min_node_count: 1, max_node_count: 3 },
      node_config: { ...pool.node_config, spot: true },
    },
    total: 3.9 * (p('spot/n4-standard-8') * 730 + 100 * p('disk/hyperdisk-balanced')),
  },
  {
    // GPUs beside a machine are sold apart, and inside it are not.
    type: 'google_container_node_pool',
    values: {
      node_count: 1,
      node_config: {
        machine_type: 'n1-standard-4',
        disk_type: 'pd-ssd',
        disk_size_gb: 10,
        guest_accelerator: [{ type: 'nvidia-tesla-t4', count: 2 }],
      },
    },
    total: p('machine/n1-standard-4') * 730 + 10 * p('disk/pd-ssd') + 2 * 730 * p('accelerator/nvidia-tesla-t4'),
  },
  {
    type: 'google_container_node_pool',
    values: {
      node_count: 1,
      node_config: {
        machine_type: 'g2-standard-4',
        disk_type: 'pd-ssd',
        disk_size_gb: 10,
        guest_accelerator: [{ type: 'nvidia-l4', count: 1 }],
      },
    },
    total: p('machine/g2-standard-4') * 730 + 10 * p('disk/pd-ssd'),
  },
  { type: 'google_compute_reservation', values: reserved(2), total: 2 * p('machine/n4-standard-8') * 730 },
  {
    // The pool keeps three of four busy.
    type: 'google_compute_reservation',
    values: reserved(4),
    beside: { google_container_node_pool: { pool } },
    total: p('machine/n4-standard-8') * 730,
  },
  {
    type: 'google_sql_database_instance',
    values: sql({ tier: 'db-perf-optimized-N-4', edition: 'ENTERPRISE_PLUS', availability_type: 'REGIONAL', ...kept }),
    total:
      2 * 730 * (4 * p('database/enterprise-plus-vcpu') + 32 * p('database/enterprise-plus-memory')) +
      400 * p('database/ssd') +
      300 * p('database/backup'),
  },
  {
    type: 'google_sql_database_instance',
    values: sql({ tier: 'db-custom-2-4096', edition: 'ENTERPRISE', availability_type: 'ZONAL' }),
    total: 730 * (2 * p('database/enterprise-vcpu') + 4 * p('database/enterprise-memory')) + 200 * p('database/ssd'),
  },
  {
    // Six vCPUs are 3.6 units, 24 GiB are 2.4.
    type: 'google_managed_kafka_cluster',
    values: { capacity_config: { vcpu_count: '6', memory_bytes: '25769803776' } },
    total: 6 * 730 * p('kafka/compute-unit') + 600 * p('kafka/local-storage') + 100 * p('kafka/stored'),
  },
  {
    type: 'google_memorystore_instance',
    values: { node_type: 'STANDARD_SMALL', shard_count: 1, replica_count: 2 },
    total: 3 * 730 * p('cache/STANDARD_SMALL'),
  },
  {
    type: 'google_filestore_instance',
    values: { tier: 'REGIONAL', file_shares: { capacity_gb: 1024 } },
    total: 1024 * p('file-storage/REGIONAL'),
  },
  {
    type: 'google_storage_bucket',
    values: { location: 'europe-west1' },
    total: 100 * p('object-storage/standard') + 100 * p('object-storage/requests'),
  },
  {
    // Deleted after 200 days: half as written, half in a tier. Old versions that end, and rules for some objects, move nothing.
    type: 'google_storage_bucket',
    values: {
      location: 'europe-west1',
      lifecycle_rule: [
        { action: { type: 'SetStorageClass', storage_class: 'NEARLINE' }, condition: { age: 100 } },
        {
          action: { type: 'SetStorageClass', storage_class: 'ARCHIVE' },
          condition: { age: 1, matches_prefix: ['tmp/'] },
        },
        { action: { type: 'Delete' }, condition: { age: 200, with_state: 'LIVE' } },
        { action: { type: 'Delete' }, condition: { days_since_noncurrent_time: 7, age: 10, with_state: 'ARCHIVED' } },
      ],
    },
    total:
      50 * p('object-storage/standard') +
      50 * (p('object-storage/NEARLINE') + 0.05 * p('object-storage/NEARLINE-read')) +
      (100 / 200) * (365 / 12) * p('object-storage/NEARLINE-moved') +
      100 * p('object-storage/requests'),
  },
  {
    type: 'google_storage_insights_report_config',
    values: { frequency_options: { frequency: 'DAILY' } },
    total: 0.1 * (365 / 12) * p('object-storage/inventory'),
  },
  { type: 'google_storage_transfer_job', values: {}, total: 50 * p('transfer/data') + 50 * p('traffic/region') },
  { type: 'google_artifact_registry_repository', values: {}, total: 50 * p('registry/stored') },
  { type: 'google_bigquery_dataset', values: {}, total: p('warehouse/scanned') + 100 * p('warehouse/stored') },
  {
    type: 'google_backup_dr_backup_plan_association',
    values: {},
    beside: { google_sql_database_instance: { one: sql({ tier: 'db-custom-2-4096' }) } },
    total: 300 * p('backup/stored'),
  },
  {
    type: 'google_compute_network',
    values: {},
    beside: {
      google_container_node_pool: {
        a: {
          node_count: 0,
          node_config: { machine_type: 'n4-standard-4' },
          node_locations: ['europe-west1-b', 'europe-west1-c'],
        },
      },
    },
    total: 1000 * p('traffic/zone') + 200 * p('traffic/internet'),
  },
  {
    // A cluster of a region is in several zones; one of a zone has nobody to send to.
    type: 'google_compute_network',
    values: {},
    beside: { google_container_cluster: { a: { location: 'europe-west1' } } },
    total: 1000 * p('traffic/zone') + 200 * p('traffic/internet'),
  },
  {
    type: 'google_compute_network',
    values: {},
    beside: { google_container_cluster: { a: { location: 'europe-west1-b' } } },
    total: 200 * p('traffic/internet'),
  },
  {
    // It follows one in another region.
    type: 'google_sql_database_instance',
    values: { master_instance_name: 'elsewhere', settings: { tier: 'db-custom-2-8192', disk_size: 100 } },
    total:
      (2 * p('database/enterprise-vcpu') + 8 * p('database/enterprise-memory')) * 730 +
      100 * p('database/ssd') +
      50 * p('traffic/region'),
  },
  {
    type: 'google_compute_router_nat',
    values: {},
    total: p('nat/gateway') * 730 + 200 * p('nat/data') + 2 * p('logs/ingested'),
  },
  { type: 'google_compute_address', values: { address_type: 'EXTERNAL' }, total: p('address/public') * 730 },
  { type: 'google_compute_address', values: { address_type: 'INTERNAL' }, total: 0 },
  { type: 'google_compute_global_address', values: {}, total: p('address/public') * 730 },
  {
    type: 'google_compute_forwarding_rule',
    values: { load_balancing_scheme: '' },
    total: p('private-endpoint') * 730 + 50 * p('private-endpoint/data'),
  },
  {
    type: 'google_compute_forwarding_rule',
    values: { load_balancing_scheme: 'INTERNAL' },
    total: p('load-balancer/forwarding-rule') * 730 + 200 * p('load-balancer/data'),
  },
  { type: 'google_compute_global_forwarding_rule', values: {}, total: p('load-balancer/forwarding-rule') * 730 },
  { type: 'google_compute_backend_service', values: { enable_cdn: true }, total: 100 * p('edge/data') },
  { type: 'google_compute_backend_service', values: {}, total: 100 * p('load-balancer/data') },
  { type: 'google_compute_subnetwork', values: { log_config: { flow_sampling: 0.5 } }, total: 20 * p('logs/ingested') },
  { type: 'google_compute_vpn_tunnel', values: {}, total: p('vpn/tunnel') * 730 + 50 * p('traffic/internet') },
  { type: 'google_compute_network_peering', values: {}, total: 50 * p('traffic/region') },
  { type: 'google_dns_managed_zone', values: {}, total: p('dns/zone') + p('dns/queries') },
  {
    type: 'google_compute_security_policy',
    values: { rule: [{}, {}] },
    total: p('firewall/policy') + 2 * p('firewall/rule') + 10 * p('firewall/requests'),
  },
  {
    // Rotated every ninety days: after a year four old versions are left.
    type: 'google_kms_crypto_key',
    values: { rotation_period: '7776000s', version_template: { protection_level: 'HSM' } },
    total: 5 * p('key/version-hsm') + 10 * p('key/requests'),
  },
  { type: 'google_kms_crypto_key', values: {}, total: p('key/version-software') + 10 * p('key/requests') },
  { type: 'google_secret_manager_secret', values: {}, total: p('secret/requests') },
  {
    type: 'google_secret_manager_secret_version',
    values: { secret: '${google_secret_manager_secret.one.id}' },
    beside: {
      google_secret_manager_secret: {
        one: { replication: { user_managed: { replicas: [{ location: 'a' }, { location: 'b' }] } } },
      },
    },
    total: 2 * p('secret/version'),
  },
  {
    // A year is 365 days, the first thirty of which are free.
    type: 'google_logging_project_bucket_config',
    values: { retention_days: 365 },
    total: 2 * p('logs/ingested') + 2 * (335 / 30) * p('logs/stored'),
  },
  {
    type: 'google_monitoring_alert_policy',
    values: { conditions: [{}, {}] },
    total: 2 * p('monitoring/alert-condition'),
  },
  { type: 'google_pubsub_topic', values: {}, total: 0.001 * p('queue/throughput') },
  { type: 'google_pubsub_subscription', values: {}, total: 0.001 * p('queue/throughput') },
];

it.each(bills.map((bill): [string, HandBill] => [bill.type, bill]))(
  '%s costs what a person works out',
  (type, { values, beside, total }) => {
    const bill = billOf('google', { ...beside, [type]: { ...beside?.[type], it: values } });
    const lines = bill.lines.filter(({ address }) => address === `${type}.it`);
    expect(bill.unpriced).toEqual([]);
    expect(totalOfType({ ...bill, lines }, type)).toBeCloseTo(total, 6);
  },
);

it('has a bill by hand of every type with a price', () => {
  const byHand = new Set(bills.map(({ type }) => type));
  const priced = Object.entries(googlePricing).flatMap(([type, pricing]) =>
    typeof pricing === 'function' ? [type] : [],
  );
  expect(byHand.size).toBeGreaterThanOrEqual(25);
  expect(priced.filter((type) => !byHand.has(type))).toEqual([]);
});
