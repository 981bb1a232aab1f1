import type { Absent, PerGuardrail } from '../../contracts';

/** One constraint of Google's, and how the project is bound by it. */
export type Constraint = { readonly name: string } & (
  | { readonly enforce: true }
  | { readonly allowed: readonly string[] }
  | { readonly denied: readonly string[] }
  | { readonly denyAll: true }
);

/** Services whose data the stacks always encrypt with own keys; others may be asked to, not to the exclusion of all else. */
export const ownKeyServices = [
  'artifactregistry.googleapis.com',
  'bigquery.googleapis.com',
  'container.googleapis.com',
  'secretmanager.googleapis.com',
  'sqladmin.googleapis.com',
  'storage.googleapis.com',
] as const;

const enforced = (...names: readonly string[]): readonly Constraint[] => names.map((name) => ({ name, enforce: true }));

/** Constraints by what they guard. Source: cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints, 2026-11. */
export const constraintsOf = (regions: readonly string[]): PerGuardrail<readonly Constraint[] | Absent> => ({
  regions: [{ name: 'gcp.resourceLocations', allowed: regions.map((region) => `in:${region}-locations`) }],
  publicStorage: enforced('storage.publicAccessPrevention', 'storage.uniformBucketLevelAccess'),
  encryption: [{ name: 'gcp.restrictNonCmekServices', denied: ownKeyServices }],
  tags: {
    absent: 'no constraint of Google Cloud asks a project for labels, and own constraints belong to the organisation',
    instead: 'the provider of every stack labels all that it makes; the organisation may add a constraint of its own',
  },
  publicDatabases: enforced('sql.restrictPublicIp', 'sql.restrictAuthorizedNetworks'),
  publicMachines: [
    { name: 'compute.vmExternalIpAccess', denyAll: true },
    ...enforced('compute.skipDefaultNetworkCreation'),
  ],
  tls: [{ name: 'gcp.restrictTLSVersion', denied: ['TLS_VERSION_1', 'TLS_VERSION_1_1'] }],
  longLivedKeys: enforced(
    'iam.automaticIamGrantsForDefaultServiceAccounts',
    'iam.disableServiceAccountKeyCreation',
    'iam.disableServiceAccountKeyUpload',
  ),
  trail: {
    absent: 'no constraint speaks of logs; what administrators do is written whatever anybody sets',
    instead: 'nobody can turn those records off, and a locked log bucket keeps them for the stated time',
  },
  machines: enforced('compute.disableSerialPortAccess', 'compute.requireShieldedVm'),
});
