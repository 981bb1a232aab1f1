import { type PerGuardrail, requiredTags } from '../../contracts';
import type { Statement } from '../iam';

const everything = ['*'];

/**
 * Services that answer in one region for the whole account, or of the whole world: what they do is bound by no region.
 * Source: "Deny access to AWS based on the requested Region", docs.aws.amazon.com/organizations, 2026-11; less than there.
 */
export const globalActions = [
  'account:*',
  'acm:*',
  'bcm-data-exports:*',
  'billing:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'cloudwatch:*',
  'ec2:DescribeRegions',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'kms:*',
  'logs:*',
  'organizations:*',
  'pricing:*',
  'route53:*',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
  's3:PutAccountPublicAccessBlock',
  'shield:*',
  'sns:*',
  'sso:*',
  'sts:*',
  'support:*',
  'tag:*',
  'wafv2:*',
] as const;

/** What keeps data or runs it, by the calls that make it and can carry tags. */
const taggedActions = [
  'ec2:CreateNatGateway',
  'ec2:CreateVpc',
  'eks:CreateCluster',
  'eks:CreateNodegroup',
  'elasticache:CreateReplicationGroup',
  'kafka:CreateClusterV2',
  'kms:CreateKey',
  'rds:CreateDBInstance',
  'secretsmanager:CreateSecret',
  'sqs:CreateQueue',
] as const;

const deny = (
  sid: string,
  actions: readonly string[],
  conditions?: Statement['conditions'],
  resources: readonly string[] = everything,
): Statement => ({ sid, effect: 'Deny', actions, resources, conditions });

/** What the policies of the organisation deny to everybody in the account; what they leave to settings is empty. */
export const deniedBy = (regions: readonly string[]): PerGuardrail<readonly Statement[]> => ({
  regions: [
    {
      sid: 'OtherRegions',
      effect: 'Deny',
      notActions: globalActions,
      resources: everything,
      conditions: { StringNotEquals: { 'aws:RequestedRegion': regions } },
    },
  ],
  publicStorage: [
    deny('OpenStorage', [
      'ec2:DisableImageBlockPublicAccess',
      'ec2:DisableSnapshotBlockPublicAccess',
      's3:PutAccountPublicAccessBlock',
    ]),
  ],
  encryption: [
    deny('PlainByDefault', ['ec2:DisableEbsEncryptionByDefault']),
    deny('PlainVolumes', ['ec2:CreateVolume', 'ec2:RunInstances'], { Bool: { 'ec2:Encrypted': 'false' } }, [
      'arn:aws:ec2:*:*:volume/*',
    ]),
    // Of one instance no condition tells; the stacks encrypt theirs, and the recorded configuration shows any other.
    deny('PlainDatabases', ['rds:CreateDBCluster'], { Bool: { 'rds:StorageEncrypted': 'false' } }),
    deny('PlainFiles', ['elasticfilesystem:CreateFileSystem'], { Bool: { 'elasticfilesystem:Encrypted': 'false' } }),
  ],
  // One statement a tag: the conditions of one would all have to hold.
  tags: requiredTags.map((tag) =>
    deny(`Without${tag.replaceAll('-', '')}`, taggedActions, { Null: { [`aws:RequestTag/${tag}`]: 'true' } }),
  ),
  publicDatabases: [],
  publicMachines: [
    deny('PublicMachines', ['ec2:RunInstances'], { Bool: { 'ec2:AssociatePublicIpAddress': 'true' } }, [
      'arn:aws:ec2:*:*:network-interface/*',
    ]),
  ],
  tls: [],
  longLivedKeys: [
    deny('LongLivedKeys', [
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreateServiceSpecificCredential',
      'iam:CreateUser',
      'iam:UploadSSHPublicKey',
    ]),
  ],
  trail: [
    deny('EndOfTrail', [
      'cloudtrail:DeleteTrail',
      'cloudtrail:StopLogging',
      'config:DeleteConfigurationRecorder',
      'config:DeleteDeliveryChannel',
      'config:StopConfigurationRecorder',
      'guardduty:DeleteDetector',
      'organizations:LeaveOrganization',
      'securityhub:DisableSecurityHub',
    ]),
  ],
  machines: [
    deny('OpenMetadata', ['ec2:RunInstances'], { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } }, [
      'arn:aws:ec2:*:*:instance/*',
    ]),
    // Where the sites are: a region that is opened is set like the others before this is said of it.
    deny('WeakerMetadata', ['ec2:ModifyInstanceMetadataDefaults', 'ec2:EnableSerialConsoleAccess'], {
      StringEquals: { 'aws:RequestedRegion': regions },
    }),
  ],
});

/** What resources of the account refuse, whoever asks: a policy of resources, not of who acts. */
export const refusedByResources: readonly Statement[] = [
  {
    sid: 'WithoutTls',
    effect: 'Deny',
    principals: '*',
    actions: ['kms:*', 's3:*', 'secretsmanager:*', 'sqs:*', 'sts:*'],
    resources: everything,
    conditions: { BoolIfExists: { 'aws:SecureTransport': 'false' } },
  },
];
