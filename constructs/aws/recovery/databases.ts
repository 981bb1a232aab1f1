import type { AwsSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import type { NeedRequest } from '../../contracts/need-provider';
import {
  type CheckedCommands,
  type DatabaseRecovery,
  type RegionRestore,
  restoredPart,
} from '../../contracts/recovery-commands';
import { databaseName } from '../names';
import { aws } from './call';

type Postgres = NeedRequest<'postgres', AwsSite>;

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

/** Copies of backups are kept, and listed, in the region that they were sent to. */
const keptBackups = (request: Postgres, from: AwsSite): Command =>
  aws(request.site, [
    'rds',
    'describe-db-instance-automated-backups',
    '--query',
    `DBInstanceAutomatedBackups[?DBInstanceIdentifier=='${serverOf({ ...request, site: from })}'].DBInstanceAutomatedBackupsArn | [0]`,
  ]);

/** Backups that RDS replicates. */
const fromRegion: RegionRestore<AwsSite> = {
  restore: (request, from, at) => ({
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
        { lookups: { group: securityGroup(request), backup: keptBackups(request, from) } },
      ),
    ],
    check: besideCheck(request, at),
  }),
  ownPassword: {
    command: (request, at) =>
      aws(request.site, [
        'rds',
        'modify-db-instance',
        '--db-instance-identifier',
        besideOf(request, at),
        '--apply-immediately',
        '--cli-input-json',
        'file:///dev/stdin',
        '--query',
        'DBInstance.DBInstanceIdentifier',
      ]),
    input: (password) => JSON.stringify({ MasterUserPassword: password }),
    check: (request, at) => ({
      command: ofServer(
        request.site,
        besideOf(request, at),
        "join(' ', [DBInstanceStatus, PendingModifiedValues.MasterUserPassword && 'pending' || 'done'])",
      ),
      expects: /^available done$/m,
      says: `whether ${besideOf(request, at)} has taken the password`,
    }),
  },
};

/** Servers of RDS. */
export const database: DatabaseRecovery<AwsSite> = {
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
      command: aws(request.site, [
        'rds',
        'describe-db-instances',
        '--query',
        `DBInstances[?DBInstanceIdentifier=='${serverOf(request)}'] | [0].join(' ', [DBInstanceStatus || 'none', ReadReplicaSourceDBInstanceIdentifier || 'none'])`,
      ]),
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
  fromRegion,
  upgradeMajor: (request, to) => {
    const server = serverOf(request);
    const snapshot = `${server}-before-${to}`;
    return {
      backup: {
        commands: [
          aws(request.site, [
            'rds',
            'create-db-snapshot',
            '--db-instance-identifier',
            server,
            '--db-snapshot-identifier',
            snapshot,
          ]),
        ],
        check: {
          command: aws(request.site, [
            'rds',
            'describe-db-snapshots',
            '--query',
            `DBSnapshots[?DBSnapshotIdentifier=='${snapshot}'].Status | [0]`,
          ]),
          expects: /^available$/m,
          untouched: /^None$/m,
          says: `state of ${snapshot}`,
        },
      },
      upgrade: {
        commands: [
          aws(
            request.site,
            [
              'rds',
              'modify-db-instance',
              '--db-instance-identifier',
              server,
              '--engine-version',
              '{version}',
              '--allow-major-version-upgrade',
              // The stack makes the group of the new version, and gives it to the server afterwards.
              '--db-parameter-group-name',
              `default.postgres${to}`,
              '--apply-immediately',
            ],
            {
              lookups: {
                version: aws(request.site, [
                  'rds',
                  'describe-db-engine-versions',
                  '--engine',
                  'postgres',
                  '--engine-version',
                  `${to}`,
                  '--default-only',
                  '--query',
                  'DBEngineVersions[0].EngineVersion',
                ]),
              },
            },
          ),
        ],
        check: {
          command: ofServer(request.site, server, "join(' ', [DBInstanceStatus, EngineVersion])"),
          expects: new RegExp(`^available ${to}\\.`, 'm'),
          untouched: new RegExp(`^available ${request.need.majorVersion}\\.`, 'm'),
          says: `state and version of ${server}`,
        },
      },
    };
  },
  addressBeside: (request, at) => ofServer(request.site, besideOf(request, at), 'Endpoint.Address'),
};
