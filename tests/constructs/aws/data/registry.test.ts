import { resourcesOf, synthesize, theOnly } from '../aws-stacks';

const registry = { repositories: ['models/churn'], untaggedDays: 14, mirrors: true };
const { data, platform, state } = synthesize({ registry });

describe('registry', () => {
  it('has the repositories of the environment, which nobody deletes by accident', () => {
    expect(theOnly(data, 'aws_ecr_repository')).toMatchObject({
      name: 'models/churn',
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    const open = synthesize({ registry, deletionProtection: false });
    expect(theOnly(open.data, 'aws_ecr_repository')).toMatchObject({ force_delete: true });
  });

  it('lets nodes, and nobody else, have public images fetched into the folders of mirrors only', () => {
    const [statement] = JSON.parse(theOnly(platform, 'aws_ecr_registry_policy').policy).Statement;
    expect(statement.Principal.AWS).toHaveLength(1);
    expect(statement.Principal.AWS[0]).toMatch(/^arn:aws:iam::123456789012:role\/evenkeel\/.*nodes/);
    expect(statement.Resource).toHaveLength(3);
    for (const resource of statement.Resource)
      expect(resource).toMatch(/:repository\/(ecr-public|kubernetes|quay)\/\*$/);
  });

  it('makes repositories for mirrored images as a role that can do no more', () => {
    const role = resourcesOf(data, 'aws_iam_role').find(({ name }) => name.includes('image-mirrors'));
    expect(role.permissions_boundary).toBeDefined();
    expect(role.assume_role_policy).toContain('"Service":"ecr.amazonaws.com"');
  });

  it('is managed by a pipeline that can neither push nor pull an image', () => {
    const texts = resourcesOf(state, 'aws_iam_policy').concat(resourcesOf(state, 'aws_iam_role_policy'));
    const all = JSON.stringify(texts);
    expect(all).toContain('ecr:CreateRepository');
    expect(all).not.toMatch(/ecr:\*\\"|ecr:PutImage\\"|ecr:BatchGetImage/);
    expect(JSON.stringify(synthesize().state)).not.toContain('ecr:CreateRepository');
  });
});
