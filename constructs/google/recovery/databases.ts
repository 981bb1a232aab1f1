import type { GoogleSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import type { NeedRequest } from '../../contracts/need-provider';
import { type CheckedCommands, type DatabaseRecovery, nothing, restoredPart } from '../../contracts/recovery-commands';
import { hashedComputeName, sqlInstanceName } from '../names';
import { gcloud } from './call';

type Postgres = NeedRequest<'postgres', GoogleSite>;

const serverOf = ({ site, service, name }: Postgres): string => sqlInstanceName(site, service, name);
const besideOf = ({ site, service, name }: Postgres, at: string): string =>
  sqlInstanceName(site, service, name, restoredPart(at));
const endpointOf = ({ site, service, name }: Postgres, ...part: string[]): string =>
  hashedComputeName(site, service, name, ...part);

/** A list is asked for, so that an instance which is not there is an answer, and no error. */
const ofServer = (site: GoogleSite, id: string, what: string): Command =>
  gcloud(site, ['sql', 'instances', 'list', '--filter', `name=${id}`, '--format', `value[separator=' '](${what})`]);

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

/** Instances of Cloud SQL. */
export const database: DatabaseRecovery<GoogleSite> = {
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
    commands: [gcloud(request.site, ['sql', 'instances', 'patch', serverOf(request), '--activation-policy', 'NEVER'])],
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
  reachBeside,
  upgradeMajor: (request, to) => {
    const server = serverOf(request);
    return {
      backup: {
        commands: [
          gcloud(request.site, ['sql', 'backups', 'create', '--instance', server, '--description', `before-${to}`]),
        ],
        check: {
          command: gcloud(request.site, [
            'sql',
            'backups',
            'list',
            '--instance',
            server,
            '--filter',
            `description=before-${to}`,
            '--format',
            'value(status)',
          ]),
          expects: /^SUCCESSFUL$/m,
          untouched: nothing,
          says: `backup of ${server}`,
        },
      },
      upgrade: {
        commands: [gcloud(request.site, ['sql', 'instances', 'patch', server, '--database-version', `POSTGRES_${to}`])],
        check: {
          command: ofServer(request.site, server, 'state,databaseVersion'),
          expects: new RegExp(`^RUNNABLE POSTGRES_${to}$`, 'm'),
          untouched: new RegExp(`^RUNNABLE POSTGRES_${request.need.majorVersion}$`, 'm'),
          says: `state and version of ${server}`,
        },
      },
    };
  },
  addressBeside: (request, at) => listed(request, 'addresses', endpointOf(request, restoredPart(at)), 'address'),
};
