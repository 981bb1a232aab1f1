import type { AzureSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { groupName } from '../names';

/** A call of Azure's own command line in the subscription of a site. */
export const az = (site: AzureSite, args: readonly string[], more: Partial<Command> = {}): Command => ({
  program: 'az',
  args: [...args, '--subscription', site.subscriptionId, '--output', 'tsv'],
  reaches: site.name,
  ...more,
});

/** Where everything is that has data. */
export const dataGroup = (site: AzureSite): string[] => ['--resource-group', groupName(site, 'data')];
