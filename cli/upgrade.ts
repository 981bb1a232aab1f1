import { type Command, Option } from 'commander';
import { type Finding, InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import type { UpgradePlan } from '../policies/upgrades/plan-upgrade';
import type { WantedUpgrades } from '../policies/upgrades/upgrade-input';
import { type DocumentFormat, documentFormats } from './document-format';
import { exitCode } from './exit-code';
import { runTasks } from './run-tasks';

interface UpgradeOptions {
  readonly kubernetes?: string;
  readonly operator?: readonly string[];
  readonly kafka?: string;
  readonly postgres?: string;
  readonly airflow?: string;
  readonly mlflow?: string;
  readonly from?: string;
  readonly after?: readonly string[];
  readonly asOf?: string;
  readonly format: DocumentFormat;
  readonly json?: boolean;
}

/** `evenkeel upgrade`: in which order, with which backups, what stands in the way, and what cannot be taken back. */
export function addUpgradeCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('upgrade')
    .description('plan an upgrade of Kubernetes, operators, Kafka, PostgreSQL, Airflow or MLflow; changes nothing')
    .argument('<environment>', 'name or file')
    .option('--kubernetes <minor>', 'minor version of all clusters, e.g. 1.36')
    .option('--operator <operator...>', '<name> for the pinned release, or <name>=<version>')
    .option('--kafka <version>', 'version of Kafka, e.g. 4.3.1')
    .option('--postgres <major>', 'major version of PostgreSQL')
    .option('--airflow <version>', 'version of Airflow')
    .option('--mlflow <version>', 'version of MLflow')
    .option('--from <folder>', 'other objects that are applied to the clusters, as YAML')
    .option(
      '--after <environment...>',
      'environments that must run it before; default: the way of `release.promotedFrom`',
    )
    .option('--as-of <date>', 'day on which it would begin; default: today')
    .addOption(new Option('--format <format>', 'how it is shown').choices(documentFormats).default('text'))
    .option('--json', 'print the plan as JSON')
    .action(async (typed: string, options: UpgradeOptions) => finish(await upgrade(typed, options)));
}

const forms = {
  kubernetes: { form: /^1\.\d{2}$/, example: '1.36' },
  kafka: { form: /^\d+\.\d+\.\d+$/, example: '4.3.1' },
  postgres: { form: /^\d{2}$/, example: '17' },
  airflow: { form: /^\d+\.\d+\.\d+$/, example: '3.3.2' },
  mlflow: { form: /^\d+\.\d+\.\d+$/, example: '3.17.0' },
  asOf: { form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, example: '2027-01-31' },
} as const;

const operatorForm = /^([a-z][a-z0-9-]*)(?:=(v?\d+(?:\.\d+){0,2}))?$/;

const badWord = (place: string, value: string | undefined, message: string, allowed: readonly string[]): Finding => ({
  code: 'UPGRADE_INPUT',
  file: '',
  place,
  message,
  ...(value === undefined ? {} : { value }),
  allowed,
  fix: 'write it as in the example',
});

/** @throws InputError with all that is wrong at once */
function wantedOf(options: UpgradeOptions): WantedUpgrades {
  const { kubernetes, kafka, postgres, airflow, mlflow, operator = [] } = options;
  const findings = (Object.keys(forms) as (keyof typeof forms)[]).flatMap((name): Finding[] => {
    const value = options[name];
    const option = name === 'asOf' ? '--as-of' : `--${name}`;
    return value === undefined || forms[name].form.test(value)
      ? []
      : [badWord(option, value, 'this is no version, or no day', [forms[name].example])];
  });
  const operators = operator.flatMap((word) => {
    const [, name, version] = operatorForm.exec(word) ?? [];
    if (name === undefined) {
      findings.push(badWord('--operator', word, 'this is no operator', ['strimzi', 'strimzi=1.2.0']));
      return [];
    }
    return [{ name, ...(version === undefined ? {} : { version }) }];
  });
  if (![kubernetes, kafka, postgres, airflow, mlflow].some(Boolean) && operator.length === 0) {
    findings.push(
      badWord('', undefined, 'nothing is to be upgraded', ['--kubernetes 1.36', '--operator strimzi', '--postgres 17']),
    );
  }
  if (findings.length > 0) throw new InputError(findings);
  return {
    operators,
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(kafka === undefined ? {} : { kafka }),
    ...(postgres === undefined ? {} : { postgres: Number(postgres) }),
    ...(airflow === undefined ? {} : { airflow }),
    ...(mlflow === undefined ? {} : { mlflow }),
  };
}

async function upgrade(typed: string, options: UpgradeOptions): Promise<number> {
  const wanted = wantedOf(options);
  const [path = ''] = chosenFiles([typed]);
  const { plannedUpgrade } = await import('../delivery/planned-upgrade');
  const { from, after, asOf = new Date().toISOString().slice(0, 10), json, format } = options;
  let plan: UpgradePlan | undefined;
  await runTasks(
    [
      {
        title: typed,
        run: async (tell) => {
          plan = await plannedUpgrade(path, {
            wanted,
            asOf,
            onSite: tell,
            ...(from === undefined ? {} : { from }),
            ...(after === undefined ? {} : { after }),
          });
          return `${plan.steps.length} steps`;
        },
      },
    ],
    { quiet: json === true },
  );
  if (!plan) return exitCode.failure;
  const { upgradeText } = await import('./upgrade-text');
  process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : upgradeText(plan, format));
  return plan.findings.length > 0 ? exitCode.findings : exitCode.fine;
}
