import type { GoogleSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { publicNameTtlSeconds } from '../../contracts/edge';
import { exactly, type NameRecovery } from '../../contracts/recovery-commands';
import { hashedComputeName } from '../names';
import { gcloud } from './call';

/** The public zone is in no region. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });

/** Names in Cloud DNS: it follows no health checks of them, so a name always leads where a record says. */
export const names: NameRecovery<GoogleSite> = {
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
};
