import { adoptedSites, clusterInputs, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { aws: site } = adoptedSites(clusterInputs, ownImages);

it('looks at the cluster, its logs, add-ons, access entries and node groups, and makes nothing', async () => {
  const { stacks } = await synthesizeSite(site);
  expect(Object.keys(stacks.cluster?.resource ?? {})).toEqual([]);
  const data = stacks.cluster?.data ?? {};
  expect(Object.keys(data).sort()).toEqual([
    'aws_cloudwatch_log_group',
    'aws_eks_access_entry',
    'aws_eks_addon',
    'aws_eks_cluster',
    'aws_eks_node_group',
    'aws_kms_key',
  ]);
  expect(Object.values(data.aws_eks_cluster ?? {})).toMatchObject([{ name: 'acme-ml' }]);
  const groups = Object.values(data.aws_eks_node_group ?? {}) as { node_group_name: string }[];
  expect(groups.map(({ node_group_name }) => node_group_name)).toEqual(['workers', 'gpu', 'spot', 'system']);
});

it('gives pods roles that trust that cluster, signs in to it by its name, and encrypts volumes with its key', async () => {
  const { stacks, model } = await synthesizeSite(site);
  const platform = JSON.stringify(stacks.platform);
  expect(platform).toContain(clusterInputs.aws.cluster.id);
  expect(platform).not.toContain(`cluster/${site.name}`);
  expect(platform).toContain('"--cluster-name","acme-ml"');
  expect(model.kubernetes.storageClass?.parameters.kmsKeyId).toBe(clusterInputs.aws.cluster.disks);
});

it('reads who gets in by the groups that roles of the cluster are bound to', async () => {
  const { stacks } = await synthesizeSite(site);
  const entries = JSON.stringify(stacks.cluster?.data?.aws_eks_access_entry);
  expect(entries).toContain('evenkeel:viewers');
  expect(entries).toContain('with the policy AmazonEKSClusterAdminPolicy');
});
