import { warehouse } from '../../../../constructs/aws/data/warehouse';
import { featureStore } from '../../../../services';
import { awsSite } from '../../../fixtures/sites';
import { named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const stacksOf = (config: object = {}, deletionProtection = true) =>
  synthesize({
    deletionProtection,
    services: { featureStore: featureStore.config.parse({ offlineStore: 'warehouse', ...config }) },
  });
const { data, network, platform, state } = stacksOf();
const without = synthesize();
const workgroup = theOnly(data, 'aws_athena_workgroup');
const configuration = workgroup.configuration;
const database = 'test_aws_eu_west_1_feature_store_warehouse';
const ownPolicy = named(platform, 'aws_iam_role_policy', 'feature-store').policy as string;
const glue = (resource: string) => `arn:aws:glue:eu-west-1:123456789012:${resource}`;

describe('warehouse', () => {
  it('is a database of the catalogue and a workgroup, and nothing where nobody asks', () => {
    expect(theOnly(data, 'aws_glue_catalog_database').name).toBe(database);
    expect(workgroup.name).toBe('test-aws-eu-west-1-feature-store-warehouse');
    expect(Object.keys(resourceCounts(without.data)).filter((type) => /athena|glue/.test(type))).toEqual([]);
  });

  it('stops queries that read too much, and measures all of them', () => {
    expect(configuration).toMatchObject({
      bytes_scanned_cutoff_per_query: 1024 ** 4,
      publish_cloudwatch_metrics_enabled: true,
      requester_pays_enabled: false,
    });
    expect(
      theOnly(stacksOf({ scanLimitGiB: 10 }).data, 'aws_athena_workgroup').configuration.bytes_scanned_cutoff_per_query,
    ).toBe(10 * 1024 ** 3);
  });

  it('writes results to its own bucket, with its own key, from where they go by themselves', () => {
    const { output_location, encryption_configuration } = configuration.result_configuration;
    expect(output_location).toMatch(/^s3:\/\/acme-test-aws-eu-west-1-feature-store-warehouse-[0-9a-f]{8}\/results\/$/);
    expect(encryption_configuration).toMatchObject({
      encryption_option: 'SSE_KMS',
      kms_key_arn: expect.stringMatching(/aws_kms_key/),
    });
    const { rule } = named(data, 'aws_s3_bucket_lifecycle_configuration', 'warehouse');
    const expiring = rule.filter(({ expiration }: { expiration?: { days?: number }[] }) => expiration?.[0]?.days);
    expect(expiring.map(({ filter }: { filter: { prefix: string }[] }) => filter[0]?.prefix)).toEqual([
      'results/',
      'unload/',
      'entity_df/',
    ]);
  });

  it('leaves room for tables with a place of their own, which is how Feast reads, and keeps clients in the one bucket', () => {
    expect(configuration.enforce_workgroup_configuration).toBe(false);
    const statements = statementsOf(ownPolicy);
    const writes = statements.filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(writes).toHaveLength(1);
    for (const resource of writes[0]?.Resource ?? [])
      expect(resource).toMatch(/aws_s3_bucketfeature-store_(files|warehouse)_\w+/);
    const { policy } = named(data, 'aws_s3_bucket_policy', 'warehouse');
    expect(policy).toContain('"OtherEncryption"');
  });

  it('lets the service query in its workgroup, and touch the tables of its database only', () => {
    const statements = statementsOf(ownPolicy);
    const resourcesWith = (action: string) =>
      statements.filter(({ Action }) => Action.includes(action)).map(({ Resource }) => Resource);
    expect(resourcesWith('athena:StartQueryExecution')).toEqual([
      ['arn:aws:athena:eu-west-1:123456789012:workgroup/test-aws-eu-west-1-feature-store-warehouse'],
    ]);
    for (const action of ['glue:GetTable', 'glue:CreateTable', 'glue:DeleteTable']) {
      expect(resourcesWith(action)).toEqual([
        [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/*`)],
      ]);
    }
    expect(resourcesWith('glue:GetDatabase')).toEqual([
      [glue('catalog'), glue(`database/${database}`), glue('database/default')],
    ]);
    expect(JSON.stringify(statements)).not.toMatch(/"(athena|glue):\*"|CreateDatabase|DeleteDatabase/);
  });

  it('is reached by endpoints of the network that serve the own account, made only where somebody asks', () => {
    const services = (stack: typeof network) =>
      resourcesOf(stack, 'aws_vpc_endpoint').map(({ service_name }) => service_name.replace(/^.*\./, ''));
    expect(services(network)).toEqual(expect.arrayContaining(['athena', 'glue']));
    expect(services(without.network)).not.toContain('athena');
    for (const service of ['athena', 'glue']) {
      expect(named(network, 'aws_vpc_endpoint', `_${service}_`)).toMatchObject({
        private_dns_enabled: true,
        policy: expect.stringContaining('"aws:PrincipalAccount":"123456789012"'),
      });
    }
  });

  it('may be made by the pipeline under the names of the site, only where somebody asks', () => {
    const text = JSON.stringify(state);
    expect(text).toContain('workgroup/test-aws-eu-west-1-*');
    expect(text).toContain('database/test_aws_eu_west_1_*');
    expect(text).not.toMatch(/glue:GetTable|athena:StartQueryExecution/);
    expect(JSON.stringify(without.state)).not.toContain('athena:CreateWorkGroup');
  });

  it('cannot be deleted by accident', () => {
    for (const type of ['aws_glue_catalog_database', 'aws_athena_workgroup']) {
      expect(theOnly(data, type).lifecycle).toEqual({ prevent_destroy: true });
      expect(theOnly(stacksOf({}, false).data, type).lifecycle).toEqual({ prevent_destroy: false });
    }
    expect(workgroup.force_destroy).toBe(false);
  });

  it('binds to names that are known now, and needs no secret', () => {
    const { warehouse: need } = featureStore.needs(featureStore.config.parse({ offlineStore: 'warehouse' }), new Set());
    if (!need) throw new Error('no need');
    const request = { site: awsSite(), service: 'feature-store', namespace: 'feature-store', name: 'warehouse', need };
    const binding = warehouse.bind(request);
    expect(binding).toMatchObject({
      engine: 'athena',
      catalog: 'AwsDataCatalog',
      database,
      region: 'eu-west-1',
      workgroup: workgroup.name,
      egress: [{ cidr: awsSite().addresses.endpoints, ports: [{ port: 443 }] }, { cidr: '0.0.0.0/0' }],
    });
    // Feast cleans up below the root of the bucket.
    expect(binding).toHaveProperty('stagingUri', expect.stringMatching(/^s3:\/\/[^/]+$/));
    expect(JSON.stringify(binding)).not.toMatch(/secret|TfToken/);
  });
});
