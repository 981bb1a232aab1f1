import type { AzureSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import type { NeedRequest } from '../../contracts/need-provider';
import {
  type CheckedCommands,
  type DatabaseRecovery,
  nothing,
  type RegionRestore,
  restoredPart,
} from '../../contracts/recovery-commands';
import { postgresServerName, resourceId } from '../names';
import { requestTags } from '../request-tags';
import { az, dataGroup } from './call';

type Postgres = NeedRequest<'postgres', AzureSite>;

const serverOf = ({ site, service, name }: Postgres): string => postgresServerName(site, service, name);
const besideOf = ({ site, service, name }: Postgres, at: string): string =>
  postgresServerName(site, service, name, restoredPart(at));

const serverType = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** A list is asked for, so that a server which is not there is an answer, and no error. */
const ofServer = (site: AzureSite, id: string, what: string): Command =>
  az(site, ['postgres', 'flexible-server', 'list', ...dataGroup(site), '--query', `[?name=='${id}'].${what} | [0]`]);

const besideCheck = (request: Postgres, at: string): CheckedCommands['check'] => ({
  command: ofServer(request.site, besideOf(request, at), 'state'),
  expects: /^Ready$/m,
  untouched: nothing,
  says: `state of ${besideOf(request, at)}`,
});

/** What the endpoint of the first server has, so that the second one's lies beside it. */
const firstSubnet = (request: Postgres): Command =>
  az(request.site, [
    'network',
    'private-endpoint',
    'show',
    ...dataGroup(request.site),
    '--name',
    serverOf(request),
    '--query',
    'subnet.id',
  ]);
const firstZone = (request: Postgres): Command =>
  az(request.site, [
    'network',
    'private-endpoint',
    'dns-zone-group',
    'list',
    ...dataGroup(request.site),
    '--endpoint-name',
    serverOf(request),
    '--query',
    '[0].privateDnsZoneConfigs[0].privateDnsZoneId',
  ]);

/** A private endpoint, and the server's name in the private zone. */
function reachBeside(request: Postgres, at: string): readonly CheckedCommands[] {
  const { site } = request;
  const name = besideOf(request, at);
  return [
    {
      commands: [
        az(
          site,
          [
            'network',
            'private-endpoint',
            'create',
            ...dataGroup(site),
            '--name',
            name,
            '--connection-name',
            name,
            '--subnet',
            '{subnet}',
            '--private-connection-resource-id',
            resourceId(site, 'data', serverType, name),
            '--group-id',
            'postgresqlServer',
          ],
          { lookups: { subnet: firstSubnet(request) } },
        ),
      ],
      check: {
        command: az(site, [
          'network',
          'private-endpoint',
          'list',
          ...dataGroup(site),
          '--query',
          `[?name=='${name}'].provisioningState | [0]`,
        ]),
        expects: /^Succeeded$/m,
        untouched: nothing,
        says: `endpoint of ${name}`,
      },
      undo: [az(site, ['network', 'private-endpoint', 'delete', ...dataGroup(site), '--name', name])],
    },
    {
      commands: [
        az(
          site,
          [
            'network',
            'private-endpoint',
            'dns-zone-group',
            'create',
            ...dataGroup(site),
            '--endpoint-name',
            name,
            '--name',
            'default',
            '--private-dns-zone',
            '{zone}',
            '--zone-name',
            'postgres',
          ],
          { lookups: { zone: firstZone(request) } },
        ),
      ],
      check: {
        command: az(site, [
          'network',
          'private-endpoint',
          'dns-zone-group',
          'list',
          ...dataGroup(site),
          '--endpoint-name',
          name,
          '--query',
          '[0].provisioningState',
        ]),
        expects: /^Succeeded$/m,
        untouched: nothing,
        says: `name of ${name} in the private zone`,
      },
    },
  ];
}

/** The version whose words the calls below have. */
const apiVersion = '2024-08-01';

/** Azure's own interface: its command line asks the lost server first, and takes a password as a word. */
const server = (
  site: AzureSite,
  method: 'get' | 'put' | 'patch',
  name: string,
  words: readonly string[],
  more: Partial<Command> = {},
): Command => {
  const url = `https://management.azure.com${resourceId(site, 'data', serverType, name)}?api-version=${apiVersion}`;
  return az(site, ['rest', '--method', method, '--url', url, ...words], more);
};

/** What the first server is encrypted with. */
const firstKey = (request: Postgres, word: 'primaryKeyURI' | 'primaryUserAssignedIdentityId'): Command =>
  server(request.site, 'get', serverOf(request), ['--query', `properties.dataEncryption.${word}`]);

/**
 * Backups that Azure sends to the paired region. What it restores them into sends none: while the pair is lost, Azure makes no
 * server that would. Source: learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore.
 */
const fromRegion: RegionRestore<AzureSite> = {
  restore: (request, from, at) => {
    const { site } = request;
    const body = {
      location: site.region,
      tags: requestTags(request),
      identity: { type: 'UserAssigned', userAssignedIdentities: { '{identity}': {} } },
      properties: {
        createMode: 'GeoRestore',
        sourceServerResourceId: resourceId(from, 'data', serverType, serverOf({ ...request, site: from })),
        pointInTimeUTC: at,
        backup: { geoRedundantBackup: 'Disabled' },
        network: { publicNetworkAccess: 'Disabled' },
        dataEncryption: {
          type: 'AzureKeyVault',
          primaryKeyURI: '{key}',
          primaryUserAssignedIdentityId: '{identity}',
        },
      },
    };
    return {
      commands: [
        server(site, 'put', besideOf(request, at), ['--body', JSON.stringify(body), '--query', 'name'], {
          lookups: {
            key: firstKey(request, 'primaryKeyURI'),
            identity: firstKey(request, 'primaryUserAssignedIdentityId'),
          },
        }),
      ],
      check: besideCheck(request, at),
    };
  },
  ownPassword: {
    command: (request, at) => server(request.site, 'patch', besideOf(request, at), ['--body', '@-', '--query', 'name']),
    input: (password) => JSON.stringify({ properties: { administratorLoginPassword: password } }),
    check: besideCheck,
  },
};

/** Flexible servers of PostgreSQL. */
export const database: DatabaseRecovery<AzureSite> = {
  promote: (request) => ({
    commands: [
      az(request.site, [
        'postgres',
        'flexible-server',
        'replica',
        'promote',
        ...dataGroup(request.site),
        '--name',
        serverOf(request),
        '--promote-mode',
        'standalone',
        '--promote-option',
        'forced',
        '--yes',
      ]),
    ],
    check: {
      command: az(request.site, [
        'postgres',
        'flexible-server',
        'list',
        ...dataGroup(request.site),
        '--query',
        `[?name=='${serverOf(request)}'] | [0].join(' ', [state, replicationRole])`,
      ]),
      expects: /^Ready (Primary|None)$/m,
      untouched: /^Ready (AsyncReplica|GeoAsyncReplica)$/m,
      says: `state of ${serverOf(request)}, and what it is`,
    },
  }),
  fence: (request) => ({
    commands: [
      az(request.site, [
        'postgres',
        'flexible-server',
        'stop',
        ...dataGroup(request.site),
        '--name',
        serverOf(request),
      ]),
    ],
    check: {
      command: ofServer(request.site, serverOf(request), 'state'),
      expects: /^Stopped$/m,
      untouched: /^Ready$/m,
      says: `state of ${serverOf(request)}`,
    },
    undo: [
      az(request.site, [
        'postgres',
        'flexible-server',
        'start',
        ...dataGroup(request.site),
        '--name',
        serverOf(request),
      ]),
    ],
  }),
  restoreBeside: (request, at) => ({
    commands: [
      az(request.site, [
        'postgres',
        'flexible-server',
        'restore',
        ...dataGroup(request.site),
        '--name',
        besideOf(request, at),
        '--source-server',
        resourceId(request.site, 'data', serverType, serverOf(request)),
        '--restore-time',
        at,
        '--no-wait',
      ]),
    ],
    check: besideCheck(request, at),
  }),
  fromRegion,
  reachBeside,
  upgradeMajor: (request, to) => {
    const { site } = request;
    const server = serverOf(request);
    const named = ['--name', server];
    const backup = `before-${to}`;
    return {
      backup: {
        commands: [
          az(site, [
            'postgres',
            'flexible-server',
            'backup',
            'create',
            ...dataGroup(site),
            ...named,
            '--backup-name',
            backup,
          ]),
        ],
        check: {
          command: az(site, [
            'postgres',
            'flexible-server',
            'backup',
            'list',
            ...dataGroup(site),
            ...named,
            '--query',
            `[?name=='${backup}'].name | [0]`,
          ]),
          expects: new RegExp(`^${backup}$`, 'm'),
          untouched: nothing,
          says: `backup of ${server}`,
        },
      },
      upgrade: {
        commands: [
          az(site, [
            'postgres',
            'flexible-server',
            'upgrade',
            ...dataGroup(site),
            ...named,
            '--version',
            `${to}`,
            '--yes',
          ]),
        ],
        check: {
          command: ofServer(site, server, "join(' ', [state, version])"),
          expects: new RegExp(`^Ready ${to}$`, 'm'),
          untouched: new RegExp(`^Ready ${request.need.majorVersion}$`, 'm'),
          says: `state and version of ${server}`,
        },
      },
    };
  },
  addressBeside: (request, at) => ofServer(request.site, besideOf(request, at), 'fullyQualifiedDomainName'),
};
