import { attributionOf } from '../../../policies/cost/attribution';
import { estimate, type PricedOutput } from '../../../policies/cost/estimate';
import { checkViews, viewOf } from '../../../policies/cost/views';
import type { Manifest } from '../../../policies/site-output';
import { book, priceIn } from './bill-of';

const p = priceIn('aws');
const path = (below: string) => ({ '//': { metadata: { path: `a-site-data/${below}` } } });
const secret = p('secret');

const rowsOf = (by: string, output: PricedOutput) =>
  Object.fromEntries(
    viewOf(
      by,
      estimate(output, { book, assumed: { secretTenThousandReads: 0 } }).lines,
      attributionOf(output),
    ).rows.map(({ name, monthly }) => [name, monthly]),
  );

const onAws = (resource: object, objects: readonly Manifest[] = [], provider: object = {}): PricedOutput => ({
  stacks: [
    {
      site: 'a-site',
      stack: 'data',
      json: { provider: { aws: [{ region: 'eu-west-1', ...provider }] }, resource } as never,
    },
  ],
  objects: objects.map((manifest) => ({ site: 'a-site', manifest })),
});

const secrets = (byName: Readonly<Record<string, object>>) => onAws({ aws_secretsmanager_secret: byName });

it('knows service and need from where a construct stands, also of what belongs to a need', () => {
  const output = secrets({
    a: path('feature-store/registry/postgres'),
    b: path('feature-store-registry-dumps/dumps/bucket'),
    c: path('tracking'),
    d: path('data-quality/key'),
    e: path('foundation/vault'),
    f: {},
  });
  expect(rowsOf('service', output)).toEqual({
    'feature-store': expect.closeTo(2 * secret),
    tracking: expect.closeTo(secret),
    'data-quality': expect.closeTo(secret),
    'shared: data': expect.closeTo(2 * secret),
  });
  expect(Object.keys(rowsOf('need', output)).sort()).toEqual([
    'data-quality/key',
    'feature-store/registry',
    'feature-store/registry-dumps',
    'shared: data',
    'tracking/-',
  ]);
});

it('takes the word of tags before that of the place', () => {
  const output = secrets({
    a: { ...path('tracking/database'), tags: { service: 'billing' } },
    b: { tags: { service: 'billing', need: 'database' } },
  });
  expect(Object.keys(rowsOf('need', output)).sort()).toEqual(['billing/-', 'billing/database']);
});

it('says of machines and their disks that they are of a pool that services share', () => {
  const group = {
    instance_types: ['m7i.large'],
    scaling_config: { min_size: 1, max_size: 1 },
    labels: { 'evenkeel.dev/pool': 'general' },
  };
  expect(rowsOf('service', onAws({ aws_eks_node_group: { it: group }, aws_eks_cluster: { it: {} } }))).toEqual({
    'shared: pool general': expect.closeTo(730 * p('machine/m7i.large')),
    'shared: data': expect.closeTo(730 * p('eks/cluster')),
  });
});

it('keeps a cluster apart from the pool that it makes', () => {
  const cluster = {
    location: 'westeurope',
    sku_tier: 'Standard',
    default_node_pool: { vm_size: 'Standard_D4s_v6', node_count: 1, node_labels: { 'evenkeel.dev/pool': 'system' } },
  };
  const json = { provider: { azurerm: [{}] }, resource: { azurerm_kubernetes_cluster: { it: cluster } } };
  const rows = rowsOf('service', { stacks: [{ site: 'a-site', stack: 'cluster', json }], objects: [] });
  expect(Object.keys(rows).sort()).toEqual(['shared: cluster', 'shared: pool system']);
});

const claim = (labels?: Readonly<Record<string, string>>): Manifest =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: labels?.['evenkeel.dev/service'] ?? 'none', ...(labels ? { labels } : {}) },
    spec: { resources: { requests: { storage: '10Gi' } } },
  }) as Manifest;
const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'plain', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  parameters: { type: 'gp3' },
} as unknown as Manifest;

it('reads labels of objects, and takes from their cluster what they do not say', () => {
  const output = onAws({ aws_eks_cluster: { it: { tags: { owner: 'us', 'cost-centre': 'ml-1' } } } }, [
    storageClass,
    claim({ 'evenkeel.dev/service': 'tracking', 'evenkeel.dev/need': 'files' }),
    claim({ 'evenkeel.dev/service': 'shared', 'cost-centre': 'ml-2' }),
    claim(),
  ]);
  const volume = expect.closeTo(10 * p('disk/gp3'));
  expect(rowsOf('service', output)).toMatchObject({
    tracking: volume,
    'shared: kubernetes': expect.closeTo(20 * p('disk/gp3')),
  });
  expect(rowsOf('need', output)).toMatchObject({ 'tracking/files': volume });
  expect(rowsOf('tag:cost-centre', output)).toMatchObject({ 'ml-2': volume });
  expect(Object.keys(rowsOf('owner', output))).toEqual(['us']);
});

it('reads what a provider tags everything with, its own tags first, and calls the rest untagged', () => {
  const output = onAws(
    {
      aws_secretsmanager_secret: { a: {}, b: { tags: { team: 'b' } } },
      aws_autoscaling_group: {
        c: {
          min_size: 0,
          max_size: 0,
          tag: [{ key: 'team', value: 'c' }],
          launch_template: { name: '${aws_launch_template.all.name}' },
        },
      },
    },
    [],
    { default_tags: [{ tags: { team: 'all' } }] },
  );
  expect(rowsOf('tag:team', output)).toEqual({ all: expect.closeTo(secret), b: expect.closeTo(secret) });
  expect(rowsOf('tag:colour', output)).toEqual({ untagged: expect.closeTo(2 * secret) });
});

it('asks the owner of a site of what cannot be tagged, where a site has one owner', () => {
  const two = { a: { tags: { owner: 'one' } }, b: {} };
  expect(Object.keys(rowsOf('owner', secrets(two)))).toEqual(['one']);
  expect(Object.keys(rowsOf('owner', secrets({ ...two, c: { tags: { owner: 'other' } } }))).sort()).toEqual([
    'no owner',
    'one',
    'other',
  ]);
});

it('refuses views that there are not, all at once', () => {
  expect(() => checkViews(['moon', 'site', 'tag:', 'toString'])).toThrow(
    expect.objectContaining({
      findings: ['moon', 'tag:', 'toString'].map((value) => expect.objectContaining({ code: 'COST_VIEW', value })),
    }),
  );
});
