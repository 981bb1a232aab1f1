import { type Command, Option } from 'commander';
import { type DocumentFormat, documentFormats } from './document-format';
import { exitCode } from './exit-code';
import { showFindings } from './failure';

export interface RevertWords {
  readonly reason?: string;
  readonly plan?: boolean;
  readonly dryRun?: boolean;
  readonly askedBy?: string;
  readonly toBranch?: string;
  readonly discardLaterChanges?: boolean;
  readonly out: string;
  readonly format: DocumentFormat;
  readonly json?: boolean;
}

/** `evenkeel revert`: back to the release before, byte for byte. */
export function addRevertCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('revert')
    .description('bring an environment back to the release before: lock and tree as Git has them, in one commit')
    .argument('<environment>', 'its name')
    .option('--reason <text>', 'why; stands in the commit')
    .option('--plan', 'show what would come back, write nothing')
    .option('--dry-run', 'the same as --plan')
    .option('--asked-by <address>', 'who asks for it. Default: whoever Git commits as')
    .option('--to-branch <name>', 'commit to a new branch, for a pull request')
    .option('--discard-later-changes', 'take back what was changed since as well')
    .option('--out <folder>', 'folder of the rendered trees', 'dist')
    .addOption(new Option('--format <format>', 'how it is shown').choices(documentFormats).default('text'))
    .option('--json', 'print the result as JSON')
    .action(async (environment: string, words: RevertWords) => finish(await revertTo(environment, words)));
}

/** @throws InputError PROMOTION_INPUT without a reason, and whatever keeps an environment from going back */
export async function revertTo(environment: string, words: RevertWords): Promise<number> {
  const { reason, json } = words;
  if (reason === undefined) {
    const { InputError } = await import('../environments/model');
    throw new InputError([
      {
        code: 'PROMOTION_INPUT',
        file: '',
        place: '--reason',
        message: 'a way back says why: no gate but this one asks',
        fix: 'add --reason <text>',
      },
    ]);
  }
  const { revert } = await import('../runbooks/promotion/revert');
  const report = await revert({
    root: process.cwd(),
    out: words.out,
    environment,
    reason,
    discardLaterChanges: words.discardLaterChanges === true,
    planOnly: words.plan === true || words.dryRun === true,
    ...(words.askedBy === undefined ? {} : { askedBy: words.askedBy }),
    ...(words.toBranch === undefined ? {} : { branch: words.toBranch }),
  });
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const [{ showDocument }, { revertText }] = await Promise.all([import('./document'), import('./promotion-text')]);
    process.stdout.write(`\n${showDocument(revertText(report), words.format)}\n`);
    process.stderr.write(showFindings(report.findings));
  }
  return report.findings.length > 0 ? exitCode.findings : exitCode.fine;
}
