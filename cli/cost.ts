import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';
import { type PoolLoad, poolLoads } from '../policies/cost/pool-loads';
import { exitCode } from './exit-code';
import { showFindings } from './failure';

interface CostOptions {
  readonly from?: string;
  readonly pools: PoolLoad;
  readonly assume: readonly string[];
  readonly on: string;
  readonly json?: boolean;
}

const isoDay = (text: string): string => {
  const wellFormed = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toJSON()?.startsWith(text);
  if (!wellFormed) throw new InvalidArgumentError('write a day as 2026-11-22');
  return text;
};

const today = (): string => new Date().toISOString().slice(0, 10);

/** `evenkeel cost`: what everything that an environment synthesizes costs in a month, before it is applied. */
export function addCostCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('cost')
    .description('price what an environment synthesizes, before it is applied, without a network')
    .argument('[environment]', 'name or file')
    .option('--from <folder>', 'price the Terraform JSON and Kubernetes YAML of a folder in its place')
    .addOption(new Option('--pools <load>', 'how busy pools of machines are').choices(poolLoads).default('expected'))
    .option('--assume <name=number...>', 'what usage is taken to be; see docs/guides/cost.md for the names', [])
    .option('--on <day>', 'the day on which prices may be stale', isoDay, today())
    .option('--json', 'print the bill as JSON')
    .action(async (typed: string | undefined, options: CostOptions) => finish(await cost(typed, options)));
}

/** What is to be priced, and the name by which people know it. */
async function pricedOutput(typed: string | undefined, from: string | undefined) {
  if ((typed === undefined) === (from === undefined)) {
    throw new InputError([
      {
        code: 'COST_INPUT',
        file: 'evenkeel cost',
        place: '',
        message: 'one thing is priced at a time',
        value: [typed, from].filter((one) => one !== undefined),
        fix: 'name an environment, or a folder with --from',
      },
    ]);
  }
  if (from !== undefined) {
    const { pricedFolder } = await import('../delivery/priced-folder');
    return { name: from, output: pricedFolder(from), stated: {} };
  }
  const [file = ''] = chosenFiles([typed ?? '']);
  const { environment } = await loadEnvironment(file);
  const { pricedEnvironment } = await import('../delivery/priced-environment');
  const { statedAssumptions } = await import('../policies/cost/assumed');
  const stated = statedAssumptions(environment.config.budget?.assumptions ?? {}, shownPath(file));
  return { name: shownPath(file), output: await pricedEnvironment(environment), stated };
}

async function cost(typed: string | undefined, { from, pools, assume, on, json }: CostOptions): Promise<number> {
  const { assumedOf } = await import('../policies/cost/assumed');
  const typedAssumptions = assumedOf(assume);
  const { name, output, stated } = await pricedOutput(typed, from);
  const assumed = { ...stated, ...typedAssumptions };
  const [{ estimate }, { priceBook }, { staleDays, staleAfterDays }, { unpricedFindings }] = await Promise.all([
    import('../policies/cost/estimate'),
    import('../policies/cost/prices/price-book'),
    import('../policies/cost/prices/staleness'),
    import('../policies/cost/unpriced-findings'),
  ]);
  const book = priceBook();
  const billAt = (load: PoolLoad) => estimate(output, { book, pools: load, assumed });
  const bill = billAt(pools);
  const findings = unpricedFindings(bill.unpriced, name);
  if (json) process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
  else {
    const { costText } = await import('./cost-text');
    const totals = {
      min: billAt('min').monthlyTotal,
      expected: billAt('expected').monthlyTotal,
      max: billAt('max').monthlyTotal,
    };
    process.stdout.write(`\n${costText(name, bill, totals, output)}\n`);
  }
  const days = staleDays(bill.pricesAsOf, on);
  if (days !== undefined) {
    process.stderr.write(
      `warning: the oldest price of the bill is ${days} days old on ${on}; prices are stale after ${staleAfterDays}\n`,
    );
  }
  process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
