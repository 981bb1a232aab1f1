import { allMonth, type Charge, fixed } from '../../policies/cost/pricing';
import type { Detail } from './thing';

type Answer = Readonly<Record<string, unknown>>;

/** A kind of thing on AWS: how its ARN is written, what is asked of one alone, and how one is deleted. */
export interface AwsType {
  /** `ec2:volume` */
  readonly type: string;
  /** With a group `id`: what commands call it. */
  readonly arn: RegExp;
  /** Words of the command that tells of one. Default: there is nothing to ask. */
  readonly read?: (id: string, arn: string) => readonly string[];
  readonly told?: (answer: Answer) => Detail;
  /** Words of the command that deletes one. */
  readonly remove: (id: string, arn: string) => readonly string[];
  /** Where nothing is asked. Default: nobody knows. */
  readonly charges?: readonly Charge[];
}

const first = (answer: Answer, list: string): Answer => {
  const found = answer[list];
  return (Array.isArray(found) ? (found[0] as Answer) : undefined) ?? {};
};

const day = (value: unknown): string | undefined =>
  value === undefined
    ? undefined
    : new Date(typeof value === 'number' ? value * 1000 : `${value}`).toISOString().slice(0, 10);

const ec2 = (kind: string, prefix: string): RegExp =>
  new RegExp(`^arn:[^:]+:ec2:[^:]*:[^:]*:${kind}/(?<id>${prefix}-\\w+)$`);

const free: readonly Charge[] = [];

/** The kinds that stacks and clusters make. What is of none is an orphan all the same, without a price. */
export const awsTypes: readonly AwsType[] = [
  {
    type: 'ec2:volume',
    arn: ec2('volume', 'vol'),
    read: (id) => ['ec2', 'describe-volumes', '--volume-ids', id],
    told: (answer) => {
      const { Size, VolumeType, Attachments } = first(answer, 'Volumes');
      const attached = (Array.isArray(Attachments) ? Attachments : []) as readonly Answer[];
      return {
        charges: [fixed(`disk/${VolumeType}`, Number(Size))],
        parents: attached.map(({ InstanceId }) => `${InstanceId}`),
      };
    },
    remove: (id) => ['ec2', 'delete-volume', '--volume-id', id],
  },
  {
    type: 'ec2:snapshot',
    arn: ec2('snapshot', 'snap'),
    read: (id) => ['ec2', 'describe-snapshots', '--snapshot-ids', id],
    told: (answer) => ({ charges: [fixed('disk/snapshot', Number(first(answer, 'Snapshots').VolumeSize))] }),
    remove: (id) => ['ec2', 'delete-snapshot', '--snapshot-id', id],
  },
  {
    type: 'ec2:instance',
    arn: ec2('instance', 'i'),
    read: (id) => ['ec2', 'describe-instances', '--instance-ids', id],
    told: (answer) => {
      const { InstanceType, State } = first(first(answer, 'Reservations'), 'Instances');
      const state = (State as Answer | undefined)?.Name;
      if (state === 'terminated' || state === 'shutting-down') return { gone: true };
      return { charges: state === 'running' ? [allMonth(`machine/${InstanceType}`)] : free };
    },
    remove: (id) => ['ec2', 'terminate-instances', '--instance-ids', id],
  },
  {
    type: 'ec2:natgateway',
    arn: ec2('natgateway', 'nat'),
    read: (id) => ['ec2', 'describe-nat-gateways', '--nat-gateway-ids', id],
    told: (answer) => {
      const { State } = first(answer, 'NatGateways');
      return /^delet/.test(`${State}`) ? { gone: true } : { charges: [allMonth('nat/gateway')] };
    },
    remove: (id) => ['ec2', 'delete-nat-gateway', '--nat-gateway-id', id],
  },
  {
    type: 'ec2:elastic-ip',
    arn: ec2('elastic-ip', 'eipalloc'),
    charges: [allMonth('address/public')],
    remove: (id) => ['ec2', 'release-address', '--allocation-id', id],
  },
  {
    type: 'ec2:network-interface',
    arn: ec2('network-interface', 'eni'),
    read: (id) => ['ec2', 'describe-network-interfaces', '--network-interface-ids', id],
    told: (answer) => {
      const attachment = first(answer, 'NetworkInterfaces').Attachment as Answer | undefined;
      return { charges: free, parents: attachment?.InstanceId ? [`${attachment.InstanceId}`] : [] };
    },
    remove: (id) => ['ec2', 'delete-network-interface', '--network-interface-id', id],
  },
  {
    type: 'ec2:security-group',
    arn: ec2('security-group', 'sg'),
    charges: free,
    remove: (id) => ['ec2', 'delete-security-group', '--group-id', id],
  },
  {
    type: 'elasticloadbalancing:loadbalancer',
    arn: /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:(?<id>loadbalancer\/.+)$/,
    read: (_, arn) => ['elbv2', 'describe-load-balancers', '--load-balancer-arns', arn],
    told: (answer) => ({ charges: [allMonth(`load-balancer/${first(answer, 'LoadBalancers').Type}`)] }),
    remove: (_, arn) => ['elbv2', 'delete-load-balancer', '--load-balancer-arn', arn],
  },
  {
    type: 'elasticloadbalancing:targetgroup',
    arn: /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:(?<id>targetgroup\/.+)$/,
    charges: free,
    remove: (_, arn) => ['elbv2', 'delete-target-group', '--target-group-arn', arn],
  },
  {
    type: 's3:bucket',
    arn: /^arn:[^:]+:s3:::(?<id>[^/]+)$/,
    read: (id) => ['s3api', 'get-object-lock-configuration', '--bucket', id],
    told: (answer) => {
      const lock = answer.ObjectLockConfiguration as Answer | undefined;
      const rule = ((lock?.Rule as Answer | undefined)?.DefaultRetention ?? {}) as Answer;
      return rule.Mode === 'COMPLIANCE'
        ? {
            kept: {
              why: `object lock in compliance mode, ${rule.Days ? `${rule.Days} days` : `${rule.Years} years`} from each write`,
            },
          }
        : {};
    },
    remove: (id) => ['s3', 'rb', `s3://${id}`, '--force'],
  },
  {
    type: 'secretsmanager:secret',
    arn: /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(?<id>.+)$/,
    read: (_, arn) => ['secretsmanager', 'describe-secret', '--secret-id', arn],
    told: ({ DeletedDate }) =>
      DeletedDate === undefined
        ? { charges: [fixed('secret', 1)] }
        : { charges: free, kept: { why: 'it is deleted, and can be brought back for a while' } },
    remove: (_, arn) => ['secretsmanager', 'delete-secret', '--secret-id', arn],
  },
  {
    type: 'kms:key',
    arn: /^arn:[^:]+:kms:[^:]*:[^:]*:key\/(?<id>.+)$/,
    read: (id) => ['kms', 'describe-key', '--key-id', id],
    told: (answer) => {
      const { KeyState, DeletionDate } = (answer.KeyMetadata ?? {}) as Answer;
      return KeyState === 'PendingDeletion'
        ? { charges: free, kept: { why: 'it waits for its deletion', until: day(DeletionDate) } }
        : { charges: [fixed('key/version', 1)] };
    },
    remove: (id) => ['kms', 'schedule-key-deletion', '--key-id', id],
  },
  {
    type: 'logs:log-group',
    arn: /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:(?<id>[^:]+)(:\*)?$/,
    read: (id) => ['logs', 'describe-log-groups', '--log-group-name-prefix', id],
    told: (answer) => ({
      charges: [fixed('logs/stored', Number(first(answer, 'logGroups').storedBytes ?? 0) / 2 ** 30)],
    }),
    remove: (id) => ['logs', 'delete-log-group', '--log-group-name', id],
  },
  {
    type: 'rds:db',
    arn: /^arn:[^:]+:rds:[^:]*:[^:]*:db:(?<id>.+)$/,
    read: (id) => ['rds', 'describe-db-instances', '--db-instance-identifier', id],
    told: (answer) => {
      const { DBInstanceClass, AllocatedStorage, StorageType, MultiAZ } = first(answer, 'DBInstances');
      const copies = MultiAZ === true ? 2 : 1;
      return {
        charges: [
          allMonth(`database/${DBInstanceClass}`, copies),
          fixed(`database/${StorageType}`, Number(AllocatedStorage) * copies),
        ],
      };
    },
    remove: (id) => ['rds', 'delete-db-instance', '--db-instance-identifier', id],
  },
  {
    type: 'rds:snapshot',
    arn: /^arn:[^:]+:rds:[^:]*:[^:]*:snapshot:(?<id>.+)$/,
    read: (id) => ['rds', 'describe-db-snapshots', '--db-snapshot-identifier', id],
    told: (answer) => {
      const { AllocatedStorage, DBInstanceIdentifier, SnapshotType } = first(answer, 'DBSnapshots');
      return {
        charges: [fixed('database/backup', Number(AllocatedStorage))],
        // Those that the database takes by itself go with it.
        parents: SnapshotType === 'automated' ? [`aws_db_instance:${DBInstanceIdentifier}`] : [],
      };
    },
    remove: (id) => ['rds', 'delete-db-snapshot', '--db-snapshot-identifier', id],
  },
  {
    type: 'eks:cluster',
    arn: /^arn:[^:]+:eks:[^:]*:[^:]*:cluster\/(?<id>.+)$/,
    charges: [allMonth('eks/cluster')],
    remove: (id) => ['eks', 'delete-cluster', '--name', id],
  },
  {
    type: 'elasticfilesystem:file-system',
    arn: /^arn:[^:]+:elasticfilesystem:[^:]*:[^:]*:file-system\/(?<id>.+)$/,
    remove: (id) => ['efs', 'delete-file-system', '--file-system-id', id],
  },
  {
    type: 'ecr:repository',
    arn: /^arn:[^:]+:ecr:[^:]*:[^:]*:repository\/(?<id>.+)$/,
    remove: (id) => ['ecr', 'delete-repository', '--force', '--repository-name', id],
  },
  {
    type: 'route53:hostedzone',
    arn: /^arn:[^:]+:route53:::hostedzone\/(?<id>.+)$/,
    charges: [fixed('dns/zone', 1)],
    remove: (id) => ['route53', 'delete-hosted-zone', '--id', id],
  },
];
