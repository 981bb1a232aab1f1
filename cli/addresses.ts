import Table from 'cli-table3';
import type { Command } from 'commander';
import { isSitePublicCloud } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { stackNames } from '../environments/model/stack-names';
import { addressesOf, type ResourceAddress } from '../policies/addresses';
import { chosenWords } from './chosen-words';
import { exitCode } from './exit-code';

interface AddressesOptions {
  readonly site?: string;
  readonly stack?: string;
  readonly json?: boolean;
}

interface AddressRow extends ResourceAddress {
  readonly site: string;
  readonly stack: string;
}

/** `evenkeel addresses`: what the resources of an environment are called, for imports and for Terraform's own commands. */
export function addAddressesCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('addresses')
    .description('list the addresses of the resources that the stacks make, without writing anything')
    .argument('<environment>', 'name or file')
    .option('--site <name>', 'only this site')
    .option('--stack <name>', `only this stack: ${stackNames.join(', ')}`)
    .option('--json', 'print the list as JSON')
    .action(async (typed: string, options: AddressesOptions) => finish(await addresses(typed, options)));
}

async function addresses(typed: string, options: AddressesOptions): Promise<number> {
  const rows: AddressRow[] = [];
  for (const path of chosenFiles([typed])) {
    const { environment, file } = await loadEnvironment(path);
    const sites = environment.sites.filter(isSitePublicCloud);
    const names = chosenWords(
      sites.map(({ name }) => name),
      options.site,
      'site',
      file,
    );
    const stacks = chosenWords(stackNames, options.stack, 'stack', file);
    const { renderSiteOutput } = await import('../delivery/site-output');
    for (const site of sites.filter(({ name }) => names.includes(name))) {
      const { output } = await renderSiteOutput(site);
      for (const stack of stacks) {
        const found = addressesOf(output.stacks[stack] ?? {});
        rows.push(...found.map((one) => ({ site: site.name, stack, ...one })));
      }
    }
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ addresses: rows }, null, 2)}\n`);
    return exitCode.fine;
  }
  const table = new Table({
    head: ['site', 'stack', 'address', 'made by'],
    style: { head: [], border: [], compact: true },
  });
  for (const { site, stack, address, path } of rows) table.push([site, stack, address, path]);
  process.stdout.write(`${table.toString()}\n`);
  return exitCode.fine;
}
