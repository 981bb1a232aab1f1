import type { AzureSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { publicNameTtlSeconds } from '../../contracts/edge';
import {
  type CheckedCommands,
  exactly,
  type LedEdge,
  type MovedName,
  type NameRecovery,
} from '../../contracts/recovery-commands';
import { edgeOriginGroup, edgeOriginName, frontDoorName, groupName, trafficManagerName } from '../names';
import { az } from './call';

/** Zones and Traffic Manager are in no region. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });

/** A site that is switched off in the profile gets no callers, whether it answers or not; the other one may still be. */
function moveChecked(zone: AzureSite, { from, to }: MovedName): CheckedCommands {
  const endpoint = (entry: string): string[] => [
    '--resource-group',
    groupName(zone, 'edge'),
    '--profile-name',
    trafficManagerName(zone),
    '--type',
    'externalEndpoints',
    '--name',
    entry.replaceAll('.', '-'),
  ];
  const turn = (entry: string, status: 'Enabled' | 'Disabled'): Command =>
    global(
      az(zone, ['network', 'traffic-manager', 'endpoint', 'update', ...endpoint(entry), '--endpoint-status', status]),
    );
  return {
    commands: [turn(to, 'Enabled'), turn(from, 'Disabled')],
    check: {
      command: global(
        az(zone, ['network', 'traffic-manager', 'endpoint', 'show', ...endpoint(from), '--query', 'endpointStatus']),
      ),
      expects: /^Disabled$/m,
      untouched: /^Enabled$/m,
      says: `whether ${from} gets callers`,
    },
    undo: [turn(from, 'Enabled')],
  };
}

function moveStated(zone: AzureSite, { domain, name, from, to }: MovedName): CheckedCommands {
  const [, , , , adoptedGroup] = zone.edge?.adoptedZone?.split('/') ?? [];
  const record = (word: '--record-set-name' | '--name'): string[] => [
    '--resource-group',
    adoptedGroup ?? groupName(zone, 'edge'),
    '--zone-name',
    domain,
    word,
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
        ...record('--record-set-name'),
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
        az(zone, [
          'network',
          'dns',
          'record-set',
          'cname',
          'show',
          ...record('--name'),
          '--query',
          'CNAMERecord.cname',
        ]),
      ),
      expects: exactly(to),
      untouched: exactly(from),
      says: `where ${name} leads`,
    },
    undo: [lead(from)],
  };
}

/** Origins of Front Door: one that is switched off gets no callers, and the next one does. */
function leadEdge({ first, from, to, automatic }: LedEdge<AzureSite>): CheckedCommands {
  const origin = (site: string): string[] => [
    '--resource-group',
    groupName(first, 'edge'),
    '--profile-name',
    frontDoorName(first),
    '--origin-group-name',
    edgeOriginGroup,
    '--origin-name',
    edgeOriginName(site, first.name),
  ];
  const turn = (site: string, state: 'Enabled' | 'Disabled'): Command =>
    global(az(first, ['afd', 'origin', 'update', ...origin(site), '--enabled-state', state]));
  return {
    commands: [turn(to, 'Enabled'), turn(from, 'Disabled')],
    check: {
      command: global(az(first, ['afd', 'origin', 'show', ...origin(from), '--query', 'enabledState'])),
      expects: /^Disabled$/m,
      untouched: /^Enabled$/m,
      says: `whether Front Door calls ${from}`,
    },
    undo: [turn(from, 'Enabled'), ...(automatic ? [] : [turn(to, 'Disabled')])],
  };
}

/** Names in Azure DNS, sites in Traffic Manager, and gateways behind Front Door. */
export const names: NameRecovery<AzureSite> = {
  lead: leadEdge,
  move: (zone, name) => (name.automatic ? moveChecked(zone, name) : moveStated(zone, name)),
};
