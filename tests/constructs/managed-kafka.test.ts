import { platform as aws } from '../../constructs/aws';
import { platform as azure } from '../../constructs/azure';
import { platform as google } from '../../constructs/google';
import type { AwsSite, CloudSite, GoogleSite } from '../../environments/model';
import { streaming } from '../../services';
import { resourcesOf, synthesizeCloud, theOnly } from '../fixtures/cloud-stacks';
import { awsSite, azureSite, googleSite, withManagedKafka } from '../fixtures/sites';

/** With settings that every cloud's topics or brokers have. */
const withParameters = (site: CloudSite): CloudSite => ({
  ...site,
  services: {
    ...site.services,
    streaming: streaming.config.parse({
      broker: 'managed',
      parameters: { 'num.partitions': 24, 'log.retention.hours': 48, 'compression.type': 'zstd' },
      topics: [{ name: 'events' }],
    }),
  },
});

describe('Amazon MSK', () => {
  const { data, platform } = synthesizeCloud(withManagedKafka(awsSite()), aws);
  const policies = resourcesOf(platform, 'aws_iam_role_policy').map(({ policy }) => policy as string);
  const stream = policies.find((policy) => policy.includes('kafka-cluster:WriteData')) ?? '';

  test('makes every topic of the site, with three copies', () => {
    expect(resourcesOf(data, 'aws_msk_topic').map(({ name, partition_count }) => [name, partition_count])).toEqual(
      expect.arrayContaining([
        ['events', 12],
        ['profiles', 12],
        ['sessions', expect.any(Number)],
      ]),
    );
  });

  test('lets a stream read what it reads and write what it writes, and nothing by a star', () => {
    const statements = JSON.parse(stream).Statement as { Action: string[]; Resource: string | string[] }[];
    const on = (action: string) =>
      statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(on('kafka-cluster:ReadData')).toEqual([
      expect.stringMatching(/:topic\/.+\/\*\/events$/),
      expect.stringMatching(/:topic\/.+\/\*\/sessions$/),
    ]);
    expect(on('kafka-cluster:WriteData')).toEqual([expect.stringMatching(/:topic\/.+\/\*\/sessions$/)]);
    expect(on('kafka-cluster:AlterGroup')).toEqual([expect.stringMatching(/:group\/.+\/\*\/processing\.\*$/)]);
  });

  test('has the settings of the environment, and none that would break a promise', () => {
    const properties = (of: AwsSite): string[] =>
      (theOnly(synthesizeCloud(of, aws).data, 'aws_msk_configuration').server_properties as string).trim().split('\n');
    const kept = [
      'allow.everyone.if.no.acl.found=false',
      'auto.create.topics.enable=false',
      'default.replication.factor=3',
      'min.insync.replicas=2',
      'unclean.leader.election.enable=false',
    ];
    const site = withManagedKafka(awsSite());
    expect(properties(site)).toEqual([...kept, 'log.retention.hours=168', 'num.partitions=12'].sort());
    expect(properties(withParameters(site) as AwsSite)).toEqual(
      [...kept, 'compression.type=zstd', 'log.retention.hours=48', 'num.partitions=24'].sort(),
    );
  });

  test('grows the volumes, keeps the logs, and stores no password', () => {
    expect(theOnly(data, 'aws_appautoscaling_target')).toMatchObject({ max_capacity: 800 });
    expect(theOnly(data, 'aws_msk_cluster')).toMatchObject({
      kafka_version: '4.1.x.kraft',
      enhanced_monitoring: 'PER_TOPIC_PER_BROKER',
      client_authentication: { sasl: { iam: true, scram: false }, unauthenticated: false },
      logging_info: { broker_logs: { cloudwatch_logs: { enabled: true } } },
    });
    expect(resourcesOf(data, 'aws_msk_scram_secret_association')).toEqual([]);
  });
});

describe("Google's Kafka", () => {
  const { data, platform, state } = synthesizeCloud(withManagedKafka(googleSite()), google);

  test('gives topics what brokers have elsewhere', () => {
    const site = withParameters(withManagedKafka(googleSite())) as GoogleSite;
    const events = resourcesOf(synthesizeCloud(site, google).data, 'google_managed_kafka_topic').find(
      ({ topic_id }) => topic_id === 'events',
    );
    expect(events).toMatchObject({
      partition_count: 24,
      configs: { 'compression.type': 'zstd', 'retention.ms': `${48 * 3_600_000}`, 'min.insync.replicas': '2' },
    });
  });

  test('opens a topic to those who asked for it, by name', () => {
    const rules = Object.fromEntries(
      resourcesOf(data, 'google_managed_kafka_acl').map(({ acl_id, acl_entries }) => [
        acl_id,
        [...new Set((acl_entries as { operation: string }[]).map(({ operation }) => operation))],
      ]),
    );
    expect(rules).toMatchObject({
      'topic/events': ['READ', 'WRITE', 'DESCRIBE', 'DESCRIBE_CONFIGS'],
      'topic/profiles': ['READ', 'WRITE', 'DESCRIBE', 'DESCRIBE_CONFIGS'],
      'consumerGroupPrefixed/processing.': ['READ', 'DESCRIBE'],
      'transactionalIdPrefixed/processing.': ['WRITE', 'DESCRIBE'],
    });
  });

  test('opens them to every identity that the service may sign in with', () => {
    const sessions = resourcesOf(data, 'google_managed_kafka_acl').find(({ acl_id }) => acl_id === 'topic/sessions');
    const principals = (sessions.acl_entries as { principal: string }[]).map(({ principal }) => principal);
    const accounts = resourcesOf(platform, 'google_service_account')
      .filter(({ display_name }) => (display_name as string).startsWith('processing/'))
      .map(({ account_id }) => `User:${account_id}@acme-ml-test.iam.gserviceaccount.com`);
    expect([...new Set(principals)].sort()).toEqual(accounts.sort());
    expect(accounts).toHaveLength(2);
  });

  test('knows pods by accounts that have no key and that no other pod may act as', () => {
    const users = resourcesOf(platform, 'google_service_account_iam_member');
    expect(users.map(({ role }) => role)).toEqual(users.map(() => 'roles/iam.workloadIdentityUser'));
    expect(users).toHaveLength(3);
    expect(resourcesOf(platform, 'google_service_account_key')).toEqual([]);
    expect(JSON.stringify(state.resource.google_project_service)).toContain('managedkafka.googleapis.com');
  });

  test('asks nothing of sites whose Kafka is in the cluster', () => {
    expect(JSON.stringify(synthesizeCloud(googleSite(), google))).not.toContain('managedkafka.googleapis.com');
  });
});

describe('Azure Event Hubs', () => {
  const { data, platform } = synthesizeCloud(withManagedKafka(azureSite()), azure);

  test('has one event hub a topic; compaction instead of retention where it was asked for', () => {
    const hubs = resourcesOf(data, 'azurerm_eventhub');
    expect(Object.fromEntries(hubs.map(({ name, retention_description }) => [name, retention_description]))).toEqual({
      events: { cleanup_policy: 'Delete', retention_time_in_hours: 168 },
      profiles: { cleanup_policy: 'Compact', tombstone_retention_time_in_hours: 24 },
      sessions: expect.objectContaining({ cleanup_policy: 'Delete' }),
    });
  });

  test('gives each role on one event hub', () => {
    const roles = resourcesOf(platform, 'azurerm_role_assignment')
      .filter(({ scope }) => (scope as string).includes('/eventhubs/'))
      .map(({ scope, role_definition_name }) => `${(scope as string).split('/').at(-1)} ${role_definition_name}`)
      .filter((role) => !role.startsWith('profiles'));
    expect([...new Set(roles)].sort()).toEqual([
      'events Azure Event Hubs Data Receiver',
      'events Azure Event Hubs Data Sender',
      'sessions Azure Event Hubs Data Receiver',
      'sessions Azure Event Hubs Data Sender',
    ]);
  });

  test('lets nobody in by a key', () => {
    expect(theOnly(data, 'azurerm_eventhub_namespace')).toMatchObject({ local_authentication_enabled: false });
    expect(resourcesOf(data, 'azurerm_eventhub_authorization_rule')).toEqual([]);
  });
});
