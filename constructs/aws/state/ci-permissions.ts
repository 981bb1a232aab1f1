import { type AwsSite, automaticPools } from '../../../environments/model';
import {
  dataSecrets,
  detectionOf,
  hasVault,
  replicatesBuckets,
  secretPath,
  siteNeeds,
  trustedIssuers,
} from '../../contracts';
import { edgeStatements } from '../edge/edge-permissions';
import type { Statement } from '../iam';
import { accountArn, boundaryArn, glueName, regionalArn, rolePath, siteScoped } from '../names';
import {
  besideCluster,
  bucketActions,
  keyActions,
  linkedRoles,
  passedTo,
  registryActions,
  reservationGroupReads,
  secretActions,
  vaultActions,
} from './ci-actions';
import { guardrailStatements } from './ci-guardrails';
import { groupsReservations } from './ci-reads';

/** Trust in the clusters of other clouds whose jobs copy buckets of the site, and in nobody else. */
const copyTrust = (site: AwsSite): Statement[] => {
  const patterns = trustedIssuers(site);
  return patterns.length === 0
    ? []
    : [
        {
          sid: 'CopyTrust',
          actions: [
            'iam:AddClientIDToOpenIDConnectProvider',
            'iam:CreateOpenIDConnectProvider',
            'iam:DeleteOpenIDConnectProvider',
            'iam:RemoveClientIDFromOpenIDConnectProvider',
            'iam:TagOpenIDConnectProvider',
            'iam:UntagOpenIDConnectProvider',
            'iam:UpdateOpenIDConnectProviderThumbprint',
          ],
          resources: patterns.map((pattern) => accountArn(site, `oidc-provider/${pattern}`)),
        },
      ];
};

/** Groups of reservations, of this site alone. */
const reservationGroups = (site: AwsSite): Statement => ({
  sid: 'ReservationGroups',
  actions: [
    ...reservationGroupReads,
    'resource-groups:CreateGroup',
    'resource-groups:DeleteGroup',
    'resource-groups:GroupResources',
    'resource-groups:PutGroupConfiguration',
    'resource-groups:Tag',
    'resource-groups:UngroupResources',
    'resource-groups:Untag',
    'resource-groups:UpdateGroup',
  ],
  resources: [regionalArn(site, 'resource-groups', `group/${siteScoped(site, '*')}`)],
});

/** Services whose resources the stacks of a site make, change and delete, and no other. */
const managedServices = (site: AwsSite): readonly string[] => [
  ...(site.adopt?.cluster ? besideCluster : ['autoscaling:*', 'eks:*']),
  'ec2:*',
  ...(siteNeeds(site, 'files') ? ['elasticfilesystem:*'] : []),
  'logs:*',
  ...(site.providers.postgres === 'managed' ? ['rds:*'] : []),
  ...(site.providers.cache === 'managed' ? ['elasticache:*'] : []),
  ...(site.providers.kafka === 'managed' ? ['kafka:*'] : []),
  // Warnings before AWS takes back a machine that was made for waiting pods, and alerts on the account.
  ...(automaticPools(site).length > 0 || detectionOf(site) ? ['events:*'] : []),
  ...(automaticPools(site).length > 0 ? ['sqs:*'] : []),
];

/** Volumes of managed brokers grow by themselves. */
const growingVolumes: Statement = {
  sid: 'GrowingVolumes',
  actions: ['application-autoscaling:*'],
  resources: ['*'],
  conditions: { StringEqualsIfExists: { 'application-autoscaling:service-namespace': 'kafka' } },
};

/** Databases of the catalogue and workgroups as such, never a query nor a table. */
const warehouseStatements = (site: AwsSite): Statement[] => [
  {
    sid: 'Workgroups',
    actions: [
      'athena:CreateWorkGroup',
      'athena:DeleteWorkGroup',
      'athena:GetWorkGroup',
      'athena:ListTagsForResource',
      'athena:TagResource',
      'athena:UntagResource',
      'athena:UpdateWorkGroup',
    ],
    resources: [regionalArn(site, 'athena', `workgroup/${siteScoped(site, '*')}`)],
  },
  {
    sid: 'Databases',
    actions: [
      'glue:CreateDatabase',
      'glue:DeleteDatabase',
      'glue:GetDatabase',
      'glue:GetTags',
      'glue:TagResource',
      'glue:UntagResource',
      'glue:UpdateDatabase',
    ],
    // Glue asks for the right on everything that a database holds before it deletes one.
    resources: [
      'catalog',
      ...['database/', 'table/', 'userDefinedFunction/'].map((kind) => `${kind}${glueName(site, '*')}`),
    ].map((resource) => regionalArn(site, 'glue', resource)),
  },
];

/** What stored data depends on is compared with the other sites' and copied; Secrets Manager ends names with six letters. */
const sharedSecretReads = (site: AwsSite): Statement => ({
  sid: 'SharedSecrets',
  actions: ['secretsmanager:GetSecretValue'],
  resources: dataSecrets(site).map((request) =>
    regionalArn(site, 'secretsmanager', `secret:${secretPath(request)}-??????`),
  ),
});

/** Private zones of the names of joined sites; the VPN keeps the keys of its tunnels by a role of its own. */
const linkStatements = (site: AwsSite): Statement[] => [
  {
    sid: 'JoinedNames',
    actions: [
      'route53:ChangeResourceRecordSets',
      'route53:ChangeTagsForResource',
      'route53:CreateHostedZone',
      'route53:DeleteHostedZone',
      'route53:Get*',
      'route53:List*',
      'route53:UpdateHostedZoneComment',
    ],
    resources: ['*'],
  },
  {
    sid: 'RoleOfTunnels',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [accountArn(site, 'role/aws-service-role/*')],
    conditions: { StringEquals: { 'iam:AWSServiceName': 's2svpn.amazonaws.com' } },
  },
];

/** Of repositories that somebody else made it reads how they are set; images stay closed. */
const adoptedRegistryReads = ({ adopt, region }: AwsSite): Statement[] =>
  adopt?.registry
    ? [
        {
          sid: 'AdoptedRegistry',
          actions: ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListTagsForResource'],
          resources: [`${adopt.registry.id}/*`],
        },
        {
          sid: 'AdoptedRegistryKeys',
          actions: ['kms:DescribeKey'],
          resources: [`arn:aws:kms:${region}:${adopt.registry.id.split(':')[4] ?? ''}:key/*`],
        },
      ]
    : [];

/**
 * What may change a site: everything the stacks make, roles under the site's own path and within its boundary, and no
 * way to its own role, the boundary, the content of buckets, or the value of secrets but those that sites have in common.
 */
export function applyStatements(site: AwsSite): Statement[] {
  const roles = accountArn(site, `role${rolePath(site)}*`);
  const profiles = accountArn(site, `instance-profile${rolePath(site)}*`);
  return [
    { sid: 'Services', actions: managedServices(site), resources: ['*'] },
    ...(site.providers.kafka === 'managed' ? [growingVolumes] : []),
    // The private name of an endpoint is a zone that AWS joins to the network on behalf of who makes the endpoint.
    { sid: 'EndpointNames', actions: ['route53:AssociateVPCWithHostedZone'], resources: ['*'] },
    ...(siteNeeds(site, 'warehouse') ? warehouseStatements(site) : []),
    ...(groupsReservations(site) ? [reservationGroups(site)] : []),
    ...(site.registry ? [{ sid: 'Registry', actions: registryActions, resources: ['*'] }] : []),
    ...adoptedRegistryReads(site),
    ...(site.linkedTo ? linkStatements(site) : []),
    ...edgeStatements(site),
    ...guardrailStatements(site),
    ...(hasVault(site) ? [{ sid: 'Vaults', actions: vaultActions, resources: ['*'] }] : []),
    { sid: 'Buckets', actions: bucketActions, resources: ['arn:aws:s3:::*'] },
    { sid: 'Secrets', actions: secretActions, resources: [regionalArn(site, 'secretsmanager', 'secret:evenkeel/*')] },
    ...(site.sharesSecrets && dataSecrets(site).length > 0 ? [sharedSecretReads(site)] : []),
    {
      sid: 'Images',
      actions: ['ssm:GetParameters'],
      resources: [`arn:aws:ssm:${site.region}::parameter/aws/service/ami-amazon-linux-latest/*`],
    },
    { sid: 'Keys', actions: keyActions, resources: ['*'] },
    {
      sid: 'KeysThroughServices',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      // Adopted ones may lie in an account of their owner.
      resources: [...new Set([regionalArn(site, 'kms', 'key/*'), ...Object.values(site.adopt?.keys ?? {})])],
      conditions: {
        StringEquals: {
          'kms:ViaService': ['kafka', 'rds', 's3', 'secretsmanager', ...(hasVault(site) ? ['backup'] : [])].map(
            (service) => `${service}.${site.region}.amazonaws.com`,
          ),
        },
      },
    },
    {
      sid: 'RolesWithinBoundary',
      actions: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
      ],
      resources: [roles],
      conditions: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(site) } },
    },
    {
      sid: 'Roles',
      actions: ['iam:DeleteRole', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole*'],
      resources: [roles],
    },
    {
      sid: 'Profiles',
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      resources: [profiles],
    },
    ...copyTrust(site),
    {
      sid: 'PassRoles',
      actions: ['iam:PassRole'],
      resources: [roles],
      conditions: {
        StringEquals: {
          'iam:PassedToService': [
            ...passedTo,
            ...(replicatesBuckets(site) ? ['s3.amazonaws.com'] : []),
            ...(hasVault(site) ? ['backup.amazonaws.com'] : []),
          ],
        },
      },
    },
    {
      sid: 'LinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [accountArn(site, 'role/aws-service-role/*')],
      conditions: { StringEquals: { 'iam:AWSServiceName': linkedRoles } },
    },
  ];
}
