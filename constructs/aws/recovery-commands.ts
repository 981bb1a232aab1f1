import type { AwsSite } from '../../environments/model';
import type { Command } from '../contracts/command';
import { publicNameTtlSeconds } from '../contracts/edge';
import { secretPath } from '../contracts/names';
import type { NeedRequest } from '../contracts/need-provider';
import {
  type CheckedCommands,
  type MovedName,
  type RecoveryCommands,
  restoredPart,
} from '../contracts/recovery-commands';
import { bucketName, ciRoleName, databaseName, eksName, keyAlias } from './names';
import { signInProfile } from './sign-in';

type Postgres = NeedRequest<'postgres', AwsSite>;

/** A call of AWS' own command line in the account and region of a site. */
const aws = (site: AwsSite, args: readonly string[], more: Partial<Command> = {}): Command => {
  const profile = signInProfile(site);
  return {
    program: 'aws',
    args: [...(profile ? ['--profile', profile] : []), '--region', site.region, '--output', 'text', ...args],
    reaches: site.name,
    ...more,
  };
};

const serverOf = ({ site, service, name }: Postgres): string => databaseName(site, service, name);
const besideOf = ({ site, service, name }: Postgres, at: string): string =>
  databaseName(site, service, name, restoredPart(at));

/** A list is asked for, so that a server which is not there is an answer, `None`, and no error. */
const ofServer = (site: AwsSite, id: string, what: string): Command =>
  aws(site, ['rds', 'describe-db-instances', '--query', `DBInstances[?DBInstanceIdentifier=='${id}'].${what} | [0]`]);

const securityGroup = (request: Postgres): Command =>
  aws(request.site, [
    'ec2',
    'describe-security-groups',
    '--filters',
    `Name=group-name,Values=${serverOf(request)}`,
    '--query',
    'SecurityGroups[0].GroupId',
  ]);

const port = 5432;

/** As the security group of the server has it. */
const clusterIngress = ({ site }: Postgres): string => {
  const ranges = [...site.addresses.nodes, site.addresses.pods].map((cidr) => `{CidrIp=${cidr}}`);
  return `IpProtocol=tcp,FromPort=${port},ToPort=${port},IpRanges=[${ranges.join(',')}]`;
};

const ingress = (request: Postgres, verb: 'revoke' | 'authorize'): Command =>
  aws(
    request.site,
    ['ec2', `${verb}-security-group-ingress`, '--group-id', '{group}', '--ip-permissions', clusterIngress(request)],
    { lookups: { group: securityGroup(request) } },
  );

/** What a restored server has of the first one, where RDS would take defaults. */
const placed = (request: Postgres): string[] => [
  '--db-subnet-group-name',
  databaseName(request.site, 'data'),
  '--vpc-security-group-ids',
  '{group}',
  '--db-parameter-group-name',
  `${serverOf(request)}-${request.need.majorVersion}`,
  request.need.highlyAvailable ? '--multi-az' : '--no-multi-az',
  '--no-publicly-accessible',
  '--copy-tags-to-snapshot',
  request.site.deletionProtection ? '--deletion-protection' : '--no-deletion-protection',
];

const besideCheck = (request: Postgres, at: string): CheckedCommands['check'] => ({
  command: ofServer(request.site, besideOf(request, at), 'DBInstanceStatus'),
  expects: /^available$/m,
  untouched: /^None$/m,
  says: `state of ${besideOf(request, at)}`,
});

/** Recovery points of RDS in AWS Backup are snapshots: the newest one that is older than the time. */
const vaultPoint = (request: Postgres, at: string): Command =>
  aws(request.site, [
    'rds',
    'describe-db-snapshots',
    '--db-instance-identifier',
    serverOf(request),
    '--snapshot-type',
    'awsbackup',
    '--query',
    `reverse(sort_by(DBSnapshots[?SnapshotCreateTime<='${at}'],&SnapshotCreateTime))[0].DBSnapshotIdentifier`,
  ]);

const zoneId = (site: AwsSite, domain: string): Command =>
  aws(site, [
    'route53',
    'list-hosted-zones-by-name',
    '--dns-name',
    domain,
    '--query',
    `HostedZones[?Name=='${domain}.' && !Config.PrivateZone].Id | [0]`,
  ]);

const healthCheck = (site: AwsSite, entry: string, what: string): Command =>
  aws(site, [
    'route53',
    'list-health-checks',
    '--query',
    `HealthChecks[?HealthCheckConfig.FullyQualifiedDomainName=='${entry}'].${what} | [0]`,
  ]);

/** Route 53 is in no region of the site: its control plane is its own. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });
const globally = (command: Command): Command => ({
  ...global(command),
  lookups: Object.fromEntries(Object.entries(command.lookups ?? {}).map(([name, lookup]) => [name, global(lookup)])),
});

/** A health check that is turned round tells of a site that answers that it does not. */
function moveChecked(zone: AwsSite, { from }: MovedName): CheckedCommands {
  const invert = (word: '--inverted' | '--no-inverted'): Command =>
    globally(
      aws(zone, ['route53', 'update-health-check', '--health-check-id', '{check}', word], {
        lookups: { check: healthCheck(zone, from, 'Id') },
      }),
    );
  return {
    commands: [invert('--inverted')],
    check: {
      command: global(healthCheck(zone, from, 'HealthCheckConfig.Inverted')),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: `whether the health check of ${from} is turned round`,
    },
    undo: [invert('--no-inverted')],
  };
}

function moveStated(zone: AwsSite, { domain, name, from, to }: MovedName): CheckedCommands {
  const lead = (target: string): Command =>
    globally(
      aws(
        zone,
        [
          'route53',
          'change-resource-record-sets',
          '--hosted-zone-id',
          '{zone}',
          '--change-batch',
          JSON.stringify({
            Changes: [
              {
                Action: 'UPSERT',
                ResourceRecordSet: {
                  Name: name,
                  Type: 'CNAME',
                  TTL: publicNameTtlSeconds,
                  ResourceRecords: [{ Value: target }],
                },
              },
            ],
          }),
        ],
        { lookups: { zone: zoneId(zone, domain) } },
      ),
    );
  const record = `ResourceRecordSets[?Name=='${name}.'].ResourceRecords[0].Value | [0]`;
  return {
    commands: [lead(to)],
    check: {
      command: globally(
        aws(zone, ['route53', 'list-resource-record-sets', '--hosted-zone-id', '{zone}', '--query', record], {
          lookups: { zone: zoneId(zone, domain) },
        }),
      ),
      expects: exactly(to),
      untouched: exactly(from),
      says: `where ${name} leads`,
    },
    undo: [lead(from)],
  };
}

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll('.', '\\.')}\\.?$`, 'm');

/** Sessions that were given out before the time are refused; new ones need the pipeline's own token. */
const olderSessions = (since: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SessionsFromBeforeTheIncident',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': since } },
      },
    ],
  });
const revoked = 'evenkeel-revoked-sessions';

const dataKeyId = (site: AwsSite): Command =>
  aws(site, [
    'kms',
    'describe-key',
    '--key-id',
    site.adopt?.keys?.data ?? keyAlias(site, 'data'),
    '--query',
    'KeyMetadata.KeyId',
  ]);

/** Recovery on AWS, by the AWS CLI 2. */
export const recoveryCommands: RecoveryCommands<AwsSite> = {
  clusterCredentials: (site, kubeconfig) => [
    aws(site, ['eks', 'update-kubeconfig', '--name', eksName(site), '--alias', site.name, '--kubeconfig', kubeconfig]),
  ],
  database: {
    promote: (request) => ({
      commands: [
        aws(request.site, [
          'rds',
          'promote-read-replica',
          '--db-instance-identifier',
          serverOf(request),
          '--backup-retention-period',
          `${request.need.backupRetentionDays}`,
        ]),
      ],
      check: {
        command: ofServer(
          request.site,
          serverOf(request),
          "[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier || 'none'] | join(' ', @)",
        ),
        expects: /^available none$/m,
        untouched: /^available arn:/m,
        says: `state of ${serverOf(request)}, and what it copies`,
      },
    }),
    fence: (request) => ({
      commands: [ingress(request, 'revoke')],
      check: {
        command: aws(
          request.site,
          [
            'ec2',
            'describe-security-group-rules',
            '--filters',
            'Name=group-id,Values={group}',
            '--query',
            'length(SecurityGroupRules[?!IsEgress])',
          ],
          { lookups: { group: securityGroup(request) } },
        ),
        expects: /^0$/m,
        untouched: /^[1-9]\d*$/m,
        says: `ways into ${serverOf(request)}`,
      },
      undo: [ingress(request, 'authorize')],
    }),
    cut: (request) => ({
      commands: [aws(request.site, ['rds', 'reboot-db-instance', '--db-instance-identifier', serverOf(request)])],
      check: {
        command: ofServer(request.site, serverOf(request), 'DBInstanceStatus'),
        expects: /^available$/m,
        says: `state of ${serverOf(request)}`,
      },
    }),
    restoreBeside: (request, at) => ({
      commands: [
        aws(
          request.site,
          [
            'rds',
            'restore-db-instance-to-point-in-time',
            '--source-db-instance-identifier',
            serverOf(request),
            '--target-db-instance-identifier',
            besideOf(request, at),
            '--restore-time',
            at,
            ...placed(request),
          ],
          { lookups: { group: securityGroup(request) } },
        ),
      ],
      check: besideCheck(request, at),
    }),
    restoreFromVault: (request, at) => ({
      commands: [
        aws(
          request.site,
          [
            'rds',
            'restore-db-instance-from-db-snapshot',
            '--db-snapshot-identifier',
            '{point}',
            '--db-instance-identifier',
            besideOf(request, at),
            ...placed(request),
          ],
          { lookups: { group: securityGroup(request), point: vaultPoint(request, at) } },
        ),
      ],
      check: besideCheck(request, at),
    }),
    restoreFromRegion: (request, from, at) => ({
      commands: [
        aws(
          request.site,
          [
            'rds',
            'restore-db-instance-to-point-in-time',
            '--source-db-instance-automated-backups-arn',
            '{backup}',
            '--target-db-instance-identifier',
            besideOf(request, at),
            '--use-latest-restorable-time',
            ...placed(request),
          ],
          {
            lookups: {
              group: securityGroup(request),
              // Copies of backups are kept, and listed, in the region that they were sent to.
              backup: aws(request.site, [
                'rds',
                'describe-db-instance-automated-backups',
                '--query',
                `DBInstanceAutomatedBackups[?DBInstanceIdentifier=='${serverOf({ ...request, site: from })}'].DBInstanceAutomatedBackupsArn | [0]`,
              ]),
            },
          },
        ),
      ],
      check: besideCheck(request, at),
    }),
    addressBeside: (request, at) => ofServer(request.site, besideOf(request, at), 'Endpoint.Address'),
  },
  secret: {
    read: (request) =>
      aws(request.site, [
        'secretsmanager',
        'get-secret-value',
        '--secret-id',
        secretPath(request),
        '--query',
        'SecretString',
      ]),
    write: (request) =>
      aws(request.site, [
        'secretsmanager',
        'put-secret-value',
        '--secret-id',
        secretPath(request),
        '--secret-string',
        'file:///dev/stdin',
        '--query',
        'Name',
      ]),
    changedAt: (request) =>
      aws(request.site, [
        'secretsmanager',
        'describe-secret',
        '--secret-id',
        secretPath(request),
        '--query',
        'LastChangedDate',
      ]),
  },
  names: { move: (zone, name) => (name.automatic ? moveChecked(zone, name) : moveStated(zone, name)) },
  // S3 has no command for it; rclone reads a bucket as it was, by the caller's own sign-in.
  restoreObjects: ({ site, service, name }, at) => {
    const bucket = bucketName(site, service, name);
    const remote = (more: string): string => `:s3,provider=AWS,env_auth=true,region=${site.region}${more}:${bucket}`;
    const env = signInProfile(site);
    const rclone = (args: readonly string[]): Command => ({
      program: 'rclone',
      args: [...args, remote(`,version_at="${at}"`), remote('')],
      reaches: site.name,
      ...(env ? { env: { AWS_PROFILE: env } } : {}),
    });
    return {
      commands: [rclone(['copy', '--checksum'])],
      check: {
        // It ends with 1 where one differs.
        command: rclone(['check', '--one-way', '--fast-list']),
        expects: /^/,
        says: `objects of ${bucket} that differ from those of ${at}`,
      },
    };
  },
  lockOutPipeline: (site, since) => ({
    commands: (['plan', 'apply'] as const).map((step) =>
      aws(site, [
        'iam',
        'put-role-policy',
        '--role-name',
        ciRoleName(site, step),
        '--policy-name',
        revoked,
        '--policy-document',
        olderSessions(since),
      ]),
    ),
    check: {
      command: aws(site, [
        'iam',
        'list-role-policies',
        '--role-name',
        ciRoleName(site, 'apply'),
        '--query',
        `contains(PolicyNames, '${revoked}')`,
      ]),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: 'whether older sessions of the pipeline are refused',
    },
  }),
  rotateDataKey: (site, since) => ({
    commands: [aws(site, ['kms', 'rotate-key-on-demand', '--key-id', '{key}'], { lookups: { key: dataKeyId(site) } })],
    check: {
      command: aws(
        site,
        [
          'kms',
          'list-key-rotations',
          '--key-id',
          '{key}',
          '--query',
          `length(Rotations[?RotationDate>='${since}']) > \`0\``,
        ],
        { lookups: { key: dataKeyId(site) } },
      ),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: `whether the data key was rotated since ${since}`,
    },
  }),
};
