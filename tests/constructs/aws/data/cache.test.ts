import { Testing } from 'cdk8s';
import { cache } from '../../../../constructs/aws/data/cache';
import { databases, featureStore } from '../../../../services';
import { awsSite } from '../../../fixtures/sites';
import { named, resourcesOf, synthesize, theOnly } from '../aws-stacks';

const providers = { ...awsSite().providers, cache: 'managed' } as const;
const dataOf = (asked: object = {}, deletionProtection = true) =>
  synthesize({
    deletionProtection,
    providers,
    services: { databases: databases.config.parse({ caches: { sessions: { persistent: true, ...asked } } }) },
  }).data;

const data = dataOf();
const group = theOnly(data, 'aws_elasticache_replication_group');

describe('cache', () => {
  it('is one shard: a primary and a copy in each other zone, which takes over by itself', () => {
    expect(group).toMatchObject({
      engine: 'valkey',
      num_cache_clusters: 3,
      preferred_cache_cluster_azs: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    });
    expect(group).not.toHaveProperty('num_node_groups');
    expect(theOnly(dataOf({ highlyAvailable: false }), 'aws_elasticache_replication_group')).toMatchObject({
      num_cache_clusters: 1,
      preferred_cache_cluster_azs: ['eu-west-1a'],
      automatic_failover_enabled: false,
    });
  });

  it('answers nodes and pods of the site, over TLS, from subnets without a way out', () => {
    expect(group).toMatchObject({ transit_encryption_enabled: true, transit_encryption_mode: 'required', port: 6379 });
    const rules = resourcesOf(data, 'aws_vpc_security_group_ingress_rule');
    expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4).sort()).toEqual([
      '10.0.0.0/19',
      '10.0.32.0/19',
      '10.0.64.0/19',
      '10.1.0.0/16',
    ]);
    for (const rule of rules) expect(rule).toMatchObject({ from_port: 6379, to_port: 6379 });
    const { subnet_ids } = theOnly(data, 'aws_elasticache_subnet_group');
    expect(subnet_ids).toHaveLength(3);
    for (const id of subnet_ids) expect(id).toContain('data-subnets');
  });

  it('writes the password to the user and to the secret store, and to no state', () => {
    const user = theOnly(data, 'aws_elasticache_user');
    expect(user).toMatchObject({
      user_name: 'client',
      access_string: 'on ~* &* +@all -@admin',
      passwords_wo_version: 1,
    });
    expect(user.passwords_wo).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    expect(user).not.toHaveProperty('passwords');
    expect(group.user_group_ids).toEqual([expect.stringContaining('aws_elasticache_user_group')]);
    const { secret_string_wo } = named(data, 'aws_secretsmanager_secret_version', 'connection');
    expect(secret_string_wo).toContain(`"password" = ${user.passwords_wo.slice(2, -1)}`);
    for (const key of ['host', 'port', 'username']) expect(secret_string_wo).toContain(`"${key}" =`);
  });

  it('is encrypted with an own key and cannot be deleted by accident; a last snapshot stays if it is', () => {
    expect(group).toMatchObject({
      at_rest_encryption_enabled: 'true',
      kms_key_id: expect.stringMatching(/aws_kms_key/),
      snapshot_retention_limit: 7,
      final_snapshot_identifier: expect.stringMatching(/-final$/),
      lifecycle: { prevent_destroy: true },
    });
    const free = theOnly(dataOf({}, false), 'aws_elasticache_replication_group');
    expect(free.lifecycle).toEqual({ prevent_destroy: false });
    expect(free).not.toHaveProperty('final_snapshot_identifier');
  });

  it('takes no snapshots of what may be lost, and throws out what the need says', () => {
    const fleeting = dataOf({ persistent: false, eviction: 'volatile-lru' });
    const made = theOnly(fleeting, 'aws_elasticache_replication_group');
    expect(made.snapshot_retention_limit).toBe(0);
    expect(made).not.toHaveProperty('snapshot_window');
    expect(theOnly(fleeting, 'aws_elasticache_parameter_group').parameter).toContainEqual({
      name: 'maxmemory-policy',
      value: 'volatile-lru',
    });
  });

  it.each([
    [0.5, 'cache.t4g.small'],
    [4, 'cache.m7g.large'],
    [9, 'cache.r7g.large'],
    [64, 'cache.r7g.4xlarge'],
  ])('has room for %s GiB on %s', (memoryGiB, nodeType) => {
    expect(theOnly(dataOf({ memoryGiB }), 'aws_elasticache_replication_group').node_type).toBe(nodeType);
  });

  it('fetches the connection from the secret store', () => {
    const need = featureStore.needs(featureStore.config.parse({}), new Set()).online;
    const request = { site: awsSite(), service: 'feature-store', namespace: 'feature-store', name: 'online', need };
    const chart = Testing.chart();
    cache.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.spec.data.map(({ remoteRef }: { remoteRef: unknown }) => remoteRef)).toEqual(
      ['host', 'port', 'username', 'password'].map((property) => ({
        key: 'evenkeel/test-aws-eu-west-1/feature-store/online',
        property,
      })),
    );
    expect(cache.bind(request)).toMatchObject({ signIn: 'password', tls: 'public-authority' });
  });
});
