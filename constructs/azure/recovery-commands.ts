import type { AzureSite } from '../../environments/model';
import type { Command } from '../contracts/command';
import { publicNameTtlSeconds } from '../contracts/edge';
import type { NeedRequest } from '../contracts/need-provider';
import {
  type CheckedCommands,
  type MovedName,
  type RecoveryCommands,
  restoredPart,
} from '../contracts/recovery-commands';
import {
  groupName,
  postgresServerName,
  resourceId,
  storageAccountName,
  trafficManagerName,
  vaultName,
  vaultSecretName,
} from './names';

type Postgres = NeedRequest<'postgres', AzureSite>;

/** A call of Azure's own command line in the subscription of a site. */
const az = (site: AzureSite, args: readonly string[], more: Partial<Command> = {}): Command => ({
  program: 'az',
  args: [...args, '--subscription', site.subscriptionId, '--output', 'tsv'],
  reaches: site.name,
  ...more,
});

const serverOf = ({ site, service, name }: Postgres): string => postgresServerName(site, service, name);
const besideOf = ({ site, service, name }: Postgres, at: string): string =>
  postgresServerName(site, service, name, restoredPart(at));
const group = (site: AzureSite): string[] => ['--resource-group', groupName(site, 'data')];

const serverType = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** A list is asked for, so that a server which is not there is an answer, and no error. */
const ofServer = (site: AzureSite, id: string, what: string): Command =>
  az(site, ['postgres', 'flexible-server', 'list', ...group(site), '--query', `[?name=='${id}'].${what} | [0]`]);

const nothing = /^\s*$/;

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
    ...group(request.site),
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
    ...group(request.site),
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
            ...group(site),
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
          ...group(site),
          '--query',
          `[?name=='${name}'].provisioningState | [0]`,
        ]),
        expects: /^Succeeded$/m,
        untouched: nothing,
        says: `endpoint of ${name}`,
      },
      undo: [az(site, ['network', 'private-endpoint', 'delete', ...group(site), '--name', name])],
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
            ...group(site),
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
          ...group(site),
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

/** Zones and Traffic Manager are in no region. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll('.', '\\.')}\\.?$`, 'm');

/** A site that is switched off in the profile gets no callers, whether it answers or not. */
function moveChecked(zone: AzureSite, { from }: MovedName): CheckedCommands {
  const endpoint = [
    '--resource-group',
    groupName(zone, 'edge'),
    '--profile-name',
    trafficManagerName(zone),
    '--type',
    'externalEndpoints',
    '--name',
    from.replaceAll('.', '-'),
  ];
  const turn = (status: 'Enabled' | 'Disabled'): Command =>
    global(az(zone, ['network', 'traffic-manager', 'endpoint', 'update', ...endpoint, '--endpoint-status', status]));
  return {
    commands: [turn('Disabled')],
    check: {
      command: global(
        az(zone, ['network', 'traffic-manager', 'endpoint', 'show', ...endpoint, '--query', 'endpointStatus']),
      ),
      expects: /^Disabled$/m,
      untouched: /^Enabled$/m,
      says: `whether ${from} gets callers`,
    },
    undo: [turn('Enabled')],
  };
}

function moveStated(zone: AzureSite, { domain, name, from, to }: MovedName): CheckedCommands {
  const [, , , , adoptedGroup] = zone.edge?.adoptedZone?.split('/') ?? [];
  const record = [
    '--resource-group',
    adoptedGroup ?? groupName(zone, 'edge'),
    '--zone-name',
    domain,
    '--record-set-name',
    name.slice(0, -domain.length - 1),
  ];
  const shown = [
    '--resource-group',
    adoptedGroup ?? groupName(zone, 'edge'),
    '--zone-name',
    domain,
    '--name',
    name.slice(0, -domain.length - 1),
  ];
  const lead = (target: string): Command =>
    global(
      az(zone, [
        'network',
        'dns',
        'record-set',
        'cname',
        'set-record',
        ...record,
        '--cname',
        target,
        '--ttl',
        `${publicNameTtlSeconds}`,
      ]),
    );
  return {
    commands: [lead(to)],
    check: {
      command: global(
        az(zone, ['network', 'dns', 'record-set', 'cname', 'show', ...shown, '--query', 'CNAMERecord.cname']),
      ),
      expects: exactly(to),
      untouched: exactly(from),
      says: `where ${name} leads`,
    },
    undo: [lead(from)],
  };
}

const pipelineTrust = (site: AzureSite): string[] => [
  '--resource-group',
  groupName(site, 'state'),
  '--identity-name',
  'pipeline-apply',
];

/** Recovery on Azure, by the Azure CLI. */
export const recoveryCommands: RecoveryCommands<AzureSite> = {
  clusterCredentials: (site, kubeconfig) => {
    const [, , , , adoptedGroup, , , , adoptedName] = site.adopt?.cluster?.id.split('/') ?? [];
    return [
      az(site, [
        'aks',
        'get-credentials',
        '--resource-group',
        adoptedGroup ?? groupName(site, 'cluster'),
        '--name',
        adoptedName ?? site.name,
        '--file',
        kubeconfig,
        '--overwrite-existing',
      ]),
      // Local accounts are off: kubectl signs in as whoever is signed in to the command line.
      { program: 'kubelogin', args: ['convert-kubeconfig', '--login', 'azurecli', '--kubeconfig', kubeconfig] },
    ];
  },
  database: {
    promote: (request) => ({
      commands: [
        az(request.site, [
          'postgres',
          'flexible-server',
          'replica',
          'promote',
          ...group(request.site),
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
          ...group(request.site),
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
        az(request.site, ['postgres', 'flexible-server', 'stop', ...group(request.site), '--name', serverOf(request)]),
      ],
      check: {
        command: ofServer(request.site, serverOf(request), 'state'),
        expects: /^Stopped$/m,
        untouched: /^Ready$/m,
        says: `state of ${serverOf(request)}`,
      },
      undo: [
        az(request.site, ['postgres', 'flexible-server', 'start', ...group(request.site), '--name', serverOf(request)]),
      ],
    }),
    restoreBeside: (request, at) => ({
      commands: [
        az(request.site, [
          'postgres',
          'flexible-server',
          'restore',
          ...group(request.site),
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
    restoreFromRegion: (request, from, at) => ({
      commands: [
        az(request.site, [
          'postgres',
          'flexible-server',
          'geo-restore',
          ...group(request.site),
          '--name',
          besideOf(request, at),
          '--location',
          request.site.region,
          '--source-server',
          resourceId(from, 'data', serverType, serverOf({ ...request, site: from })),
          '--no-wait',
        ]),
      ],
      check: besideCheck(request, at),
    }),
    reachBeside,
    addressBeside: (request, at) => ofServer(request.site, besideOf(request, at), 'fullyQualifiedDomainName'),
  },
  secret: {
    read: (request) => az(request.site, ['keyvault', 'secret', 'show', ...secretAt(request), '--query', 'value']),
    write: (request) =>
      az(request.site, [
        'keyvault',
        'secret',
        'set',
        ...secretAt(request),
        '--file',
        '/dev/stdin',
        '--encoding',
        'utf-8',
        '--content-type',
        'application/json',
        '--tags',
        ...Object.entries(request.site.tags).map(([key, value]) => `${key}=${value}`),
        '--query',
        'name',
      ]),
    changedAt: (request) =>
      az(request.site, ['keyvault', 'secret', 'show', ...secretAt(request), '--query', 'attributes.created']),
  },
  names: { move: (zone, name) => (name.automatic ? moveChecked(zone, name) : moveStated(zone, name)) },
  restoreObjects: ({ site, service, name }, at) => {
    const account = storageAccountName(site, service, name);
    return {
      commands: [
        az(site, ['storage', 'blob', 'restore', ...group(site), '--account-name', account, '--time-to-restore', at]),
      ],
      check: {
        command: az(site, [
          'storage',
          'account',
          'show',
          ...group(site),
          '--name',
          account,
          '--expand',
          'blobRestoreStatus',
          '--query',
          'blobRestoreStatus.status',
        ]),
        expects: /^Complete$/m,
        untouched: nothing,
        says: `restore of ${account}`,
      },
    };
  },
  lockOutPipeline: (site) => ({
    commands: [
      az(site, ['identity', 'federated-credential', 'delete', ...pipelineTrust(site), '--name', 'pipeline', '--yes']),
    ],
    check: {
      command: az(site, ['identity', 'federated-credential', 'list', ...pipelineTrust(site), '--query', 'length(@)']),
      expects: /^0$/m,
      untouched: /^[1-9]\d*$/m,
      says: 'ways by which the pipeline signs in',
    },
  }),
  rotateDataKey: (site, since) => {
    const adopted = site.adopt?.keys?.data?.id.split('/');
    const at = ['--vault-name', adopted?.at(-3) ?? vaultName(site, 'data'), '--name', adopted?.at(-1) ?? 'data'];
    return {
      commands: [az(site, ['keyvault', 'key', 'rotate', ...at])],
      check: {
        command: az(site, [
          'keyvault',
          'key',
          'list-versions',
          ...at,
          '--query',
          `length([?attributes.created>='${since}'])`,
        ]),
        expects: /^[1-9]\d*$/m,
        untouched: /^0$/m,
        says: `versions of the data key since ${since}`,
      },
    };
  },
};

function secretAt(request: NeedRequest<'postgres' | 'secret', AzureSite>): string[] {
  return ['--vault-name', vaultName(request.site, 'data'), '--name', vaultSecretName(request)];
}
