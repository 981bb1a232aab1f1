import type { AccessEvidence } from '../../contracts';

const custom = { in: 'state', type: 'google_project_iam_custom_role' } as const;
const viewer = { ...custom, where: { path: 'role_id', matches: /^evenkeel_viewer_/ } } as const;
const operator = { ...custom, where: { path: 'role_id', matches: /^evenkeel_operator_/ } } as const;
const entitlement = { in: 'state', type: 'google_privileged_access_manager_entitlement' } as const;
/** What groups have for good. */
const groups = {
  in: 'state',
  type: 'google_project_iam_member',
  where: { path: 'member', matches: /^group:/ },
  path: 'role',
  is: { matches: /^(roles\/(compute|logging|monitoring)\.viewer|\$\{google_project_iam_custom_role\.[^}]+\.name\})$/ },
} as const;

const onlyLooks = /\.(connect|get|getIamPolicy|list)$/;
const onlyRestarts = /\.(connect|get|getIamPolicy|list|failover|reset|restart)$/;
const opensNothing =
  /^(?!.*"(secretmanager\.versions\.access|storage\.objects\.[a-z]+|cloudkms\.\w+\.use\w+|bigquery\.[^"]+)")/;

/** Where Google shows what people may do. */
export const accessEvidence: AccessEvidence = {
  'access.viewers-read-only': [{ ...viewer, path: 'permissions[]', is: { matches: onlyLooks } }, groups],
  'access.no-secrets': [{ ...custom, path: 'permissions', is: { matches: opensNothing } }, groups],
  'access.operators-limited': [{ ...operator, path: 'permissions[]', is: { matches: onlyRestarts } }, groups],
  'access.cluster-groups': [
    {
      in: 'cluster',
      type: 'google_container_cluster',
      path: 'authenticator_groups_config.security_group',
      is: { matches: /^gke-security-groups@/ },
    },
  ],
  'access.break-glass-limited': [{ ...entitlement, path: 'max_request_duration', is: { equals: '3600s' } }],
  'access.break-glass-second-factor': {
    absent: 'the access of a project cannot ask for a second factor',
    instead: 'enforce 2-step verification on the group in Google Workspace, with security keys only',
  },
  'access.break-glass-watched': [
    {
      ...entitlement,
      path: 'additional_notification_targets.admin_email_recipients',
      is: { atLeast: 1 },
    },
    { ...entitlement, path: 'requester_justification_config.unstructured', is: { matches: /^\{\}$/ } },
  ],
};
