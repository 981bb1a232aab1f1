import { referencedFeatureViews, referencedModels } from '../../../delivery/release-lock/referenced-models';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const servicesOf = (input: Parameters<typeof environmentInput>[0]) =>
  resolveEnvironment(environmentInput(input), 'test.ts').config.services;

const digest = `sha256:${'a'.repeat(64)}`;

it('reads every model that is served, whatever keeps it', () => {
  const services = servicesOf({
    services: {
      tracking: {},
      serving: {
        models: {
          churn: { source: { from: 'registry', model: 'churn', version: 3 } },
          risk: { source: { from: 'registry', model: 'risk', alias: 'champion' } },
          price: { source: { from: 'bucket', path: 'models/price/2026-11' } },
          own: { source: { from: 'image', image: `ghcr.io/acme/own:2@${digest}` } },
        },
      },
      llm: {
        models: {
          assistant: {
            source: { from: 'hugging-face', id: 'Qwen/Qwen2.5-7B-Instruct', revision: 'b'.repeat(40) },
            parametersBillion: 7.6,
          },
        },
      },
    },
  });
  expect(referencedModels(services)).toEqual({
    'llm/assistant': { from: 'hugging-face', name: 'Qwen/Qwen2.5-7B-Instruct', version: 'b'.repeat(40) },
    'serving/churn': { from: 'registry', name: 'churn', version: '3' },
    'serving/own': { from: 'image', name: 'ghcr.io/acme/own', version: '2', digest },
    'serving/price': { from: 'bucket', name: 'models/price', version: '2026-11' },
    // By its alias alone nobody can say which version runs.
    'serving/risk': { from: 'registry', name: 'risk', version: null, alias: 'champion' },
  });
});

it('reads feature views by the version of their definitions', () => {
  const repository = 'https://git.example.com/acme/features.git';
  expect(
    referencedFeatureViews(
      servicesOf({ services: { featureStore: { definitions: { repository, revision: 'v4', folder: 'repo' } } } }),
    ),
  ).toEqual({ featureStore: { repository, folder: 'repo', version: 'v4' } });
  expect(referencedFeatureViews(servicesOf({ services: { featureStore: {} } }))).toEqual({});
});
