import type { AzureSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { publicNameTtlSeconds } from '../../contracts/edge';
import { type CheckedCommands, exactly, type MovedName, type NameRecovery } from '../../contracts/recovery-commands';
import { groupName, trafficManagerName } from '../names';
import { az } from './call';

/** Zones and Traffic Manager are in no region. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });

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

/** Names in Azure DNS, and sites in Traffic Manager. */
export const names: NameRecovery<AzureSite> = {
  move: (zone, name) => (name.automatic ? moveChecked(zone, name) : moveStated(zone, name)),
};
