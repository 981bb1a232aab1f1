import type { Evidence, GuardrailEvidence } from '../../contracts';

const isTrue = { equals: true } as const;
const storage = { in: 'governance', type: 'aws_s3_account_public_access_block' } as const;
const attachment = { in: 'governance', type: 'aws_organizations_policy_attachment' } as const;

/** A statement of a policy that is attached to the account. */
const denies = (part: string, content: RegExp): readonly [Evidence, Evidence] => [
  {
    in: 'governance',
    type: 'aws_organizations_policy',
    path: 'content',
    is: { matches: content },
    where: { path: 'name', matches: new RegExp(`-${part}$`) },
  },
  {
    ...attachment,
    path: 'target_id',
    is: { matches: /^\d{12}$/ },
    where: { path: 'policy_id', matches: new RegExp(`_${part}_`) },
  },
];

/** Where what binds the account shows. */
export const guardrailsEvidence: GuardrailEvidence = {
  'guardrails.regions': denies(
    'places',
    /"Effect":"Deny","NotAction":\[.*"StringNotEquals":\{"aws:RequestedRegion":\[/,
  ),
  'guardrails.public-storage': [
    { ...storage, path: 'block_public_acls', is: isTrue },
    { ...storage, path: 'block_public_policy', is: isTrue },
    { ...storage, path: 'ignore_public_acls', is: isTrue },
    { ...storage, path: 'restrict_public_buckets', is: isTrue },
    {
      in: 'governance',
      type: 'aws_ebs_snapshot_block_public_access',
      path: 'state',
      is: { equals: 'block-all-sharing' },
    },
    { in: 'governance', type: 'aws_ec2_image_block_public_access', path: 'state', is: { equals: 'block-new-sharing' } },
    ...denies('openings', /"Effect":"Deny","Action":\[[^\]]*"s3:PutAccountPublicAccessBlock"/),
  ],
  'guardrails.encryption': [
    { in: 'governance', type: 'aws_ebs_encryption_by_default', path: 'enabled', is: isTrue },
    ...denies(
      'openings',
      /"Effect":"Deny".*"Bool":\{"ec2:Encrypted":"false"\}.*"Bool":\{"elasticfilesystem:Encrypted":"false"\}/,
    ),
  ],
  'guardrails.tags': denies('places', /"Effect":"Deny".*"Null":\{"aws:RequestTag\/cost-centre":"true"\}/),
  'guardrails.public-databases': {
    absent: 'no condition of AWS tells whether a database is asked for with a public address',
    instead:
      'no stack asks for one, a database in the private subnets has none whatever is asked for, and the recorded configuration shows any other',
  },
  'guardrails.public-machines': denies('openings', /"Effect":"Deny".*"Bool":\{"ec2:AssociatePublicIpAddress":"true"\}/),
  'guardrails.tls': denies('transport', /"Effect":"Deny","Principal":"\*".*"aws:SecureTransport":"false"/),
  'guardrails.long-lived-keys': denies(
    'openings',
    /"Effect":"Deny","Action":\["iam:CreateAccessKey".*"iam:CreateUser"/,
  ),
  'guardrails.trail': denies(
    'openings',
    /"Effect":"Deny","Action":\["cloudtrail:DeleteTrail","cloudtrail:StopLogging"/,
  ),
  'guardrails.machines': [
    { in: 'governance', type: 'aws_ec2_instance_metadata_defaults', path: 'http_tokens', is: { equals: 'required' } },
    {
      in: 'governance',
      type: 'aws_ec2_instance_metadata_defaults',
      path: 'http_put_response_hop_limit',
      is: { equals: 1 },
    },
    { in: 'governance', type: 'aws_ec2_serial_console_access', path: 'enabled', is: { equals: false } },
    ...denies('openings', /"Effect":"Deny".*"StringNotEquals":\{"ec2:MetadataHttpTokens":"required"\}/),
  ],
};
