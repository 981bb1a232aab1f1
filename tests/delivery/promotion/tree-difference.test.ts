import { dump } from 'js-yaml';
import { risksOf } from '../../../delivery/promotion/risks';
import { treeDifference } from '../../../delivery/promotion/tree-difference';

const stack = (resource: object) => JSON.stringify({ resource });
const object = (kind: string, spec: object) =>
  dump({ apiVersion: 'v1', kind, metadata: { name: 'one', namespace: 'ml' }, spec });
const pod = (image: string) => object('Deployment', { template: { spec: { containers: [{ name: 'one', image }] } } });

const changes = (before: Record<string, string>, after: Record<string, string>) =>
  treeDifference(new Map(Object.entries(before)), new Map(Object.entries(after)));
const brief = (before: Record<string, string>, after: Record<string, string>) =>
  changes(before, after).map(
    ({ change, site, kind, name, stateful }) => `${change} ${site} ${kind} ${name}${stateful ? ' data' : ''}`,
  );
const risks = (before: string, after: string | undefined, path = 'site/k8s/1-one/one.yaml') =>
  risksOf(changes({ [path]: before }, after === undefined ? {} : { [path]: after }), []).map(({ kind }) => kind);

const infra = 'site/infra/data/cdk.tf.json';

it('the same trees have no difference', () => {
  const tree = { [infra]: stack({ aws_db_instance: { one: {} } }), 'site/k8s/1-one/one.yaml': pod('a:1') };
  expect(brief(tree, tree)).toEqual([]);
});

it('resources and objects are named by site, kind and name, and whether they keep data', () =>
  expect(
    brief(
      {
        [infra]: stack({ aws_db_instance: { one: { size: 1 } }, aws_iam_role: { old: {} } }),
        'site/k8s/1-one/one.yaml': pod('a:1'),
      },
      {
        [infra]: stack({ aws_db_instance: { one: { size: 2 } } }),
        'site/k8s/1-one/one.yaml': pod('a:1'),
        'site/k8s/1-one/two.yaml': object('StatefulSet', {}),
      },
    ),
  ).toEqual([
    'added site StatefulSet ml/one data',
    'changed site aws_db_instance data.one data',
    'removed site aws_iam_role data.old',
  ]));

it('a file that moved is no change of what it makes', () =>
  expect(brief({ 'site/k8s/1-one/one.yaml': pod('a:1') }, { 'site/k8s/2-one/one.yaml': pod('a:1') })).toEqual([]));

it.each([
  ['a database is taken away', stack({ aws_db_instance: { one: {} } }), stack({}), ['data-removed']],
  [
    'a database gets another engine',
    stack({ aws_db_instance: { one: { engine: 'a' } } }),
    stack({ aws_db_instance: { one: { engine: 'b' } } }),
    ['data-replaced'],
  ],
  [
    'a database grows',
    stack({ aws_db_instance: { one: { size: 1 } } }),
    stack({ aws_db_instance: { one: { size: 2 } } }),
    ['data-changed'],
  ],
  [
    'a database loses its protection, in a block',
    stack({ aws_db_instance: { one: { settings: [{ deletion_protection: true }] } } }),
    stack({ aws_db_instance: { one: { settings: [{ deletion_protection: false }] } } }),
    ['protection-lost', 'data-changed'],
  ],
  ['a key is taken away', stack({ aws_kms_key: { one: {} } }), stack({}), ['data-removed']],
  ['a role is taken away', stack({ aws_iam_role: { one: {} } }), stack({}), []],
])('%s', (_what, before, after, expected) => expect(risks(before, after, infra)).toEqual(expected));

it.each([
  ['the same image', pod('a:1'), pod('a:1'), []],
  ['a minor version', pod('quay.io/a:v1.2'), pod('quay.io/a:v1.3'), []],
  ['a major version', pod('quay.io/a:v1.2'), pod('quay.io/a:v2.0'), ['image-major']],
  ['a digest that is lost', pod('a:1@sha256:1'), pod('a:1'), ['image-untried']],
  [
    'a version of a definition',
    object('CustomResourceDefinition', {
      versions: [
        { name: 'v1', served: true },
        { name: 'v2', served: true },
      ],
    }),
    object('CustomResourceDefinition', {
      versions: [
        { name: 'v1', served: false },
        { name: 'v2', served: true },
      ],
    }),
    ['definition-version'],
  ],
])('%s', (_what, before, after, expected) => expect(risks(before, after)).toEqual(expected));

it('a service that comes back later than before is a risk', () =>
  expect(
    risksOf([], [{ service: 'tracking', loss: 'site', what: 'RTO', before: '10 min', after: '60 min', worse: true }]),
  ).toMatchObject([{ kind: 'recovery-worse', message: 'RTO: 10 min becomes 60 min' }]));
