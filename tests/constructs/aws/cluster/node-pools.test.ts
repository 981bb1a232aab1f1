import { instanceTypes } from '../../../../constructs/aws/cluster/node-pools';
import type { NodePool } from '../../../../environments/model';
import { awsSite } from '../../../fixtures/sites';
import { type Json, resourcesOf, synthesize } from '../aws-stacks';

const poolsOf = (pools: readonly NodePool[] = awsSite().pools): Record<string, Json> =>
  Object.fromEntries(
    resourcesOf(synthesize({ pools }).cluster, 'aws_eks_node_group').map((group) => [
      group.node_group_name_prefix.replace(/-$/, ''),
      group,
    ]),
  );

const pools = poolsOf();
const templates = resourcesOf(synthesize().cluster, 'aws_launch_template');

describe('node pools', () => {
  it('makes the pools of the site', () => {
    expect(Object.keys(pools).sort()).toEqual(['general', 'gpu', 'spot', 'system']);
  });

  it.each(Object.entries(pools))(
    'bounds %s as a whole over three zones, and leaves its size to the autoscaler',
    (name, pool) => {
      const minNodes = name === 'gpu' ? 0 : 3;
      expect(pool.scaling_config).toEqual({ min_size: minNodes, max_size: 6, desired_size: minNodes });
      expect(pool.subnet_ids).toHaveLength(3);
      expect(pool.lifecycle).toEqual({
        create_before_destroy: true,
        ignore_changes: ['scaling_config[0].desired_size'],
      });
    },
  );

  it.each(Object.entries(pools))('pins the version of %s, upgrades it in thirds and repairs it', (_, pool) => {
    expect(pool).toMatchObject({
      version: awsSite().kubernetesVersion,
      update_config: { max_unavailable_percentage: 33 },
      node_repair_config: { enabled: true },
    });
  });

  it('runs Bottlerocket that goes with the machine', () => {
    expect(pools.system.ami_type).toBe('BOTTLEROCKET_x86_64');
    expect(pools.gpu.ami_type).toBe('BOTTLEROCKET_x86_64_NVIDIA');
    const arm = poolsOf(
      awsSite().pools.map((pool) => ({ ...pool, machine: { vcpus: 4, memoryGiB: 16, architecture: 'arm64' } })),
    );
    expect(arm.general.ami_type).toBe('BOTTLEROCKET_ARM_64');
  });

  it('hides the metadata service from pods and encrypts every disk with an own key', () => {
    for (const { metadata_options, block_device_mappings } of templates) {
      expect(metadata_options).toMatchObject({ http_tokens: 'required', http_put_response_hop_limit: 1 });
      for (const { ebs } of block_device_mappings) {
        expect(ebs).toMatchObject({
          encrypted: 'true',
          volume_type: 'gp3',
          kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.cluster_disk-key_.+\.arn\}$/),
        });
      }
    }
  });

  it('tags machines, disks and network interfaces', () => {
    for (const { tag_specifications } of templates) {
      expect(tag_specifications.map(({ resource_type }: Json) => resource_type)).toEqual([
        'instance',
        'network-interface',
        'volume',
      ]);
      for (const { tags } of tag_specifications) expect(tags).toMatchObject(awsSite().tags);
    }
  });

  it('keeps others off special machines', () => {
    expect(pools.gpu.taint).toEqual([{ key: 'evenkeel.dev/pool', value: 'gpu', effect: 'NO_SCHEDULE' }]);
    expect(pools.general.taint ?? []).toEqual([]);
    expect(pools.spot).toMatchObject({ capacity_type: 'SPOT', labels: { 'evenkeel.dev/pool': 'spot' } });
  });

  it.each([
    ['m7i.xlarge', false, ['m7i.xlarge']],
    ['m7i.xlarge', true, ['m7i.xlarge', 'm6i.xlarge']],
    ['g6.xlarge', true, ['g6.xlarge']],
  ] as const)('fills %s, interruptible: %s, from %j', (machineType, spot, expected) => {
    expect(instanceTypes({ machineType, spot })).toEqual(expected);
  });

  it('opens no shell on its nodes', () => {
    const [template] = templates.filter(({ user_data }) => user_data);
    const settings = Buffer.from(template.user_data, 'base64').toString();
    expect(settings).toContain('[settings.host-containers.admin]\nenabled = false');
    expect(settings).toContain('max-pods = 110');
  });
});
