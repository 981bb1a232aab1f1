import { type Command, Option } from 'commander';
import { type DocumentFormat, documentFormats } from './document-format';
import { exitCode } from './exit-code';

interface HistoryWords {
  readonly format: DocumentFormat;
  readonly json?: boolean;
}

/** `evenkeel history`: who brought what into an environment, when. */
export function addHistoryCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('history')
    .description('show who promoted what into an environment, when and why, as Git has it')
    .argument('<environment>', 'its name')
    .addOption(new Option('--format <format>', 'how it is shown').choices(documentFormats).default('text'))
    .option('--json', 'print the history as JSON')
    .action(async (environment: string, words: HistoryWords) => finish(await history(environment, words)));
}

async function history(environment: string, { format, json }: HistoryWords): Promise<number> {
  const { promotionHistory } = await import('../runbooks/promotion/revert');
  const entries = await promotionHistory(process.cwd(), environment);
  if (json) process.stdout.write(`${JSON.stringify({ environment, entries }, null, 2)}\n`);
  else {
    const [{ showDocument }, { historyText }] = await Promise.all([import('./document'), import('./promotion-text')]);
    process.stdout.write(`\n${showDocument(historyText(environment, entries), format)}\n`);
  }
  return exitCode.fine;
}
