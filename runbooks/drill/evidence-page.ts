import { drillScenarios } from '../../environments/model/drills';
import type { DrillRecord, DrillRun } from '../../policies/drills/drill-evidence';

/** Text inside a cell of a Markdown table. */
const cell = (text: string | number): string => `${text}`.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const runTitles: Readonly<Record<DrillRun['mechanism'], string>> = {
  on: 'with the mechanism',
  off: 'negative control, without it',
};

/** Seconds as people read them: none too exact. */
export const shownSeconds = (seconds: number | undefined, none: string): string =>
  seconds === undefined ? none : `${seconds < 10 ? Math.round(seconds * 100) / 100 : Math.round(seconds)} s`;

const figures = ({ mechanism, measured }: DrillRun): readonly (string | number)[] => [
  runTitles[mechanism],
  shownSeconds(measured.rpoSeconds, 'nothing survived'),
  shownSeconds(measured.rtoSeconds, 'never'),
  measured.acknowledged,
  measured.lost,
  measured.duplicated,
];

function runPart(run: DrillRun): string {
  const lost = run.events.find(({ kind }) => kind === 'lost');
  const from = Date.parse(lost?.at ?? run.events[0]?.at ?? '');
  const events = run.events.map(({ at, kind, what }) => [`${(Date.parse(at) - from) / 1000} s`, kind, what]);
  return [
    `## Run ${runTitles[run.mechanism]}`,
    `Marker \`${run.marker}\`, journal \`${run.journalSha256}\`. Times count from the loss.`,
    ...(run.failure === undefined ? [] : [`The runbook failed: ${run.failure}`]),
    table(['time', 'event', 'what'], events),
    ...(run.checks.length === 0
      ? []
      : [
          table(
            ['what had to hold', 'holds', 'seen'],
            run.checks.map(({ name, holds, saw }) => [name, holds ? 'yes' : 'no', saw]),
          ),
        ]),
  ].join('\n\n');
}

/** A drill for people, in Markdown. The same record always gives the same text. */
export function evidencePage(record: DrillRecord, names: { readonly json: string; readonly svg: string }): string {
  const { environment, scenario, verdict, reasons, promised, runs, from, to, startedAt, finishedAt } = record;
  return [
    `# ${scenario} of ${environment}: ${verdict}`,
    `${drillScenarios[scenario]}. From ${from} to ${to}, ${record.ground === 'test' ? 'on servers made for the drill' : 'on the sites themselves'}, ${startedAt} to ${finishedAt}, release \`${record.releaseSha256}\`.`,
    ...(reasons.length === 0 ? [] : [`It failed:\n\n${reasons.map((reason) => `- ${reason}`).join('\n')}`]),
    table(
      ['run', 'RPO', 'RTO', 'acknowledged writes', 'lost', 'read twice'],
      [
        ['promised', shownSeconds(promised.rpoSeconds, ''), shownSeconds(promised.rtoSeconds, ''), '', '', ''],
        ...runs.map(figures),
      ],
    ),
    `![Timeline of the drill](${names.svg})`,
    ...runs.map(runPart),
    `This page is made from [${names.json}](${names.json}), which is signed: \`evenkeel drill verify ${names.json}\`.`,
    '',
  ].join('\n\n');
}

/** Figures of several drills, the last one of each scenario, in one Markdown table. */
export function figuresTable(records: readonly DrillRecord[]): string {
  const last = [...new Map(records.map((record) => [`${record.environment} ${record.scenario}`, record])).values()];
  const rows = last.flatMap(({ environment, scenario, promised, runs, verdict, finishedAt }) =>
    runs
      .filter(({ mechanism }) => mechanism === 'on')
      .map(({ measured }) => [
        environment,
        scenario,
        `${shownSeconds(measured.rpoSeconds, 'nothing survived')} (${shownSeconds(promised.rpoSeconds, '')})`,
        `${shownSeconds(measured.rtoSeconds, 'never')} (${shownSeconds(promised.rtoSeconds, '')})`,
        `${measured.lost} of ${measured.acknowledged}`,
        measured.duplicated,
        runs.some(({ mechanism }) => mechanism === 'off') && verdict === 'passed' ? 'failed, as it must' : 'see record',
        verdict,
        finishedAt.slice(0, 10),
      ]),
  );
  const head = ['environment', 'scenario', 'RPO (promised)', 'RTO (promised)', 'writes lost', 'read twice'];
  return table([...head, 'negative control', 'verdict', 'day'], rows);
}
