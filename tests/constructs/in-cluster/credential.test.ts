import { Chart, Testing } from 'cdk8s';
import type { NeedRequest } from '../../../constructs/contracts';
import { credential } from '../../../constructs/in-cluster/credential';
import type { Site } from '../../../environments/model';
import { localSite } from '../../fixtures/sites';

describe('credential in the cluster', () => {
  const asked: NeedRequest<'credential', Site> = {
    site: localSite(),
    service: 'shop',
    namespace: 'shop',
    name: 'payments',
    need: { kind: 'credential', keys: ['user', 'token'], description: 'Key of the payment service.' },
  };

  it('is a Secret that a person makes: nothing is rendered, the name is known', () => {
    const chart = new Chart(Testing.app(), 'credential', { disableResourceNameHashes: true });
    credential.manifests(chart, asked);
    expect(chart.toJson()).toEqual([]);
    expect(credential.bind(asked).secretName).toBe('shop-payments');
  });
});
