import { featureViewReferences, modelReferences } from '../../../delivery/release-lock/model-references';
import { featureStore, llm, serving } from '../../../services';

const revision = 'a'.repeat(40);
const config = {
  services: {
    serving: serving.config.parse({
      models: {
        churn: {
          source: { from: 'registry', model: 'churn', version: 7 },
          alongside: { words: { from: 'bucket', path: 'words/3' } },
          shadow: { source: { from: 'registry', model: 'churn', version: 8 } },
        },
        lead: { source: { from: 'registry', model: 'lead', alias: 'champion' } },
        own: { source: { from: 'image', image: 'registry.example/own:1' } },
      },
    }),
    llm: llm.config.parse({
      models: { chat: { source: { from: 'hugging-face', id: 'org/chat', revision }, parametersBillion: 7 } },
    }),
    featureStore: featureStore.config.parse({
      definitions: { repository: 'https://git.example/features.git', revision: 'v4', folder: 'features' },
    }),
  },
} as unknown as Parameters<typeof modelReferences>[0]['config'];

it('names every model that services load, and says where only an alias is known', () => {
  expect(modelReferences({ config })).toEqual({
    'llm/chat': { from: 'hugging-face', name: 'org/chat', version: revision },
    'serving/churn': { from: 'registry', name: 'churn', version: '7' },
    'serving/churn/alongside.words': { from: 'bucket', name: 'words', version: 'words/3' },
    'serving/churn/shadow.source': { from: 'registry', name: 'churn', version: '8' },
    'serving/lead': { from: 'registry', name: 'lead', version: null, alias: 'champion' },
  });
});

it('is sorted, whatever the order of the file', () => {
  const keys = Object.keys(modelReferences({ config }));
  expect(keys).toEqual([...keys].sort());
});

it('names the definitions of features, and nothing where there are none', () => {
  expect(featureViewReferences({ config })).toEqual({
    features: { repository: 'https://git.example/features.git', folder: 'features', version: 'v4' },
  });
  expect(featureViewReferences({ config: { services: {} } as never })).toEqual({});
  expect(modelReferences({ config: { services: {} } as never })).toEqual({});
});
