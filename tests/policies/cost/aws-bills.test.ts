import { awsPricing } from '../../../policies/cost/aws';
import { billOf, type HandBill, priceIn, totalOfType } from './bill-of';

const p = priceIn('aws');
const nodeGroup = {
  capacity_type: 'ON_DEMAND',
  instance_types: ['m7i.2xlarge'],
  scaling_config: { min_size: 3, max_size: 13, desired_size: 3 },
  launch_template: { name: '${aws_launch_template.nodes.name}' },
};
const template = {
  block_device_mappings: [
    { ebs: { volume_size: 4, volume_type: 'gp3' } },
    { ebs: { volume_size: 100, volume_type: 'gp3' } },
  ],
};
const detector = { detector_id: '${aws_guardduty_detector.all.id}', status: 'ENABLED' };
const database = {
  instance_class: 'db.m7g.large',
  allocated_storage: 200,
  storage_type: 'gp3',
  multi_az: true,
  backup_retention_period: 14,
};

/** Worked out by a person: prices of the book, numbers of the assumptions (docs/guides/cost.md) and of the resource. */
const bills: readonly HandBill[] = [
  { type: 'aws_eks_cluster', values: { version: '1.35' }, total: p('eks/cluster') * 730 },
  {
    // Three always, and 15 % of ten more; each has disks of 104 GiB.
    type: 'aws_eks_node_group',
    values: nodeGroup,
    beside: { aws_launch_template: { nodes: template } },
    total: 4.5 * (p('machine/m7i.2xlarge') * 730 + 104 * p('disk/gp3')),
  },
  {
    type: 'aws_eks_node_group',
    values: { ...nodeGroup, capacity_type: 'SPOT', scaling_config: { min_size: 0, max_size: 20 } },
    beside: { aws_launch_template: { nodes: template } },
    total: 3 * (p('machine/m7i.2xlarge') * p('machine/spot-share') * 730 + 104 * p('disk/gp3')),
  },
  {
    type: 'aws_autoscaling_group',
    values: { min_size: 1, max_size: 1, launch_template: { id: '${aws_launch_template.host.id}' } },
    beside: {
      aws_launch_template: {
        host: { instance_type: 't4g.nano', block_device_mappings: [{ ebs: { volume_size: 8 } }] },
      },
    },
    total: p('machine/t4g.nano') * 730 + 8 * p('disk/gp3'),
  },
  {
    type: 'aws_ec2_capacity_reservation',
    values: { instance_type: 'm7i.xlarge', instance_count: 2 },
    total: 2 * p('machine/m7i.xlarge') * 730,
  },
  {
    // The pool keeps three of four busy.
    type: 'aws_ec2_capacity_reservation',
    values: { instance_type: 'm7i.2xlarge', instance_count: 4 },
    beside: { aws_eks_node_group: { pool: nodeGroup }, aws_launch_template: { nodes: template } },
    total: p('machine/m7i.2xlarge') * 730,
  },
  {
    type: 'aws_instance',
    values: { instance_type: 'm7i.large', root_block_device: { volume_size: 50 } },
    total: p('machine/m7i.large') * 730 + 50 * p('disk/gp3'),
  },
  {
    type: 'aws_db_instance',
    values: database,
    total: 2 * p('database/db.m7g.large') * 730 + 400 * p('database/gp3') + 100 * p('database/backup'),
  },
  {
    // A replica has the room of its source, one machine, and no backups of its own.
    type: 'aws_db_instance',
    values: { instance_class: 'db.t4g.medium', replicate_source_db: '${aws_db_instance.source.identifier}' },
    beside: {},
    total: p('database/db.t4g.medium') * 730 + 20 * p('database/gp3'),
  },
  {
    type: 'aws_elasticache_replication_group',
    values: { node_type: 'cache.m7g.large', num_cache_clusters: 3, snapshot_retention_limit: 7 },
    total: 3 * p('cache/cache.m7g.large') * 730 + 6 * 5 * p('cache/backup'),
  },
  {
    type: 'aws_msk_cluster',
    values: {
      number_of_broker_nodes: 3,
      broker_node_group_info: {
        instance_type: 'kafka.m7g.xlarge',
        storage_info: { ebs_storage_info: { volume_size: 200 } },
      },
    },
    total: 3 * p('kafka/kafka.m7g.xlarge') * 730 + 600 * p('kafka/storage'),
  },
  {
    type: 'aws_efs_file_system',
    values: { throughput_mode: 'elastic' },
    total: 200 * p('file-storage/efs') + 200 * p('file-storage/efs-throughput'),
  },
  {
    type: 'aws_s3_bucket',
    values: { bucket: 'a' },
    total: 100 * p('object-storage/standard') + 100 * p('object-storage/requests'),
  },
  {
    // Of 365 days: 73 as written, 146 in the first tier, 146 in the second. 5 % a month is read; 100,000 objects a year move twice.
    type: 'aws_s3_bucket',
    values: { bucket: 'a' },
    beside: {
      aws_s3_bucket_lifecycle_configuration: {
        rules: {
          bucket: '${aws_s3_bucket.it.id}',
          rule: [
            {
              status: 'Enabled',
              filter: [{ prefix: '' }],
              transition: [
                { days: 219, storage_class: 'GLACIER_IR' },
                { days: 73, storage_class: 'STANDARD_IA' },
              ],
            },
            { status: 'Enabled', filter: [{ prefix: 'tmp/' }], transition: [{ days: 1, storage_class: 'GLACIER' }] },
            { status: 'Disabled', filter: [{ prefix: '' }], expiration: [{ days: 2 }] },
          ],
        },
      },
    },
    total:
      20 * p('object-storage/standard') +
      40 * (p('object-storage/STANDARD_IA') + 0.05 * p('object-storage/STANDARD_IA-read')) +
      40 * (p('object-storage/GLACIER_IR') + 0.05 * p('object-storage/GLACIER_IR-read')) +
      (100 / 12) * (p('object-storage/STANDARD_IA-moved') + p('object-storage/GLACIER_IR-moved')) +
      100 * p('object-storage/requests'),
  },
  { type: 'aws_s3_bucket_inventory', values: { bucket: 'a' }, total: 0.1 * (52 / 12) * p('object-storage/inventory') },
  {
    type: 'aws_s3_bucket_replication_configuration',
    values: { bucket: 'a' },
    total: 50 * p('traffic/region') + 50 * p('object-storage/replication-time'),
  },
  { type: 'aws_ecr_repository', values: { name: 'a' }, total: 50 * p('registry/stored') },
  { type: 'aws_athena_workgroup', values: { name: 'a' }, total: p('warehouse/scanned') },
  {
    type: 'aws_backup_selection',
    values: { name: 'databases' },
    beside: { aws_db_instance: { one: database, two: { ...database, allocated_storage: 100 } } },
    total: 450 * p('backup/stored'),
  },
  {
    type: 'aws_db_instance_automated_backups_replication',
    values: { source_db_instance_arn: '${aws_db_instance.one.arn}' },
    beside: { aws_db_instance: { one: database } },
    total: 300 * p('database/backup') + 100 * p('traffic/region'),
  },
  { type: 'aws_nat_gateway', values: { subnet_id: 'a' }, total: p('nat/gateway') * 730 + 200 * p('nat/data') },
  { type: 'aws_eip', values: { domain: 'vpc' }, total: p('address/public') * 730 },
  {
    type: 'aws_vpc_endpoint',
    values: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] },
    total: 3 * p('private-endpoint') * 730 + 50 * p('private-endpoint/data'),
  },
  { type: 'aws_vpc_endpoint', values: { vpc_endpoint_type: 'Gateway', route_table_ids: ['a'] }, total: 0 },
  {
    type: 'aws_lb',
    values: { load_balancer_type: 'application' },
    total: p('load-balancer/application') * 730 + 2 * 730 * p('load-balancer/application-capacity'),
  },
  {
    type: 'aws_vpn_connection',
    values: { type: 'ipsec.1' },
    total: p('vpn/connection') * 730 + 50 * p('traffic/internet'),
  },
  {
    type: 'aws_vpc',
    values: { cidr_block: '10.0.0.0/16' },
    beside: { aws_subnet: { a: { availability_zone: 'eu-west-1a' }, b: { availability_zone: 'eu-west-1b' } } },
    total: 1000 * p('traffic/zone') + 200 * p('traffic/internet'),
  },
  { type: 'aws_route53_zone', values: { name: 'example.com' }, total: p('dns/zone') + p('dns/queries') },
  {
    type: 'aws_route53_health_check',
    values: { type: 'HTTPS' },
    total: p('dns/health-check') + p('dns/health-check-feature'),
  },
  { type: 'aws_flow_log', values: { traffic_type: 'ALL' }, total: 20 * p('logs/ingested') },
  {
    type: 'aws_wafv2_web_acl',
    values: { rule: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    total: p('firewall/list') + 3 * p('firewall/rule') + 10 * p('firewall/requests'),
  },
  {
    type: 'aws_cloudfront_distribution',
    values: { enabled: true },
    total: 100 * p('edge/data') + 1000 * p('edge/requests'),
  },
  { type: 'aws_shield_subscription', values: {}, total: p('ddos/subscription') },
  // After two rotations three versions are paid for.
  { type: 'aws_kms_key', values: { enable_key_rotation: true }, total: 3 * p('key/version') + 10 * p('key/requests') },
  { type: 'aws_kms_key', values: { key_usage: 'SIGN_VERIFY' }, total: p('key/version') + 10 * p('key/requests') },
  {
    type: 'aws_secretsmanager_secret',
    values: { replica: [{ region: 'eu-central-1' }] },
    total: 2 * p('secret') + p('secret/requests'),
  },
  {
    type: 'aws_cloudwatch_log_group',
    values: { retention_in_days: 30 },
    total: 2 * p('logs/ingested') + 2 * p('logs/stored'),
  },
  { type: 'aws_cloudwatch_metric_alarm', values: {}, total: p('monitoring/alarm') },
  { type: 'aws_cloudwatch_log_metric_filter', values: {}, total: p('monitoring/metric') },
  { type: 'aws_cloudtrail', values: {}, total: p('audit/data-events') },
  { type: 'aws_config_configuration_recorder', values: {}, total: 5 * p('config/recorded') },
  { type: 'aws_config_config_rule', values: {}, total: 0.5 * p('config/evaluations') },
  {
    type: 'aws_guardduty_detector',
    values: { enable: true },
    total: 5 * p('threats/management-events') + 50 * p('threats/flow-and-dns'),
  },
  {
    type: 'aws_guardduty_detector_feature',
    values: { ...detector, name: 'S3_DATA_EVENTS' },
    total: 5 * p('threats/storage-events'),
  },
  {
    // A database of two vCPUs with a standby.
    type: 'aws_guardduty_detector_feature',
    values: { ...detector, name: 'RDS_LOGIN_EVENTS' },
    beside: { aws_db_instance: { one: database } },
    total: 4 * p('threats/database'),
  },
  {
    // Four and a half machines of eight vCPUs.
    type: 'aws_guardduty_detector_feature',
    values: { ...detector, name: 'RUNTIME_MONITORING' },
    beside: { aws_eks_node_group: { pool: nodeGroup }, aws_launch_template: { nodes: template } },
    total: 36 * p('threats/runtime'),
  },
  { type: 'aws_securityhub_standards_subscription', values: {}, total: 20 * p('posture/checks') },
  { type: 'aws_sns_topic', values: {}, total: p('topic/messages') },
  { type: 'aws_ecr_pull_through_cache_rule', values: {}, total: 50 * p('registry/stored') },
  { type: 'aws_ecr_replication_configuration', values: {}, total: 50 * p('traffic/region') },
  { type: 'aws_kms_replica_key', values: {}, total: p('key/version') + 10 * p('key/requests') },
  { type: 'aws_vpc_peering_connection', values: {}, total: 50 * p('traffic/region') },
  {
    // Nothing is sent to another zone where there is one.
    type: 'aws_vpc',
    values: {},
    beside: { aws_subnet: { a: { availability_zone: 'eu-west-1a' }, b: { availability_zone: 'eu-west-1a' } } },
    total: 200 * p('traffic/internet'),
  },
  {
    // It follows one in another region.
    type: 'aws_db_instance',
    values: {
      instance_class: 'db.m7g.large',
      allocated_storage: 100,
      replicate_source_db: 'arn:aws:rds:eu-central-1:111122223333:db:source',
    },
    total: p('database/db.m7g.large') * 730 + 100 * p('database/gp3') + 50 * p('traffic/region'),
  },
  { type: 'aws_sqs_queue', values: {}, total: p('queue/messages') },
];

it.each(bills.map((bill): [string, HandBill] => [bill.type, bill]))(
  '%s costs what a person works out',
  (type, { values, beside, total }) => {
    const bill = billOf('aws', { ...beside, [type]: { ...beside?.[type], it: values } });
    const lines = bill.lines.filter(({ address }) => address === `${type}.it`);
    expect(bill.unpriced).toEqual([]);
    expect(totalOfType({ ...bill, lines }, type)).toBeCloseTo(total, 6);
  },
);

it('has a bill by hand of every type with a price', () => {
  const byHand = new Set(bills.map(({ type }) => type));
  const priced = Object.entries(awsPricing).flatMap(([type, pricing]) => (typeof pricing === 'function' ? [type] : []));
  expect(byHand.size).toBeGreaterThanOrEqual(25);
  expect(priced.filter((type) => !byHand.has(type))).toEqual([]);
});
