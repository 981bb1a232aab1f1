import { adoptedInputs, adoptedSites } from '../../../fixtures/adopted-sites';
import { type Json, resourceCounts } from '../../../fixtures/cloud-stacks';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { network: words, keys } = adoptedInputs.aws;

const stacksOf = async (network: Partial<typeof words> = {}): Promise<Json> =>
  (await synthesizeSite(adoptedSites({ aws: { network: { ...words, ...network }, keys } }).aws)).stacks;

/** How often each type is looked up. */
const looked = (stack: Json) => resourceCounts({ resource: stack.data });

it('looks the network up and makes beside it what its owner has not', async () => {
  const { network } = await stacksOf();
  expect(resourceCounts(network)).toEqual({
    aws_cloudwatch_log_group: 1,
    aws_flow_log: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
    aws_kms_alias: 1,
    aws_kms_key: 1,
    aws_security_group: 1,
    aws_vpc_endpoint: 13,
    aws_vpc_security_group_ingress_rule: 2,
  });
  expect(looked(network)).toEqual({
    aws_route_table: 12,
    aws_security_group: 1,
    aws_subnet: 12,
    aws_vpc: 1,
    aws_vpc_security_group_rules: 1,
  });
});

it('makes nothing but the key of logs where the owner has endpoints and flow logs', async () => {
  const { network } = await stacksOf({ privateEndpoints: 'exist', flowLogs: 'exist' } as Partial<typeof words>);
  expect(resourceCounts(network)).toEqual({ aws_kms_alias: 1, aws_kms_key: 1 });
  expect(looked(network).aws_vpc_endpoint).toBe(13);
});

it('lets in the ranges that were stated, and leads endpoints to the tables that were found', async () => {
  const { network, data } = await stacksOf();
  const rules: Json[] = Object.values(network.resource.aws_vpc_security_group_ingress_rule);
  expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4).sort()).toEqual([words.podRange, words.range]);
  const s3: Json = Object.values<Json>(network.resource.aws_vpc_endpoint).find(
    ({ vpc_endpoint_type }) => vpc_endpoint_type === 'Gateway',
  );
  expect(s3.route_table_ids).toHaveLength(12);
  expect(JSON.stringify(data.resource.aws_db_subnet_group)).toContain('aws_subnetnetwork_data-1');
});

it('encrypts with the adopted keys, by their ARN where a name must be known before', async () => {
  const { cluster, data } = await stacksOf();
  expect(looked(cluster).aws_kms_key).toBe(2);
  expect(looked(data).aws_kms_key).toBe(1);
  const [eks]: Json[] = Object.values(cluster.resource.aws_eks_cluster);
  expect(eks.encryption_config.provider.key_arn).toMatch(/^\$\{data\.aws_kms_key\./);
  const { model } = await synthesizeSite(adoptedSites().aws);
  expect(model.kubernetes.storageClass?.parameters.kmsKeyId).toBe(keys.disks);
});
