import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pricingTable } from '../../../../policies/cost/estimate';
import { missingTags } from '../../../../policies/cost/limits/missing-tags';
import { cloudByProvider, providerOf } from '../../../../policies/cost/resource';
import { taggings } from '../../../../policies/cost/tags';
import { brief, budgetOf, outputOf } from './limited';

const budget = budgetOf({ tags: ['owner', 'site'] });
const tags = { owner: 'us', site: 'a-site' };
const found = (resource: object, more?: Parameters<typeof outputOf>[1]) =>
  brief(missingTags(outputOf(resource, more), budget));

const template = (...types: string[]) => ({
  aws_launch_template: {
    it: { tag_specifications: types.map((type) => ({ resource_type: type, tags })) },
  },
});
const group = { launch_template: { id: '${aws_launch_template.it.id}' }, tags };
const cluster = { resource_labels: tags };

it.each<[string, object, Parameters<typeof outputOf>[1]?]>([
  ['tags of its own', { aws_s3_bucket: { it: { tags } }, azurerm_storage_account: { it: { tags } } }],
  ['tags of its provider', { aws_s3_bucket: { it: {} } }, { provider: { aws: [{ default_tags: [{ tags }] }] } }],
  [
    'some of each',
    { aws_s3_bucket: { it: { tags: { site: 'a-site' } } } },
    { provider: { aws: [{ default_tags: [{ tags: { owner: 'us' } }] }] } },
  ],
  [
    'labels of its provider',
    { google_storage_bucket: { it: {} } },
    { provider: { google: [{ default_labels: tags }] } },
  ],
  ['labels where its type has them', { google_sql_database_instance: { it: { settings: { user_labels: tags } } } }],
  ['a template for machines and disks', { aws_eks_node_group: { it: group }, ...template('instance', 'volume') }],
  [
    'a cluster that hands them down',
    {
      google_container_cluster: { it: cluster },
      google_container_node_pool: { it: { cluster: '${google_container_cluster.it.id}' } },
    },
  ],
  ['no field for them', { aws_shield_subscription: { it: {} }, azurerm_storage_share: { it: {} } }],
  ['no price', { aws_iam_role: { it: {} } }],
  ['no cloud', { random_password: { it: {} } }],
  [
    'a class of machines with them',
    {},
    { objects: [{ kind: 'EC2NodeClass', metadata: { name: 'general' }, spec: { tags } }] },
  ],
])('is silent of %s', (_, resource, more = {}) => expect(found(resource, more)).toEqual([]));

it.each<[string, object, string, Parameters<typeof outputOf>[1]?]>([
  [
    'tags without one of them',
    { azurerm_storage_account: { it: { tags: { owner: 'us' } } } },
    'azurerm_storage_account.it: without site',
  ],
  [
    'a tag with nothing in it',
    { aws_s3_bucket: { it: { tags: { ...tags, owner: '' } } } },
    'aws_s3_bucket.it: without owner',
  ],
  [
    'tags of its provider where they do not reach',
    { google_sql_database_instance: { it: {} } },
    'google_sql_database_instance.it: without owner, site',
    { provider: { google: [{ default_labels: tags }] } },
  ],
  [
    'a group whose disks have none',
    { aws_eks_node_group: { it: group }, ...template('instance') },
    'aws_eks_node_group.it: without owner, site',
  ],
  [
    'a group without a template',
    { aws_eks_node_group: { it: { tags } } },
    'aws_eks_node_group.it: without owner, site',
  ],
  [
    'a pool of a cluster without them',
    { google_container_node_pool: { it: {} } },
    'google_container_node_pool.it: without owner, site',
  ],
])('finds %s', (_, resource, expected, more = {}) => expect(found(resource, more)).toEqual([`a-site all ${expected}`]));

it('finds a class of machines without them', () => {
  const objects = [{ kind: 'AKSNodeClass', metadata: { name: 'general' }, spec: {} }];
  expect(found({}, { objects })).toEqual(['a-site kubernetes AKSNodeClass/general: without owner, site']);
});

it('asks for nothing unless the budget does', () =>
  expect(missingTags(outputOf({ aws_s3_bucket: { it: {} } }), budgetOf({}))).toEqual([]));

/** Fields of a resource, as the bindings of its provider have them. */
function fieldsOf(type: string): string {
  const provider = providerOf(type);
  const folder = type.slice(provider.length + 1).replaceAll('_', '-');
  const path = join('node_modules', '@cdktf', `provider-${provider}`, 'lib', folder, 'index.d.ts');
  expect([type, existsSync(path)]).toEqual([type, true]);
  const text = readFileSync(path, 'utf8');
  const config = text.slice(text.indexOf('Config extends cdktf.TerraformMetaArguments'));
  return config.slice(0, config.indexOf('\n}'));
}

it('knows of every type with a price whether it takes tags, as the schemas of the providers say', () => {
  const wrong = Object.entries(pricingTable).flatMap(([type, pricing]) => {
    const cloud = cloudByProvider[providerOf(type)];
    if (typeof pricing !== 'function' || cloud === undefined) return [];
    const { field, elsewhere, untagged } = taggings[cloud];
    const takes = new RegExp(`readonly ${field}\\?`).test(fieldsOf(type));
    const known = untagged.includes(type) ? 'untagged' : elsewhere[type] ? 'elsewhere' : 'field';
    // What machines have is in no field of what makes them.
    const right = known === 'elsewhere' || known === (takes ? 'field' : 'untagged');
    return right ? [] : [`${type}: ${known}`];
  });
  expect(wrong).toEqual([]);
});

it('names no type that has no price', () => {
  const named = Object.values(taggings).flatMap(({ untagged, elsewhere }) => [...untagged, ...Object.keys(elsewhere)]);
  expect(named.filter((type) => typeof pricingTable[type] !== 'function')).toEqual([]);
});
