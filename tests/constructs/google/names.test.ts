import {
  bucketName,
  computeName,
  hashedComputeName,
  identityPoolId,
  keyRingName,
  secretId,
  serviceAccountId,
  sqlInstanceName,
} from '../../../constructs/google/names';
import { googleSite } from '../../fixtures/sites';

/** The longest names that an environment may have. */
const site = googleSite({
  organisation: 'googleplexxx',
  name: 'sixteen-letters1-google-europe-southwest',
});

describe('names', () => {
  const long = 'a-service-with-a-very-long-name-indeed';

  it.each([
    ['bucket', bucketName(site, long, long), 63, /^[a-z][a-z0-9-]+[a-z0-9]$/],
    ['service account', serviceAccountId(site, 'nodes'), 30, /^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/],
    ['identity pool', identityPoolId(site, 'ci'), 32, /^[a-z][a-z0-9-]+[a-z0-9]$/],
    ['database', sqlInstanceName(site, long, long), 67, /^[a-z][a-z0-9-]+[a-z0-9]$/],
    ['address', hashedComputeName(site, long, long), 63, /^[a-z]([-a-z0-9]*[a-z0-9])?$/],
    ['network', computeName(site, 'googleapis-com'), 63, /^[a-z]([-a-z0-9]*[a-z0-9])?$/],
    ['key ring', keyRingName(site, 'cluster'), 63, /^[A-Za-z0-9_-]+$/],
    ['secret', secretId({ site, service: long, name: long }), 255, /^[A-Za-z0-9_-]+$/],
  ])('fits the limits of a %s', (_, name, maxLength, form) => {
    expect(name.length).toBeLessThanOrEqual(maxLength);
    expect(name).toMatch(form);
  });

  it('keeps "google" out of bucket names, where it is forbidden', () => {
    expect(bucketName(site, 'google-things')).not.toContain('google');
  });

  it('tells apart secrets whose paths differ only in where a name ends', () => {
    expect(secretId({ site, service: 'a-b', name: 'c' })).not.toBe(secretId({ site, service: 'a', name: 'b-c' }));
  });
});
