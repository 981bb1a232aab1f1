import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statePlace } from '../../../delivery/pulumi/state-place';

const folder = mkdtempSync(join(tmpdir(), 'state-place-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Pulumi's state", () => {
  it('is in the bucket of the site, sealed by its key', () => {
    const s3 = { bucket: 'acme-state', region: 'eu-west-1', kms_key_id: 'arn:aws:kms:eu-west-1:1:alias/state' };
    expect(statePlace({ type: 's3', settings: s3 }, folder)).toEqual({
      url: 's3://acme-state/pulumi?region=eu-west-1&awssdk=v2',
      secretsProvider: 'awskms:///arn:aws:kms:eu-west-1:1:alias/state?region=eu-west-1&awssdk=v2',
    });
    const gcs = { bucket: 'acme-state', kms_encryption_key: 'projects/p/locations/l/keyRings/r/cryptoKeys/state' };
    expect(statePlace({ type: 'gcs', settings: gcs }, folder)).toEqual({
      url: 'gs://acme-state/pulumi',
      secretsProvider: 'gcpkms://projects/p/locations/l/keyRings/r/cryptoKeys/state',
    });
    const azurerm = { storage_account_name: 'acmestate', container_name: 'tfstate' };
    expect(statePlace({ type: 'azurerm', settings: azurerm }, folder)).toMatchObject({
      url: 'azblob://tfstate/pulumi?storage_account=acmestate',
      secretsProvider: 'passphrase',
    });
  });

  it('is a file of this machine where there is no cloud, under a passphrase that is made once', () => {
    const first = statePlace({ type: 'local', settings: {} }, folder);
    const { url, passphraseFile = '' } = statePlace({ type: 'local', settings: {} }, folder);
    expect(url).toBe(first.url);
    expect(url).toMatch(/^file:\/\//);
    expect(readFileSync(passphraseFile, 'utf8')).toMatch(/^[\w-]{43}$/);
    expect(statSync(passphraseFile).mode & 0o777).toBe(0o600);
  });

  it('is nowhere where nobody knows the backend', () => {
    expect(() => statePlace({ type: 'consul', settings: {} }, folder)).toThrow('consul');
  });
});
