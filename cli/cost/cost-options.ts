import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cloud, clouds } from '../../environments/facts';
import { type ChargedTo, chargedTo } from '../../policies/cost/actual/charged-to';
import { type CostKind, costKinds } from '../../policies/cost/actual/cost-kinds';
import { type PoolLoad, poolLoads } from '../../policies/cost/pool-loads';
import { type PageFormat, pageFormats } from '../document-format';

/** What is asked of `evenkeel cost`, as it was typed. */
export interface CostOptions {
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
  readonly costs?: CostKind;
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

/** Questions with an answer of their own: one of them is asked at a time. */
const questions = ['compare', 'whatIf', 'against', 'afterDestroy', 'advice', 'actual', 'chargeback'] as const;
type Question = (typeof questions)[number];

/** @param apart what else says nothing beside it; @param beside questions that may be asked with it */
const question = (
  flags: string,
  says: string,
  { apart = [], beside = [] }: { readonly apart?: readonly string[]; readonly beside?: readonly Question[] } = {},
): Option => {
  const option = new Option(flags, says);
  const others = questions.filter((one) => one !== option.attributeName() && !beside.includes(one));
  return option.conflicts([...others, ...apart]);
};

/** The words of `evenkeel cost`. */
export const addCostOptions = (command: Command): Command =>
  command
    .argument('[environment]', 'name or file')
    .option('--from <folder>', 'price the Terraform JSON and Kubernetes YAML of a folder in its place')
    .addOption(new Option('--pools <load>', 'how busy pools of machines are').choices(poolLoads).default('expected'))
    .option('--assume <name=number...>', 'what usage is taken to be; see docs/guides/cost.md for the names', [])
    .option('--free-tiers', 'take off what clouds give each month for nothing, once a cloud')
    .option('--on <day>', 'the day on which prices may be stale', isoDay, today())
    .option('--by <view...>', 'show the bill by site, stack, service, need, owner, recovery or tag:<name>')
    .addOption(
      question('--compare [cloud...]', 'price the same platform on each cloud alone, and as it stands').choices(clouds),
    )
    .addOption(question('--what-if <path=value...>', 'what changes if the environment file said so'))
    .addOption(question('--against <folder>', 'what changes against what was built into a folder before'))
    .addOption(
      question('--after-destroy', 'what is left of it after `terraform destroy`, until when, and what that costs', {
        apart: ['by'],
      }),
    )
    .addOption(
      question('--advice', 'what would save money: how much, how sure, what it gives up, and the edit', {
        apart: ['by'],
      }),
    )
    .addOption(
      question('--actual <file...>', 'what clouds charged against the estimate, by their exports (FOCUS 1.0, CSV)', {
        apart: ['by', 'from'],
        beside: ['chargeback'],
      }),
    )
    .option('--period <days>', 'days of --actual: a month, a day, or first..last; all of them unless stated')
    .addOption(
      new Option('--costs <kind>', 'which costs of --actual count; effective unless stated').choices(costKinds),
    )
    .addOption(
      question('--chargeback [by]', 'who pays how much of the bill: by service, owner or cost-centre', {
        apart: ['by'],
        beside: ['actual'],
      }).choices(chargedTo),
    )
    .addOption(
      question('--months <number>', 'what it will cost as storage grows, and when the budget is exceeded').argParser(
        monthCount,
      ),
    )
    .addOption(
      new Option('--format <format>', 'how it is shown; html is a page with pictures')
        .choices(pageFormats)
        .default('text'),
    )
    .option('--json', 'print the answer as JSON');
