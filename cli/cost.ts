import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cloud, clouds } from '../environments/facts';
import { InputError } from '../environments/model';
import { type ChargedTo, chargedTo } from '../policies/cost/actual/charged-to';
import { type CostKind, costKinds } from '../policies/cost/actual/cost-kinds';
import { type PoolLoad, poolLoads } from '../policies/cost/pool-loads';
import {
  advisedInput,
  inputFindings,
  onlyOfActual,
  pricedAgainst,
  pricedChange,
  pricedOutput,
  pricedVariants,
} from './cost-output';
import { pricing, type Told, tellAdvice, tellBill, tellComparison, tellDifference, tellLeftovers } from './cost-told';
import { type PageFormat, pageFormats } from './document-format';
import { exitCode } from './exit-code';
import { showFindings } from './failure';

interface CostOptions {
  readonly from?: string;
  readonly pools: PoolLoad;
  readonly assume: readonly string[];
  readonly by?: readonly string[];
  readonly whatIf?: readonly string[];
  readonly against?: string;
  readonly compare?: readonly Cloud[] | true;
  readonly afterDestroy?: boolean;
  readonly actual?: readonly string[];
  readonly period?: string;
  readonly costs: CostKind;
  readonly chargeback?: ChargedTo | true;
  readonly freeTiers?: boolean;
  readonly months?: number;
  readonly advice?: boolean;
  readonly format: PageFormat;
  readonly on: string;
  readonly json?: boolean;
}

const isoDay = (text: string): string => {
  const wellFormed = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toJSON()?.startsWith(text);
  if (!wellFormed) throw new InvalidArgumentError('write a day as 2026-11-22');
  return text;
};

const mostMonths = 120;
const monthCount = (text: string): number => {
  const months = Number(text);
  if (!Number.isInteger(months) || months < 1 || months > mostMonths)
    throw new InvalidArgumentError(`write a number of months from 1 to ${mostMonths}`);
  return months;
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
    .option('--free-tiers', 'take off what clouds give each month for nothing, once a cloud')
    .option('--on <day>', 'the day on which prices may be stale', isoDay, today())
    .option('--by <view...>', 'show the bill by site, stack, service, need, owner, recovery or tag:<name>')
    .addOption(
      new Option('--compare [cloud...]', 'price the same platform on each cloud alone, and as it stands')
        .choices(clouds)
        .conflicts(['against', 'whatIf']),
    )
    .addOption(
      new Option('--what-if <path=value...>', 'what changes if the environment file said so').conflicts('against'),
    )
    .option('--against <folder>', 'what changes against what was built into a folder before')
    .addOption(
      new Option(
        '--after-destroy',
        'what is left of it after `terraform destroy`, until when, and what that costs',
      ).conflicts(['by', 'whatIf', 'against', 'compare', 'actual', 'chargeback']),
    )
    .addOption(
      new Option(
        '--actual <file...>',
        'what clouds charged against the estimate, by their exports (FOCUS 1.0, CSV)',
      ).conflicts(['against', 'whatIf', 'compare', 'from', 'by']),
    )
    .option('--period <days>', 'days of --actual: a month, a day, or first..last; all of them unless stated')
    .addOption(new Option('--costs <kind>', 'which costs of --actual count').choices(costKinds).default('effective'))
    .addOption(
      new Option('--chargeback [by]', 'who pays how much of the bill: by service, owner or cost-centre')
        .choices(chargedTo)
        .conflicts(['against', 'whatIf', 'compare', 'by']),
    )
    .addOption(
      new Option('--months <number>', 'what it will cost as storage grows, and when the budget is exceeded')
        .argParser(monthCount)
        .conflicts(['against', 'whatIf', 'compare', 'afterDestroy', 'actual', 'chargeback']),
    )
    .addOption(
      new Option('--advice', 'what would save money: how much, how sure, what it gives up, and the edit').conflicts([
        'against',
        'whatIf',
        'compare',
        'by',
        'afterDestroy',
        'actual',
        'chargeback',
        'months',
      ]),
    )
    .addOption(
      new Option('--format <format>', 'how it is shown; html is a page with pictures')
        .choices(pageFormats)
        .default('text'),
    )
    .option('--json', 'print the bill as JSON')
    .action(async (typed: string | undefined, options: CostOptions) => finish(await cost(typed, options)));
}

/** All that is asked for is looked at before anything is priced, and everything wrong with it is told at once. */
async function checkedWords(typed: string | undefined, options: CostOptions) {
  const { from, assume, by = [], whatIf = [], compare, advice, actual, period: days } = options;
  const [{ assumedOf }, { periodOf }, { checkViews }, { whatIfOf }] = await Promise.all([
    import('../policies/cost/assumed'),
    import('../policies/cost/actual/period'),
    import('../policies/cost/views'),
    import('../policies/cost/what-if'),
  ]);
  const [asksFile] = Object.entries({
    '--compare': compare,
    '--what-if': whatIf.length > 0,
    '--advice': advice,
  }).flatMap(([option, asked]) => (asked ? [option] : []));
  const wrong = [...inputFindings(typed, from, asksFile), ...(actual ? [] : onlyOfActual({ period: days }))];
  const read = <T>(reader: () => T): T | undefined => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      wrong.push(...error.findings);
      return undefined;
    }
  };
  const assumed = read(() => assumedOf(assume));
  read(() => checkViews(by));
  const changes = read(() => whatIfOf(whatIf));
  const period = read(() => (days === undefined ? undefined : periodOf(days)));
  if (wrong.length > 0) throw new InputError(wrong);
  return { assumed: assumed ?? {}, changes: changes ?? [], period };
}

async function cost(typed: string | undefined, options: CostOptions): Promise<number> {
  const {
    from,
    against,
    compare,
    afterDestroy,
    advice,
    pools,
    by,
    months,
    freeTiers,
    on,
    format,
    json,
    actual,
    costs: kind,
    chargeback,
  } = options;
  const { assumed, changes, period } = await checkedWords(typed, options);
  const how = await pricing({ pools, freeTiers }, assumed, on);
  const tell = async (): Promise<Told> => {
    if (afterDestroy) return tellLeftovers(await pricedOutput(typed, from), how);
    if (advice) return tellAdvice(await advisedInput(typed ?? '', { pools, assumed }), how);
    if (compare)
      return tellComparison(
        await pricedVariants(typed ?? '', compare === true ? clouds : [...new Set(compare)]),
        how,
        by,
      );
    if (changes.length > 0) return tellDifference(await pricedChange(typed ?? '', changes), how, by);
    if (against !== undefined) return tellDifference(await pricedAgainst(typed, from, against), how, by);
    const priced = await pricedOutput(typed, from);
    const asked = actual && { files: actual, kind, period };
    if (!asked && chargeback === undefined) return tellBill(priced, how, { by, months });
    const { tellActual, tellChargeback } = await import('./cost-actual-told');
    return asked && chargeback === undefined
      ? tellActual(priced, how, asked)
      : tellChargeback(priced, how, typeof chargeback === 'string' ? chargeback : 'service', asked);
  };
  const told = await tell();
  if (json) process.stdout.write(`${JSON.stringify(told.json, null, 2)}\n`);
  else if (format === 'html' && told.page) process.stdout.write(await told.page());
  else {
    const { showDocument } = await import('./document');
    process.stdout.write(`\n${showDocument(await told.document(), format === 'html' ? 'markdown' : format)}\n`);
  }
  const { staleDays, staleAfterDays } = await import('../policies/cost/prices/staleness');
  const days = staleDays(told.pricesAsOf, on);
  if (days !== undefined) {
    process.stderr.write(
      `warning: the oldest price of the bill is ${days} days old on ${on}; prices are stale after ${staleAfterDays}\n`,
    );
  }
  for (const warning of told.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  process.stderr.write(showFindings(told.findings));
  return told.findings.length > 0 ? exitCode.findings : exitCode.fine;
}
