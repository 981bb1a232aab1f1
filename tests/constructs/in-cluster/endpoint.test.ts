import { Chart, Testing } from 'cdk8s';
import type { NeedRequest } from '../../../constructs/contracts';
import { endpoint } from '../../../constructs/in-cluster/endpoint';
import { catalog, streaming, tracking } from '../../../services';
import { localSite } from '../../fixtures/sites';

const site = localSite({
  services: {
    streaming: streaming.config.parse({}),
    catalog: catalog.config.parse({}),
    tracking: tracking.config.parse({}),
  },
});
const request = (service: string, name: string): NeedRequest<'endpoint'> => ({
  site,
  service: 'orchestration',
  namespace: 'orchestration',
  name: 'called',
  need: { kind: 'endpoint', service, endpoint: name },
});
const objects = (of: NeedRequest<'endpoint'>) => {
  const chart = new Chart(Testing.app(), 'test', { disableResourceNameHashes: true });
  endpoint.manifests(chart, of);
  return (Testing.synth(chart) as { kind: string; metadata: { name: string; namespace: string } }[]).map(
    ({ kind, metadata: { namespace, name } }) => `${namespace}/${kind}/${name}`,
  );
};

test('an endpoint that asks for no key brings none', () => {
  expect(endpoint.bind(request('tracking', 'http'))).not.toHaveProperty('secretName');
  expect(objects(request('tracking', 'http'))).toEqual([]);
});

test("a key is copied to the caller's namespace; the right to read it stays in that of its owner", () => {
  expect(endpoint.bind(request('catalog', 'lineage'))).toMatchObject({
    url: 'http://datahub-lineage.catalog.svc:8090',
    secretName: 'orchestration-called',
    podLabels: { 'evenkeel.dev/calls-catalog': 'true' },
  });
  expect(objects(request('catalog', 'lineage'))).toEqual([
    'orchestration/ServiceAccount/orchestration-called-reader',
    'catalog/Role/orchestration-called-reader',
    'catalog/RoleBinding/orchestration-called-reader',
    'orchestration/SecretStore/orchestration-called-reader',
    'orchestration/ExternalSecret/orchestration-called',
  ]);
});
