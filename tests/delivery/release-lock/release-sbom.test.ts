import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { ReleaseComponents } from '../../../delivery/release-lock/release-record';
import { releaseSbom } from '../../../delivery/release-lock/release-sbom';

const digest = `sha256:${'a'.repeat(64)}`;

const components: ReleaseComponents = {
  evenkeel: '0.1.0',
  environmentSchema: 'e'.repeat(64),
  kubernetes: '1.35',
  images: { 'localhost:5000/own/server:1': null, 'docker.io/library/postgres:17': digest },
  charts: { 'cert-manager': 'v1.21.1' },
  operators: {},
  providers: { 'hashicorp/aws': '~> 6.0' },
  models: {
    'llm/assistant': { from: 'hugging-face', name: 'Qwen/Qwen2.5', version: 'b'.repeat(40) },
    'serving/risk': { from: 'registry', name: 'risk', version: null, alias: 'champion' },
  },
  featureViews: { featureStore: { repository: 'https://example.com/f.git', folder: '.', version: 'v4' } },
};

const sbom = releaseSbom('f'.repeat(64), components);
const listed = (JSON.parse(sbom) as { components: Record<string, unknown>[] }).components;
const of = (ref: string) => listed.find((one) => one['bom-ref'] === ref);

it('keeps to the schema of CycloneDX 1.6', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(sbom)).toBeNull();
  // A validator that takes anything would say the same.
  expect(await validator.validate(sbom.replace('"library"', '"nothing"'))).not.toBeNull();
});

it('names everything by a package URL and its hash', () => {
  expect(of('images/docker.io/library/postgres:17')).toMatchObject({
    version: '17',
    hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }],
    purl: `pkg:oci/postgres@sha256%3A${'a'.repeat(64)}?repository_url=docker.io%2Flibrary%2Fpostgres&tag=17`,
  });
  expect(of('images/localhost:5000/own/server:1')).toMatchObject({ name: 'localhost:5000/own/server', version: '1' });
  expect(of('charts/cert-manager')).toMatchObject({
    purl: 'pkg:helm/cert-manager@v1.21.1?repository_url=https%3A%2F%2Fcharts.jetstack.io',
  });
  expect(of('models/llm/assistant')).toMatchObject({ purl: `pkg:huggingface/Qwen/Qwen2.5@${'b'.repeat(40)}` });
});

it('claims no version that nobody knows', () => {
  expect(of('models/serving/risk')).not.toHaveProperty('version');
  expect(of('providers/hashicorp/aws')).toMatchObject({ purl: 'pkg:terraform/hashicorp/aws' });
  expect(of('images/localhost:5000/own/server:1')).not.toHaveProperty('hashes');
});

it('is the same bytes for the same release', () => {
  const images = Object.fromEntries(Object.entries(components.images).reverse());
  expect(releaseSbom('f'.repeat(64), { ...components, images })).toBe(sbom);
});
