import {
  placeOf,
  remoteFolderFiles,
  type StateStack,
  stackFolderFiles,
  stateStackOf,
} from '../../../runbooks/bootstrap/state-stack';
import { awsSite, azureSite, googleSite } from '../../fixtures/sites';
import { synthesizeSite } from '../../fixtures/synthesize';

const expected = {
  aws: {
    site: awsSite(),
    place: 's3 bucket=acme-test-aws-eu-west-1-state-cbbb2e14 key=test-aws-eu-west-1-state.tfstate',
    settings: { encrypt: true, use_lockfile: true },
  },
  google: {
    site: googleSite(),
    place: /^gcs bucket=acme-test-gcp-europe-west1-state-[0-9a-f]{8} prefix=test-google-europe-west1-state$/,
    settings: { kms_encryption_key: expect.stringContaining('/cryptoKeys/state') },
  },
  azure: {
    site: azureSite(),
    place: /^azurerm key=test-azure-westeurope-state.tfstate storage_account_name=[a-z0-9]+ container_name=tfstate$/,
    settings: { use_azuread_auth: true },
  },
};

describe.each(Object.entries(expected))('%s', (_, { site, place, settings }) => {
  let stack: StateStack;
  let built: unknown;
  beforeAll(async () => {
    stack = await stateStackOf(site);
    built = (await synthesizeSite(site)).stacks.state;
  });

  it('is the stack that a build has, with its state in its own place', () => {
    expect(JSON.parse(stack.text)).toEqual(built);
    expect(stack).toMatchObject({ site: site.name, id: `${site.name}-state`, isProtected: site.deletionProtection });
    expect(placeOf(stack.backend)).toMatch(place);
    expect(stack.backend.settings).toMatchObject(settings);
  });

  it('reads the remote state by the backend alone', () => {
    const { 'main.tf.json': text = '' } = remoteFolderFiles(stack);
    expect(JSON.parse(text)).toEqual({ terraform: { backend: { [stack.backend.type]: stack.backend.settings } } });
  });

  it('works on a file by an override beside the stack, which stays as it is', () => {
    const { 'cdk.tf.json': text, 'backend_override.tf.json': override = '' } = stackFolderFiles(stack, '../x.tfstate');
    expect(text).toBe(stack.text);
    expect(JSON.parse(override)).toEqual({ terraform: { backend: { local: { path: '../x.tfstate' } } } });
  });
});
