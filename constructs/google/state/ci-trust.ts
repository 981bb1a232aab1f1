import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool';
import { IamWorkloadIdentityPoolProvider } from '@cdktf/provider-google/lib/iam-workload-identity-pool-provider';
import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { type CiTrust, type GoogleSite, reservedPools } from '../../../environments/model';
import {
  detectionOf,
  hasVault,
  keepsAccount,
  keepsOrganisationTrail,
  letIn,
  metricsIdentity,
  replicatesBuckets,
  siteNeeds,
  spendingOf,
} from '../../contracts';
import { metricsRole } from '../data/cloud-metrics';
import { trailWriterRole } from '../governance/organisation-trail';
import { identityPoolId, projectRoleId, serviceAccountId } from '../names';
import { queryRoles, replicationRoles, vaultRole } from '../network/google-apis';

export interface GoogleCiTrustProps {
  readonly site: GoogleSite;
  readonly trust: CiTrust;
  readonly stateBucket: StorageBucket;
  /** Services that must be on first. */
  readonly after: readonly ITerraformDependable[];
}

interface CiRole {
  readonly projectRoles: readonly string[];
  readonly stateRole: string;
}

/** Roles that the stacks themselves give out on the project: the only ones the pipeline may grant or take away. */
const grantableRoles = ['roles/container.defaultNodeServiceAccount', 'roles/managedkafka.client'];
const grantableOf = (site: GoogleSite): readonly string[] => [
  ...grantableRoles,
  ...(siteNeeds(site, 'warehouse') ? queryRoles : []),
  ...(metricsIdentity(site) ? [metricsRole] : []),
  ...(keepsOrganisationTrail(site) ? [trailWriterRole] : []),
  ...(replicatesBuckets(site) ? replicationRoles : []),
  ...(hasVault(site) ? [vaultRole] : []),
];

/** What each part of the pipeline may do. Planning reads everything but the content of secrets and buckets. */
const roles: Readonly<Record<'plan' | 'apply', CiRole>> = {
  plan: {
    // The viewer of a project sees that a bucket is there, and not how it is set.
    projectRoles: [
      'roles/viewer',
      'roles/iam.securityReviewer',
      'roles/container.clusterViewer',
      'roles/storage.bucketViewer',
    ],
    stateRole: 'roles/storage.objectViewer',
  },
  apply: {
    projectRoles: [
      'roles/cloudkms.admin',
      'roles/cloudsql.admin',
      'roles/compute.networkAdmin',
      'roles/compute.securityAdmin',
      'roles/container.admin',
      'roles/dns.admin',
      'roles/iam.securityReviewer',
      'roles/iam.serviceAccountAdmin',
      'roles/iam.serviceAccountUser',
      'roles/logging.configWriter',
      'roles/secretmanager.admin',
      'roles/storage.admin',
      'roles/viewer',
    ],
    stateRole: 'roles/storage.objectUser',
  },
};

/** Further roles of who applies where a service of the site asks for a warehouse: datasets, and who is let in. */
const warehouseRole = 'roles/bigquery.dataOwner';

/** Further role of who applies where services share folders. */
const filesRole = 'roles/file.editor';

/** Further role of who applies where the site has a registry of its own: repositories, and who may pull. */
const registryRole = 'roles/artifactregistry.admin';

/** Further roles of who applies where the site has a public edge: load balancers and certificates. */
const edgeRoles = ['roles/certificatemanager.editor', 'roles/compute.loadBalancerAdmin'];

/** Further role of who applies where the site's buckets are listed: what is listed, and where to. */
const inventoryRole = 'roles/storageinsights.admin';

/** Further role of who applies where buckets are copied to another region: the jobs that copy. */
const transferRole = 'roles/storagetransfer.user';

/** Further roles of who applies, by what the site has the cloud itself run. */
const managedRoles = { cache: 'roles/memorystore.admin', kafka: 'roles/managedkafka.admin' } as const;
const managedNeeds = Object.keys(managedRoles) as (keyof typeof managedRoles)[];

/** Further roles of who applies where the site watches its project itself: alerts, and where they are mailed to. */
const channelRole = 'roles/monitoring.notificationChannelEditor';
const watchingRoles = ['roles/monitoring.alertPolicyEditor', channelRole];

/** Further roles where it records how the project is configured: feeds, and what takes them. */
const recordingRoles = ['roles/cloudasset.owner', 'roles/pubsub.admin'];

/** What whoever applies may do besides: roles of the project's own, as those of Google with it let one do far more. */
const narrowRoles = [
  {
    part: 'reservations',
    title: 'Reservations',
    wanted: (site: GoogleSite) => reservedPools(site).some(({ reservation }) => !reservation.existing),
    permissions: [
      'compute.reservations.create',
      'compute.reservations.delete',
      'compute.reservations.get',
      'compute.reservations.resize',
      'compute.reservations.update',
      'compute.zoneOperations.get',
    ],
  },
  {
    part: 'copy-trust',
    title: 'Trust in clusters that copy buckets',
    wanted: (site: GoogleSite) => letIn(site).size > 0,
    permissions: [
      'iam.workloadIdentityPoolProviders.create',
      'iam.workloadIdentityPoolProviders.delete',
      'iam.workloadIdentityPoolProviders.get',
      'iam.workloadIdentityPoolProviders.update',
      'iam.workloadIdentityPools.create',
      'iam.workloadIdentityPools.delete',
      'iam.workloadIdentityPools.get',
      'iam.workloadIdentityPools.update',
    ],
  },
  {
    part: 'database-vault',
    title: 'Vault of databases',
    wanted: hasVault,
    permissions: [
      'backupdr.backupPlanAssociations.createForCloudSqlInstance',
      'backupdr.backupPlanAssociations.deleteForCloudSqlInstance',
      'backupdr.backupPlanAssociations.getForCloudSqlInstance',
      'backupdr.backupPlanAssociations.updateForCloudSqlInstance',
      'backupdr.backupPlans.create',
      'backupdr.backupPlans.delete',
      'backupdr.backupPlans.get',
      'backupdr.backupPlans.update',
      'backupdr.backupPlans.useForCloudSqlInstance',
      'backupdr.backupVaults.associate',
      'backupdr.backupVaults.create',
      'backupdr.backupVaults.delete',
      'backupdr.backupVaults.get',
      'backupdr.backupVaults.update',
      'backupdr.operations.get',
    ],
  },
  {
    part: 'flood-protection',
    title: 'Level of flood protection',
    wanted: (site: GoogleSite) => site.edge?.ddos === 'advanced',
    permissions: ['compute.globalOperations.get', 'compute.projects.get', 'compute.projects.setCloudArmorTier'],
  },
] as const;

/** What the site watches itself: a project is watched by the first of its sites. */
const watched = (site: GoogleSite) => (keepsAccount(site) ? detectionOf(site) : undefined);

/** What the site makes of the bills of its project: the first of its sites does. */
const spent = (site: GoogleSite) => (keepsAccount(site) ? spendingOf(site) : {});

const furtherRoles = (site: GoogleSite): readonly string[] => [
  ...managedNeeds.filter((need) => site.providers[need] === 'managed').map((need) => managedRoles[need]),
  ...(siteNeeds(site, 'warehouse') || spent(site).costExport ? [warehouseRole] : []),
  ...(siteNeeds(site, 'files') ? [filesRole] : []),
  ...(site.registry ? [registryRole] : []),
  ...(watched(site) ? watchingRoles : spent(site).budgets ? [channelRole] : []),
  ...(watched(site)?.configurationRecording ? recordingRoles : []),
  ...(site.edge ? edgeRoles : []),
  ...(site.bucketInventory === 'off' ? [] : [inventoryRole]),
  ...(replicatesBuckets(site) ? [transferRole] : []),
];

const rolesOf = (step: 'plan' | 'apply', site: GoogleSite): readonly string[] => [
  ...roles[step].projectRoles,
  ...(step === 'apply' ? furtherRoles(site) : []),
  ...(step === 'plan' && watched(site)?.configurationRecording ? ['roles/cloudasset.viewer'] : []),
  ...(step === 'plan' && replicatesBuckets(site) ? ['roles/storagetransfer.viewer'] : []),
  ...(step === 'plan' && hasVault(site) ? ['roles/backupdr.viewer'] : []),
];

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/**
 * The pipeline signs in with the token its runner is given: no key is stored anywhere. Two accounts, one to plan and
 * one to apply, each for exactly one token subject.
 */
export class GoogleCiTrust extends Construct {
  constructor(scope: Construct, id: string, props: GoogleCiTrustProps) {
    super(scope, id);
    const { site, trust, after } = props;
    const pool = new IamWorkloadIdentityPool(this, 'pool', {
      workloadIdentityPoolId: identityPoolId(site, 'ci'),
      displayName: 'Evenkeel pipeline',
      description: `Pipeline of ${site.name}`,
      dependsOn: [...after],
    });
    new IamWorkloadIdentityPoolProvider(this, 'provider', {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: 'pipeline',
      attributeMapping: { 'google.subject': 'assertion.sub' },
      attributeCondition: `assertion.sub in [${quoted([trust.planSubject, trust.applySubject])}]`,
      oidc: { issuerUri: trust.issuer },
    });
    this.account('plan', trust.planSubject, pool, props);
    const apply = this.account('apply', trust.applySubject, pool, props);
    for (const role of narrowRoles.filter(({ wanted }) => wanted(site))) this.narrow(site, apply, role);
    new ProjectIamMember(this, 'apply-may-grant', {
      project: site.projectId,
      role: 'roles/resourcemanager.projectIamAdmin',
      member: apply.member,
      condition: {
        title: 'only-roles-of-the-stacks',
        description: 'Grants and takes away only the roles that the stacks of a site use',
        expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${quoted(grantableOf(site))}])`,
      },
    });
  }

  private narrow(
    site: GoogleSite,
    { member }: ServiceAccount,
    { part, title, permissions }: (typeof narrowRoles)[number],
  ): void {
    const role = new ProjectIamCustomRole(this, `${part}-role`, {
      project: site.projectId,
      roleId: projectRoleId(site, part.replaceAll('-', '_')),
      title: `${title} of ${site.name}`,
      permissions: [...permissions],
    });
    new ProjectIamMember(this, `apply-${part}`, { project: site.projectId, role: role.name, member });
  }

  private account(
    step: 'plan' | 'apply',
    subject: string,
    pool: IamWorkloadIdentityPool,
    { site, stateBucket, after }: GoogleCiTrustProps,
  ): ServiceAccount {
    const { stateRole } = roles[step];
    const account = new ServiceAccount(this, step, {
      accountId: serviceAccountId(site, step),
      displayName: `Pipeline of ${site.name}: ${step}`,
      dependsOn: [...after],
    });
    new ServiceAccountIamMember(this, `${step}-trust`, {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: `principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
    });
    for (const role of rolesOf(step, site)) {
      new ProjectIamMember(this, `${step}-${role}`, { project: site.projectId, role, member: account.member });
    }
    new StorageBucketIamMember(this, `${step}-state`, {
      bucket: stateBucket.name,
      role: stateRole,
      member: account.member,
    });
    return account;
  }
}
