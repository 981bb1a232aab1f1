import Table from 'cli-table3';
import type { Command } from 'commander';
import { isSitePublicCloud, type Site } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { exitCode } from './exit-code';

/** `evenkeel list`: environments, sites and services, without building anything. */
export function addListCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('list')
    .description('list environments, their sites and services')
    .option('--json', 'print the list as JSON')
    .action(async ({ json }: { json?: boolean }) => finish(await list(json === true)));
}

async function list(json: boolean): Promise<number> {
  const sites: Site[] = [];
  for (const file of chosenFiles([])) sites.push(...(await loadEnvironment(file)).environment.sites);
  const rows = sites.map((site) => ({
    environment: site.environment,
    site: site.name,
    cloud: site.cloud,
    region: site.region,
    role: site.role,
    ...(site.tags.expires === undefined ? {} : { expires: site.tags.expires }),
    ...(site.recovery ? { lineage: site.recovery.lineage } : {}),
    block: isSitePublicCloud(site) ? site.addresses.block : '',
    services: Object.keys(site.services).sort(),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ sites: rows }, null, 2)}\n`);
    return exitCode.fine;
  }
  const ends = rows.some(({ expires }) => expires !== undefined);
  const table = new Table({
    head: ['environment', 'site', 'role', ...(ends ? ['last day'] : []), 'addresses', 'services'],
    style: { head: [], border: [], compact: true },
  });
  for (const { environment, site, role, expires = '', block, services } of rows) {
    table.push([environment, site, role, ...(ends ? [expires] : []), block, services.join(', ')]);
  }
  process.stdout.write(`${table.toString()}\n`);
  return exitCode.fine;
}
