import type { GoogleSite } from '../../environments/model';
import type { Command } from '../contracts/command';
import { publicNameTtlSeconds } from '../contracts/edge';
import type { NeedRequest } from '../contracts/need-provider';
import { type CheckedCommands, type RecoveryCommands, restoredPart } from '../contracts/recovery-commands';
import { bucketName, hashedComputeName, keyRingName, secretId, serviceAccountEmail, sqlInstanceName } from './names';

type Postgres = NeedRequest<'postgres', GoogleSite>;

/** A call of Google Cloud's own command line in the project of a site. */
const gcloud = (site: GoogleSite, args: readonly string[], more: Partial<Command> = {}): Command => ({
  program: 'gcloud',
  args: [...args, '--project', site.projectId, '--quiet'],
  reaches: site.name,
  ...more,
});

const serverOf = ({ site, service, name }: Postgres): string => sqlInstanceName(site, service, name);
const besideOf = ({ site, service, name }: Postgres, at: string): string =>
  sqlInstanceName(site, service, name, restoredPart(at));
const endpointOf = ({ site, service, name }: Postgres, ...part: string[]): string =>
  hashedComputeName(site, service, name, ...part);

/** A list is asked for, so that an instance which is not there is an answer, and no error. */
const ofServer = (site: GoogleSite, id: string, what: string): Command =>
  gcloud(site, ['sql', 'instances', 'list', '--filter', `name=${id}`, '--format', `value[separator=' '](${what})`]);

const nothing = /^\s*$/;

const besideCheck = (request: Postgres, at: string): CheckedCommands['check'] => ({
  command: ofServer(request.site, besideOf(request, at), 'state'),
  expects: /^RUNNABLE$/m,
  untouched: nothing,
  says: `state of ${besideOf(request, at)}`,
});

/** What the endpoint of the first server has, so that the second one's lies beside it. */
const firstEndpoint = (request: Postgres, kind: 'addresses' | 'forwarding-rules', what: string): Command =>
  gcloud(request.site, [
    'compute',
    kind,
    'describe',
    endpointOf(request),
    '--region',
    request.site.region,
    '--format',
    `value(${what})`,
  ]);

const listed = (request: Postgres, kind: 'addresses' | 'forwarding-rules', name: string, what: string): Command =>
  gcloud(request.site, [
    'compute',
    kind,
    'list',
    '--regions',
    request.site.region,
    '--filter',
    `name=${name}`,
    '--format',
    `value(${what})`,
  ]);

/** An address of the endpoint subnet, and the rule that leads from it to the server. */
function reachBeside(request: Postgres, at: string): readonly CheckedCommands[] {
  const { site } = request;
  const name = endpointOf(request, restoredPart(at));
  const attachment = ofServer(site, besideOf(request, at), 'pscServiceAttachmentLink');
  return [
    {
      commands: [
        gcloud(site, ['compute', 'addresses', 'create', name, '--region', site.region, '--subnet', '{subnet}'], {
          lookups: { subnet: firstEndpoint(request, 'addresses', 'subnetwork') },
        }),
      ],
      check: {
        command: listed(request, 'addresses', name, 'status'),
        expects: /^(RESERVED|IN_USE)$/m,
        untouched: nothing,
        says: `address of ${name}`,
      },
      undo: [gcloud(site, ['compute', 'addresses', 'delete', name, '--region', site.region])],
    },
    {
      commands: [
        gcloud(
          site,
          [
            'compute',
            'forwarding-rules',
            'create',
            name,
            '--region',
            site.region,
            '--network',
            '{network}',
            '--address',
            name,
            '--target-service-attachment',
            '{attachment}',
            '--allow-psc-global-access',
          ],
          { lookups: { network: firstEndpoint(request, 'forwarding-rules', 'network'), attachment } },
        ),
      ],
      check: {
        command: listed(request, 'forwarding-rules', name, 'pscConnectionStatus'),
        expects: /^ACCEPTED$/m,
        untouched: nothing,
        says: `way to ${name}`,
      },
      undo: [gcloud(site, ['compute', 'forwarding-rules', 'delete', name, '--region', site.region])],
    },
  ];
}

/** The public zone is in no region. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll('.', '\\.')}\\.?$`, 'm');

const pipeline = (site: GoogleSite): string => serviceAccountEmail(site, 'apply');

/** Recovery on Google Cloud, by the Google Cloud CLI. */
export const recoveryCommands: RecoveryCommands<GoogleSite> = {
  clusterCredentials: (site, kubeconfig) => [
    gcloud(
      site,
      [
        'container',
        'clusters',
        'get-credentials',
        site.adopt?.cluster?.id.split('/').at(-1) ?? site.name,
        '--region',
        site.region,
      ],
      { env: { KUBECONFIG: kubeconfig } },
    ),
  ],
  database: {
    promote: (request) => ({
      commands: [gcloud(request.site, ['sql', 'instances', 'promote-replica', serverOf(request)])],
      check: {
        command: ofServer(request.site, serverOf(request), 'state,instanceType'),
        expects: /^RUNNABLE CLOUD_SQL_INSTANCE$/m,
        untouched: /^RUNNABLE READ_REPLICA_INSTANCE$/m,
        says: `state of ${serverOf(request)}, and what it is`,
      },
    }),
    fence: (request) => ({
      commands: [
        gcloud(request.site, ['sql', 'instances', 'patch', serverOf(request), '--activation-policy', 'NEVER']),
      ],
      check: {
        command: ofServer(request.site, serverOf(request), 'settings.activationPolicy'),
        expects: /^NEVER$/m,
        untouched: /^ALWAYS$/m,
        says: `whether ${serverOf(request)} runs`,
      },
      undo: [gcloud(request.site, ['sql', 'instances', 'patch', serverOf(request), '--activation-policy', 'ALWAYS'])],
    }),
    restoreBeside: (request, at) => ({
      commands: [
        gcloud(request.site, [
          'sql',
          'instances',
          'clone',
          serverOf(request),
          besideOf(request, at),
          '--point-in-time',
          at,
        ]),
      ],
      check: besideCheck(request, at),
    }),
    restoreFromVault: (request, at) => ({
      commands: [
        gcloud(
          request.site,
          ['sql', 'backups', 'restore', '--backupdr-backup', '{point}', '--restore-instance', besideOf(request, at)],
          {
            lookups: {
              point: gcloud(request.site, [
                'backup-dr',
                'backups',
                'list',
                '--location',
                request.site.region,
                '--filter',
                `createTime<="${at}" AND cloudSqlInstanceBackupProperties.sourceInstance~"/${serverOf(request)}$"`,
                '--sort-by',
                '~createTime',
                '--limit',
                '1',
                '--format',
                'value(name)',
              ]),
            },
          },
        ),
      ],
      check: besideCheck(request, at),
    }),
    restoreFromRegion: (request, from, at) => ({
      commands: [
        gcloud(
          request.site,
          [
            'sql',
            'backups',
            'restore',
            '{backup}',
            '--restore-instance',
            besideOf(request, at),
            '--region',
            request.site.region,
          ],
          {
            lookups: {
              // Backups belong to the project, not to the instance: they outlive its region.
              backup: gcloud(request.site, [
                'sql',
                'backups',
                'list',
                '--filter',
                `instance=${serverOf({ ...request, site: from })} AND state=SUCCESSFUL`,
                '--sort-by',
                '~backupInterval.endTime',
                '--limit',
                '1',
                '--format',
                'value(name)',
              ]),
            },
          },
        ),
      ],
      check: besideCheck(request, at),
    }),
    reachBeside,
    addressBeside: (request, at) => listed(request, 'addresses', endpointOf(request, restoredPart(at)), 'address'),
  },
  secret: {
    read: (request) => gcloud(request.site, ['secrets', 'versions', 'access', 'latest', '--secret', secretId(request)]),
    write: (request) =>
      gcloud(request.site, [
        'secrets',
        'versions',
        'add',
        secretId(request),
        '--data-file',
        '-',
        '--format',
        'value(name)',
      ]),
    changedAt: (request) =>
      gcloud(request.site, [
        'secrets',
        'versions',
        'list',
        secretId(request),
        '--filter',
        'state=ENABLED',
        '--sort-by',
        '~createTime',
        '--limit',
        '1',
        '--format',
        'value(createTime)',
      ]),
  },
  // Cloud DNS follows no health checks of these names, so a name always leads where a record says.
  names: {
    move: (zone, { name, from, to }) => {
      const managedZone = zone.edge?.adoptedZone ?? hashedComputeName(zone, 'public');
      const lead = (target: string): Command =>
        global(
          gcloud(zone, [
            'dns',
            'record-sets',
            'update',
            `${name}.`,
            '--type',
            'CNAME',
            '--ttl',
            `${publicNameTtlSeconds}`,
            '--rrdatas',
            `${target}.`,
            '--zone',
            managedZone,
          ]),
        );
      return {
        commands: [lead(to)],
        check: {
          command: global(
            gcloud(zone, [
              'dns',
              'record-sets',
              'list',
              '--zone',
              managedZone,
              '--name',
              `${name}.`,
              '--type',
              'CNAME',
              '--format',
              'value(rrdatas[0])',
            ]),
          ),
          expects: exactly(to),
          untouched: exactly(from),
          says: `where ${name} leads`,
        },
        undo: [lead(from)],
      };
    },
  },
  // What was overwritten is a version, and what was deleted is softly so; both come back under their names.
  restoreObjects: ({ site, service, name }, at) => {
    const bucket = bucketName(site, service, name);
    return {
      commands: [
        gcloud(site, ['storage', 'restore', `gs://${bucket}/**`, '--deleted-after-time', at, '--allow-overwrite']),
      ],
      check: {
        command: gcloud(site, ['storage', 'buckets', 'describe', `gs://${bucket}`, '--format', 'value(name)']),
        expects: exactly(bucket),
        says: `the bucket ${bucket} answers`,
      },
    };
  },
  lockOutPipeline: (site) => ({
    commands: [gcloud(site, ['iam', 'service-accounts', 'disable', pipeline(site)])],
    check: {
      command: gcloud(site, ['iam', 'service-accounts', 'describe', pipeline(site), '--format', 'value(disabled)']),
      expects: /^True$/m,
      untouched: /^(False)?\s*$/m,
      says: 'whether the account of the pipeline is disabled',
    },
    undo: [gcloud(site, ['iam', 'service-accounts', 'enable', pipeline(site)])],
  }),
  rotateDataKey: (site, since) => {
    const path = site.adopt?.keys?.data?.split('/');
    const key = path?.at(-1) ?? 'data';
    const ring = path?.at(-3) ?? keyRingName(site, 'data');
    const at = ['--keyring', ring, '--location', site.region];
    return {
      commands: [gcloud(site, ['kms', 'keys', 'versions', 'create', '--key', key, ...at, '--primary'])],
      check: {
        command: gcloud(site, [
          'kms',
          'keys',
          'versions',
          'list',
          '--key',
          key,
          ...at,
          '--filter',
          `state=ENABLED AND createTime>="${since}"`,
          '--limit',
          '1',
          '--format',
          'value(state)',
        ]),
        expects: /^ENABLED$/m,
        untouched: nothing,
        says: `versions of the data key since ${since}`,
      },
    };
  },
};
