import { adoptedRegistries, adoptedSites, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const ci = {
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'sts',
  planSubject: 'repo:acme/ml:pull_request',
  applySubject: 'repo:acme/ml:environment:test',
};
const { aws: site } = adoptedSites({ aws: { registry: adoptedRegistries.aws } }, ownImages);

it('looks at each repository and its key, in the account of the owner', async () => {
  const { stacks } = await synthesizeSite(site);
  const data = stacks.data?.data ?? {};
  const repositories = Object.values(data.aws_ecr_repository ?? {}) as { name: string; registry_id: string }[];
  expect(repositories.map(({ name, registry_id }) => [registry_id, name])).toEqual([
    ['999999999999', 'acme/ml/models/churn'],
    ['999999999999', 'acme/ml/tools'],
  ]);
  const keys = Object.values(data.aws_kms_key ?? {}) as { key_id: string }[];
  expect(keys.map(({ key_id }) => key_id)).toEqual([
    expect.stringMatching(/aws_ecr_repository\.adopted-registry_models-churn_.*kms_key/),
    expect.stringMatching(/aws_ecr_repository\.adopted-registry_tools_.*kms_key/),
  ]);
});

it('is where images of own services may come from', async () => {
  const { model } = await synthesizeSite(site);
  expect(model.kubernetes.adoptedImages).toBe('999999999999.dkr.ecr.eu-west-1.amazonaws.com/acme/ml/');
  expect(model.kubernetes.imageMirrors).toEqual({});
});

it('lets the pipeline read how repositories are set, and change nothing of any', async () => {
  const { stacks } = await synthesizeSite({ ...site, ci });
  const text = JSON.stringify(stacks.state);
  expect(text).toContain('arn:aws:ecr:eu-west-1:999999999999:repository/acme/ml/*');
  expect(text).not.toMatch(/ecr:(CreateRepository|DeleteRepository|\*LifecyclePolicy|PutImage)/);
});
