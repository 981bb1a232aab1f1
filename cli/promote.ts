import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PromotionReport } from '../runbooks/promotion/promotion-commit';
import { type DocumentFormat, documentFormats } from './document-format';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { type RevertWords, revertTo } from './revert';
import { runTasks } from './run-tasks';

interface PromoteWords extends Omit<RevertWords, 'reason'> {
  readonly revert?: boolean;
  readonly continue?: boolean;
  readonly ifOpen?: boolean;
  readonly hotfix?: boolean;
  readonly reason?: string;
  readonly only: readonly string[];
  readonly approvedBy: readonly string[];
  readonly facts?: string;
  readonly prometheus?: readonly string[];
  readonly now?: Date;
}

/** A day has a time, or the gate on health would read another one. */
export function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('an instant such as 2026-11-22T12:00:00Z');
  return at;
}

/** `evenkeel promote`: one verified release goes from one environment into the next one. */
export function addPromoteCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('promote')
    .description('bring the release of an environment into the next one, through gates, as one commit')
    .argument('<source>', 'name of the environment that has the release; with --revert: the one that goes back')
    .argument('[target]', 'name of the environment that gets it')
    .option('--plan', 'show gates and difference, write nothing')
    .option('--dry-run', 'the same as --plan')
    .option('--continue', 'bring the next wave of sites of the promotion that is under way')
    .option('--if-open', 'with --continue: fine where no promotion is under way, as on a schedule')
    .option('--facts <file>', 'record of how the environments are: alerts, error budgets')
    .addOption(
      new Option(
        '--prometheus <address...>',
        'where Prometheus or Thanos answers: <url> of the source, <environment>=<url> of each; --continue needs both',
      ).conflicts('facts'),
    )
    .option('--approved-by <address...>', 'who agreed, as the pipeline knows it', [])
    .option('--asked-by <address>', 'who asks for it. Default: whoever Git commits as')
    .option('--hotfix', 'pass the gates that time or people open; needs --reason and --approved-by')
    .option('--revert', 'go back to the release before: the same as `evenkeel revert`')
    .option('--reason <text>', 'why; stands in the commit')
    .option('--only <what...>', 'take a part: images:<registry>/<name>,... or service:<name>', [])
    .option('--to-branch <name>', 'commit to a new branch, for a pull request')
    .option('--discard-later-changes', 'with --revert: take back what was changed since as well')
    .option('--out <folder>', 'folder of the rendered trees', 'dist')
    .addOption(new Option('--format <format>', 'how it is shown').choices(documentFormats).default('text'))
    .addOption(new Option('--now <instant>', 'judge as of then. Default: the clock').argParser(instant))
    .option('--json', 'print the result as JSON')
    .addHelpText('after', approvalHelp)
    .action(async (source: string, target: string | undefined, words: PromoteWords) =>
      finish(await promoteOrRevert(source, target, words)),
    );
}

const approvalHelp = `
An approver agrees in a commit of their own, after the release was recorded:
  git commit --allow-empty -m "Agree" --trailer "Release: <id>" --trailer "Approved-by: <address>"
and takes it back, as long as a wave is to come, by a trailer "Withdrawn-by: <address>"`;

async function refuse(place: string, message: string, fix: string): Promise<never> {
  const { InputError } = await import('../environments/model');
  throw new InputError([{ code: 'PROMOTION_INPUT', file: '', place, message, fix }]);
}

async function promoteOrRevert(source: string, target: string | undefined, words: PromoteWords): Promise<number> {
  const { reason } = words;
  if (words.revert) {
    if (target !== undefined)
      return refuse('--revert', 'a way back has one environment', `type \`evenkeel revert ${source} --reason <why>\``);
    return revertTo(source, words);
  }
  if (target === undefined)
    return refuse('<target>', 'nobody says where the release goes', 'type `evenkeel promote <source> <target>`');
  if (words.hotfix && reason === undefined) return refuse('--hotfix', 'a hotfix says why', 'add --reason <text>');
  if (!words.hotfix && reason !== undefined)
    return refuse('--reason', 'only a hotfix or a way back has a reason', 'leave it out, or add --hotfix');
  if (words.continue && (words.hotfix || words.only.length > 0))
    return refuse('--continue', 'the next wave brings what the first one brought', 'leave --hotfix and --only out');
  if (words.ifOpen && !words.continue)
    return refuse('--if-open', 'only what goes on can be under way', 'add --continue, or leave it out');
  if (words.ifOpen && !(await isUnderWay(target))) {
    process.stdout.write(
      words.json ? `${JSON.stringify({ target, open: false })}\n` : `Nothing is on its way to ${target}.\n`,
    );
    return exitCode.fine;
  }
  return promoteTo(source, target, words);
}

/** Whether sites of an environment wait for their wave, by its lock as it is committed. */
async function isUnderWay(target: string): Promise<boolean> {
  const [{ promotionUnderWay }, { environmentFileOf }, { GitRepository }] = await Promise.all([
    import('../runbooks/promotion/promotion-under-way'),
    import('../runbooks/promotion/checked-words'),
    import('../runbooks/promotion/git-repository'),
  ]);
  environmentFileOf(process.cwd(), target, '<target>');
  return promotionUnderWay(await GitRepository.open(process.cwd()), target);
}

/** How an environment is: of a file, of Prometheus, or nobody knows. */
async function healthOf({ facts, prometheus, ...words }: PromoteWords, source: string, now: Date) {
  if (facts !== undefined) {
    const { readFactsFile } = await import('../delivery/promotion/promotion-facts');
    const known = readFactsFile(facts);
    return async (environment: string) => known[environment];
  }
  if (prometheus === undefined) return async () => undefined;
  const addresses = prometheus.map((word) => {
    const [, of, url] = /^([a-z][a-z0-9-]*)=(.*)$/.exec(word) ?? [];
    return [of ?? (words.continue ? '' : source), url ?? word] as const;
  });
  if (addresses.some(([of]) => of === '') || new Set(addresses.map(([of]) => of)).size < addresses.length)
    return refuse(
      '--prometheus',
      'nobody says which environment answers there',
      `name both: --prometheus ${source}=<url> <target>=<url>; a Thanos that has both may stand twice`,
    );
  const { askPrometheusAt, prometheusFacts } = await import('../delivery/promotion/prometheus-facts');
  const asks = new Map(addresses.map(([of, url]) => [of, askPrometheusAt(url)]));
  return async (environment: string, hours: number) => {
    const ask = asks.get(environment);
    return ask && prometheusFacts(ask, environment, hours, now);
  };
}

async function promoteTo(source: string, target: string, words: PromoteWords): Promise<number> {
  const { promote } = await import('../runbooks/promotion/promote');
  const now = words.now ?? new Date();
  const health = await healthOf(words, source, now);
  let report: PromotionReport | undefined;
  let wrong: unknown;
  await runTasks(
    [
      {
        title: `${source} to ${target}`,
        run: async (tell) => {
          try {
            report = await promote({
              root: process.cwd(),
              out: words.out,
              source,
              target,
              now,
              health,
              approvedBy: words.approvedBy,
              only: words.only,
              goOn: words.continue === true,
              planOnly: words.plan === true || words.dryRun === true,
              tell,
              ...(words.askedBy === undefined ? {} : { askedBy: words.askedBy }),
              ...(words.hotfix && words.reason !== undefined ? { hotfixReason: words.reason } : {}),
              ...(words.toBranch === undefined ? {} : { branch: words.toBranch }),
            });
            if (report.commit) return `commit ${report.commit.slice(0, 12)}`;
            return report.findings.length > 0 ? 'held' : 'planned';
          } catch (error) {
            wrong = error;
            return 'refused';
          }
        },
      },
    ],
    { quiet: words.json === true },
  );
  if (!report) throw wrong;
  await showReport(report, words);
  return report.findings.length > 0 ? exitCode.findings : exitCode.fine;
}

async function showReport(
  report: PromotionReport,
  { json, format }: { json?: boolean; format: DocumentFormat },
): Promise<void> {
  if (json) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const [{ showDocument }, { promotionText }] = await Promise.all([import('./document'), import('./promotion-text')]);
  process.stdout.write(`\n${showDocument(promotionText(report), format)}\n`);
  process.stderr.write(showFindings(report.findings));
}
