import fc from 'fast-check';
import { componentDifferences, componentPaths } from '../../../delivery/release-lock/component-paths';
import { componentsSchema, type ReleaseComponents, releaseId } from '../../../delivery/release-lock/release-record';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

const components: ReleaseComponents = {
  evenkeel: '0.1.0',
  environmentSchema: 'e'.repeat(64),
  kubernetes: '1.35',
  images: { 'docker.io/library/postgres:17': digest('a'), 'quay.io/own/server:1': null },
  charts: { 'cert-manager': 'v1.21.1' },
  operators: {
    'cert-manager': {
      chart: 'v1.21.1',
      kinds: { 'cert-manager.io/Certificate': { served: ['v1'], stored: ['v1'] } },
    },
  },
  providers: { 'hashicorp/aws': '~> 6.0' },
  models: {
    'serving/churn': { from: 'registry', name: 'churn', version: '3' },
    'serving/risk': { from: 'registry', name: 'risk', version: null, alias: 'champion' },
  },
  featureViews: { featureStore: { repository: 'https://example.com/features.git', folder: '.', version: 'v4' } },
};

it('gives every component one path', () => {
  expect(Object.fromEntries(componentPaths(components))).toEqual({
    evenkeel: '0.1.0',
    environmentSchema: 'e'.repeat(64),
    kubernetes: '1.35',
    'images/docker.io/library/postgres:17': digest('a'),
    'images/quay.io/own/server:1': 'unresolved',
    'charts/cert-manager': 'v1.21.1',
    'operators/cert-manager': 'v1.21.1',
    'operators/cert-manager/cert-manager.io/Certificate': 'serves v1; stores v1',
    'providers/hashicorp/aws': '~> 6.0',
    'models/serving/churn': 'registry churn 3',
    'models/serving/risk': 'registry risk unresolved alias champion',
    'featureViews/featureStore': 'https://example.com/features.git . v4',
  });
});

it('names what changed, what came and what went', () => {
  const after = {
    ...components,
    images: { 'docker.io/library/postgres:17': digest('b') },
    charts: { ...components.charts, karpenter: '1.9' },
  };
  expect(componentDifferences(components, after)).toEqual([
    { path: 'charts/karpenter', after: '1.9' },
    { path: 'images/docker.io/library/postgres:17', before: digest('a'), after: digest('b') },
    { path: 'images/quay.io/own/server:1', before: 'unresolved' },
  ]);
});

it('has one id for one content, in whatever order it was written', () => {
  const reversed = Object.fromEntries(Object.entries(components).reverse()) as ReleaseComponents;
  expect(releaseId(reversed)).toBe(releaseId(components));
});

it('has another id where any component differs', () => {
  const leaf = fc.constantFrom<(c: ReleaseComponents) => void>(
    (c) => Object.assign(c, { evenkeel: '0.2.0' }),
    (c) => Object.assign(c, { environmentSchema: 'f'.repeat(64) }),
    (c) => Object.assign(c, { kubernetes: '1.36' }),
    (c) => Object.assign(c.images, { 'quay.io/own/server:1': digest('c') }),
    (c) => void delete c.images['docker.io/library/postgres:17'],
    (c) => Object.assign(c.charts, { 'cert-manager': 'v1.22.0' }),
    (c) => void c.operators['cert-manager']?.kinds['cert-manager.io/Certificate']?.stored.push('v2'),
    (c) => Object.assign(c.providers, { 'hashicorp/aws': '~> 7.0' }),
    (c) => void delete c.models['serving/churn'],
    (c) => void delete c.featureViews.featureStore,
  );
  fc.assert(
    fc.property(leaf, (change) => {
      const changed = structuredClone(components);
      change(changed);
      expect(releaseId(changed)).not.toBe(releaseId(components));
      expect(componentDifferences(components, changed)).toHaveLength(1);
    }),
  );
});

it.each(['a\u001b[2Jb', 'a\nb', ''])('takes no name that a terminal would obey (%j)', (name) =>
  expect(componentsSchema.safeParse({ ...components, charts: { [name]: '1' } }).success).toBe(false),
);
