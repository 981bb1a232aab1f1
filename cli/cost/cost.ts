import type { Command } from 'commander';
import { exitCode } from '../exit-code';
import { showFindings } from '../failure';
import { checkedWords } from './checked-words';
import { costAnswer } from './cost-answer';
import { addCostOptions, type CostOptions } from './cost-options';
import type { Told } from './cost-told';

/** `evenkeel cost`: what everything that an environment synthesizes costs in a month, before it is applied. */
export function addCostCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('cost')
    .description('price what an environment synthesizes, before it is applied, without a network');
  addCostOptions(command).action(async (typed: string | undefined, options: CostOptions) =>
    finish(await cost(typed, options)),
  );
}

async function shown({ json, page, document }: Told, options: CostOptions): Promise<string> {
  if (options.json) return `${JSON.stringify(json, null, 2)}\n`;
  if (page && options.format === 'html') return page();
  const { showDocument } = await import('../document');
  return `\n${showDocument(await document(), options.format === 'html' ? 'markdown' : options.format)}\n`;
}

/** What nobody has to change, and should know. */
async function warningsOf({ warnings = [], lines = [] }: Told, on: string): Promise<readonly string[]> {
  const { stalenessOf, staleAfterDays } = await import('../../policies/cost/prices/staleness');
  const stale = stalenessOf(lines, on);
  if (!stale) return warnings;
  const { share, oldest } = stale;
  return [
    `${Math.ceil(100 * share)} % of the money stands on prices that are more than ${staleAfterDays} days old on ${on}, the oldest of ${oldest}`,
    ...warnings,
  ];
}

async function cost(typed: string | undefined, options: CostOptions): Promise<number> {
  const told = await costAnswer(typed, options, await checkedWords(typed, options));
  process.stdout.write(await shown(told, options));
  for (const warning of await warningsOf(told, options.on)) process.stderr.write(`warning: ${warning}\n`);
  process.stderr.write(showFindings(told.findings));
  return told.findings.length > 0 ? exitCode.findings : exitCode.fine;
}
