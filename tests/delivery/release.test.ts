import { releaseOf } from '../../delivery/release';
import type { SiteOutput } from '../../policies/site-output';
import { operators } from '../../services';
import { awsSite } from '../fixtures/sites';

const pod = (image: string) => ({
  template: { spec: { containers: [{ image }], initContainers: [{ image: 'init:1' }] } },
});

const output: SiteOutput = {
  stacks: {
    network: { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.0' } } } },
    gitops: {
      terraform: { required_providers: { helm: { source: 'hashicorp/helm', version: '~> 3.0' } } },
      resource: { helm_release: { engine: { chart: 'argo-cd', version: '9.9.9' } } },
    },
  },
  manifests: [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'b' }, spec: pod('b:2') },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: pod('a:1') },
    { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'd' }, spec: { imageName: 'pg:17' } },
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'cert-manager' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'external-secrets' }, data: { image: 'not-a-pod:1' } },
  ],
};

const release = releaseOf(awsSite(), output, 'f00d');

it('says what will run, each once and sorted', () => {
  expect(release.images).toEqual([...new Set(release.images)].sort());
  expect(release.images).toEqual(expect.arrayContaining(['a:1', 'b:2', 'init:1', 'pg:17']));
});

it('names providers and charts with their versions', () => {
  expect(release.providers).toEqual({ 'hashicorp/aws': '~> 6.0', 'hashicorp/helm': '~> 3.0' });
  expect(release.charts).toEqual({ 'argo-cd': '9.9.9', 'cert-manager': operators['cert-manager'].chart.version });
});

it('names the site and the content it speaks of', () => {
  expect(release).toMatchObject({ site: 'test-aws-eu-west-1', services: ['tracking'], contentSha256: 'f00d' });
});

it('does not depend on the order of the objects', () => {
  const reversed = { ...output, manifests: [...output.manifests].reverse() };
  expect(JSON.stringify(releaseOf(awsSite(), reversed, 'f00d'))).toBe(JSON.stringify(release));
});
