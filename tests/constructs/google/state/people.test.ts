import { googleSite } from '../../../fixtures/sites';
import { named, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { state } = synthesize();
const permissions = (role: string): string[] =>
  named(state, 'google_project_iam_custom_role', `people_${role}`).permissions;

describe('people', () => {
  it('viewers look, operators restart besides; neither opens a secret, an object, a table or a key', () => {
    expect(permissions('viewer').filter((one) => !/\.(connect|get|getIamPolicy|list)$/.test(one))).toEqual([]);
    expect(permissions('operator').filter((one) => !permissions('viewer').includes(one))).toEqual([
      'cloudsql.instances.failover',
      'cloudsql.instances.restart',
      'compute.instances.reset',
    ]);
    expect(permissions('operator').join(' ')).not.toMatch(/versions\.access|storage\.objects|useTo|bigquery|export/);
    // To come to the door of the cluster by its name.
    expect(permissions('viewer')).toContain('container.clusters.connect');
  });

  it('groups have that and what readers of machines, logs and measures have, for good', () => {
    const given = resourcesOf(state, 'google_project_iam_member')
      .filter(({ member }) => member === 'group:ml-platform-viewers@example.com')
      .map(({ role }) => role);
    expect(given.sort()).toEqual([
      expect.stringMatching(/^\$\{google_project_iam_custom_role\.people_viewer_\w+\.name\}$/),
      'roles/compute.viewer',
      'roles/logging.viewer',
      'roles/monitoring.viewer',
    ]);
  });

  it('glass is broken for an hour, with a reason, and the contact is told', () => {
    expect(theOnly(state, 'google_privileged_access_manager_entitlement')).toMatchObject({
      entitlement_id: 'break-glass-test-google-europe-west1',
      parent: 'projects/acme-ml-test',
      max_request_duration: '3600s',
      eligible_users: [{ principals: ['group:ml-platform-break-glass@example.com'] }],
      requester_justification_config: { unstructured: {} },
      additional_notification_targets: { admin_email_recipients: ['platform@example.com'] },
    });
    const standing = resourcesOf(state, 'google_project_iam_member').map(({ member }) => member);
    expect(standing).not.toContain('group:ml-platform-break-glass@example.com');
  });

  it('makes no role that nobody has, and GKE looks up no groups', () => {
    const people = { ...googleSite().people, viewers: [], operators: [] };
    const stacks = synthesize({ people });
    expect(resourcesOf(stacks.state, 'google_project_iam_custom_role')).toEqual([]);
    expect(theOnly(stacks.cluster, 'google_container_cluster')).not.toHaveProperty('authenticator_groups_config');
  });
});
