import Table from 'cli-table3';
import { shownCommand } from '../constructs/contracts/command';
import { type DrillScenarioName, drillScenarioNames } from '../environments/model/drills';
import type { DrillPromise } from '../environments/model/recovery/drill-promise';
import type { DrillRecord } from '../policies/drills/drill-evidence';
import type { DrillStanding } from '../policies/drills/drill-gate';
import type { DrillScenario } from '../runbooks/drill/drill';
import { shownSeconds } from '../runbooks/drill/evidence-page';
import { drillScenarioDetails } from '../runbooks/drill/scenarios';
import type { SiteDrill } from '../runbooks/drill/sites/site-drill';

const plainTable = (head: readonly string[]) =>
  new Table({ head: [...head], style: { head: [], border: [], compact: true } });

/** A scenario as `--plan` shows it, before anything is done. */
export interface DrillPlan {
  readonly environment: string;
  readonly scenario: DrillScenario;
  /** File that says what to drill on. */
  readonly ground: string;
  readonly promised: DrillPromise;
  /** Where Evenkeel's own ground is used. Default: the file of a team says what is done. */
  readonly sites?: PlannedSites;
}

interface PlannedSites {
  readonly from: string;
  readonly to: string;
  readonly acts: readonly { readonly what: string; readonly commands: readonly string[] }[];
}

export const plannedSites = ({ from, to, plan }: SiteDrill): PlannedSites => ({
  from,
  to,
  acts: plan.map(({ what, commands }) => ({ what, commands: commands.map(shownCommand) })),
});

const onSites = ({ from, to, acts }: PlannedSites): string[] => [
  '  on:          the sites themselves',
  `  from:        ${from}`,
  `  to:          ${to}`,
  ...acts.flatMap(({ what, commands }) => [
    `  does:        ${what}`,
    ...commands.flatMap((command) => command.split('\n').map((line) => `                 ${line}`)),
  ]),
];

const lines = (scenario: DrillScenario): string[] => [
  `  loses:       ${scenario.loss}`,
  `  marker:      ${scenario.marker}`,
  `  read back:   ${scenario.readBack}`,
  `  mechanism:   ${scenario.mechanism}`,
  `  control:     ${scenario.switchedOff} Then the drill must fail.`,
  `  runbook:     ${scenario.runbook ?? 'none, nobody has to act'}`,
  ...scenario.checks.map((check) => `  must hold:   ${check}`),
  `  proved by:   ${scenario.proof}`,
];

export const scenarioText = (name: DrillScenarioName): string => {
  const scenario = drillScenarioDetails[name];
  return [`${name}: ${scenario.title}`, ...lines(scenario)].join('\n');
};

export const allScenariosText = (): string => `${drillScenarioNames.map(scenarioText).join('\n\n')}\n`;

export const planText = ({ environment, scenario, ground, promised, sites }: DrillPlan): string =>
  `${[
    `${scenario.name} of ${environment}: ${scenario.title}`,
    ...(sites ? onSites(sites) : [`  on:          what ${ground} says`]),
    `  promised:    RPO ${shownSeconds(promised.rpoSeconds, '')}, RTO ${shownSeconds(promised.rtoSeconds, '')}`,
    ...lines(scenario),
    '  runs:        twice, with the mechanism and without it, each with a marker of its own',
  ].join('\n')}\n`;

export function recordText(record: DrillRecord, page: string): string {
  const table = plainTable(['run', 'RPO', 'RTO', 'writes', 'lost', 'twice']);
  const { promised, runs, verdict, reasons } = record;
  table.push(['promised', shownSeconds(promised.rpoSeconds, ''), shownSeconds(promised.rtoSeconds, ''), '', '', '']);
  for (const { mechanism, measured } of runs) {
    table.push([
      mechanism === 'on' ? 'with the mechanism' : 'negative control',
      shownSeconds(measured.rpoSeconds, 'nothing survived'),
      shownSeconds(measured.rtoSeconds, 'never'),
      measured.acknowledged,
      measured.lost,
      measured.duplicated,
    ]);
  }
  return [
    `${record.scenario} of ${record.environment}: ${verdict}`,
    ...reasons.map((reason) => `  ${reason}`),
    table.toString(),
    `Evidence: ${page}`,
    '',
  ].join('\n');
}

/** How the drills of one environment stand. */
export interface EnvironmentStandings {
  readonly environment: string;
  readonly drills: readonly DrillStanding[];
}

export function standingsText(all: readonly EnvironmentStandings[]): string {
  const table = plainTable(['environment', 'scenario', 'every', 'last', 'status', 'counts until']);
  for (const { environment, drills } of all) {
    for (const { scenario, everyDays, last, status, dueAt } of drills) {
      table.push([environment, scenario, `${everyDays} days`, last?.finishedAt ?? 'never', status, dueAt ?? '']);
    }
  }
  const none = all.filter(({ drills }) => drills.length === 0).map(({ environment }) => environment);
  return [
    ...(all.length > none.length ? [table.toString()] : []),
    ...(none.length > 0 ? [`No drill is scheduled: ${none.join(', ')}`] : []),
    '',
  ].join('\n');
}
