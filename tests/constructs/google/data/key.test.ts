import { key } from '../../../../constructs/google/data/key';
import { googleSite } from '../../../fixtures/sites';

describe('key', () => {
  it('binds to the full name of the key', () => {
    expect(
      key.bind({
        site: googleSite(),
        service: 'tracking',
        namespace: 'tracking',
        name: 'key',
        need: { kind: 'key' },
      }),
    ).toEqual({
      name: 'projects/acme-ml-test/locations/europe-west1/keyRings/test-google-europe-west1-data/cryptoKeys/tracking-key',
    });
  });
});
