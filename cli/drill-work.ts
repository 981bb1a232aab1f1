import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { builtReleaseSha256 } from '../delivery/built-release';
import { distrustFinding, readEvidence, readEvidenceFile } from '../delivery/drill-evidence';
import { type Finding, InputError } from '../environments/model';
import { type DrillScenarioName, drillScenarioNames } from '../environments/model/drills';
import { chosenFiles, environmentFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { drillPromise } from '../environments/model/recovery/drill-promise';
import type { Environment } from '../environments/model/resolve-environment';
import { drillGate, drillStandings } from '../policies/drills/drill-gate';
import { publicKeyText } from '../policies/drills/evidence-signature';
import { figuresTable } from '../runbooks/drill/evidence-page';
import { groundOf, loadGround } from '../runbooks/drill/load-ground';
import { assertMayDrill } from '../runbooks/drill/production-guard';
import { runDrill } from '../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../runbooks/drill/scenarios';
import { type SiteDrill, siteDrill } from '../runbooks/drill/sites/site-drill';
import { signingKey, writeEvidence } from '../runbooks/drill/write-evidence';
import { systemClock } from '../runbooks/engine/clock';
import { childProcesses } from '../runbooks/engine/command-runner';
import { workRoot } from '../runbooks/work-root';
import type { DrillOptions } from './drill';
import {
  allScenariosText,
  type EnvironmentStandings,
  plannedSites,
  planText,
  recordText,
  standingsText,
} from './drill-text';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';
import { stopSignals } from './stop-signals';

const print = (json: boolean | undefined, data: unknown, text: string): void => {
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : text);
};

export function listScenarios({ json }: DrillOptions): number {
  print(json, { scenarios: Object.values(drillScenarioDetails) }, allScenariosText());
  return exitCode.fine;
}

export function showPublicKey({ key, json }: DrillOptions): number {
  const publicKey = publicKeyText(signingKey(key));
  print(json, { publicKey }, `${publicKey}\n`);
  return exitCode.fine;
}

function scenarioOf(typed: string | undefined): DrillScenarioName {
  const found = drillScenarioNames.find((name) => name === typed);
  if (found) return found;
  const message = typed === undefined ? 'what is to be lost?' : 'there is no scenario of this name';
  const fix = 'use a name of the list; `evenkeel drill list` says what each loses';
  throw new InputError([
    { code: 'UNKNOWN_VALUE', file: '', place: '--scenario', message, value: typed, allowed: drillScenarioNames, fix },
  ]);
}

/** Runs one drill and keeps its evidence. */
export async function runDrillCommand(typed: string, options: DrillOptions): Promise<number> {
  const scenario = scenarioOf(options.scenario);
  const [file = typed] = chosenFiles([typed]);
  const { environment, file: shown } = await loadEnvironment(file);
  const promised = drillPromise(environment.config, scenario);
  if (!promised) throw new InputError([nothingPromised(environment, scenario, shown)]);
  const details = drillScenarioDetails[scenario];
  const path = options.ground ?? groundOf(scenario);
  const teams = options.ground !== undefined || existsSync(path);
  const sites = teams ? undefined : await siteDrill(environment, scenario, workRoot);
  if (sites && sites.plan.length === 0) throw new InputError([nothingToRead(sites, scenario, shown)]);
  if (options.plan) {
    const shownSites = sites && plannedSites(sites);
    const plan = { environment: environment.name, scenario: details, ground: path, promised, sites: shownSites };
    print(options.json, plan, planText(plan));
    return exitCode.fine;
  }
  // What was written on real sites is removed before the program ends.
  const stop = sites && stopSignals();
  let code: number = exitCode.fine;
  try {
    const drill =
      sites && stop
        ? sites.drill({ commands: childProcesses, clock: systemClock, signal: stop.signal })
        : await loadGround(path, environment, details);
    assertMayDrill(environment, drill, options.onProduction);
    const key = signingKey(options.key);
    const releaseSha256 = builtReleaseSha256(options.out, environment.name);
    await runTasks(
      [
        {
          title: `${environment.name} ${scenario}`,
          run: async (tell) => {
            const record = await runDrill(drill, { environment: environment.name, releaseSha256, promised, tell });
            const files = writeEvidence(options.evidence, record, key);
            print(options.json, { record, files }, recordText(record, relative(process.cwd(), files.page)));
            if (record.verdict === 'failed') code = exitCode.findings;
            return record.verdict;
          },
        },
      ],
      { quiet: options.json === true, ownSignals: sites !== undefined },
    );
  } finally {
    stop?.release();
  }
  return code;
}

const nothingToRead = ({ untried }: SiteDrill, scenario: DrillScenarioName, file: string): Finding => ({
  code: 'DRILL_GROUND',
  file,
  place: 'recovery',
  message:
    untried.length > 0
      ? `nothing that the recovery site has can be tried: ${untried.join('; ')}`
      : 'the recovery site has no copy that this drill could read',
  value: scenario,
  fix: `write a ground of your own, ${groundOf(scenario)}, as docs/guides/drill.md shows, or drill another scenario`,
});

const nothingPromised = ({ name }: Environment, scenario: DrillScenarioName, file: string): Finding => ({
  code: 'DRILL_GROUND',
  file,
  place: 'recovery',
  message: `${name} promises nothing that ${scenario} could try: no objective, or nothing that it would lose`,
  value: scenario,
  fix: 'state `recovery`, and have what the scenario loses; or drill another one',
});

/** Says how the drills of schedules stand. */
export async function drillStatus(typed: readonly string[], { evidence, json }: DrillOptions): Promise<number> {
  const now = new Date();
  const standings: EnvironmentStandings[] = [];
  const findings: Finding[] = [];
  const believed: Parameters<typeof figuresTable>[0][number][] = [];
  for (const file of chosenFiles(typed)) {
    const { environment } = await loadEnvironment(file);
    const { drills = [], drillSigners = [] } = environment.config.recovery ?? {};
    const { records, findings: distrusted } = readEvidence(evidence, environment.name, drillSigners);
    believed.push(...records);
    standings.push({ environment: environment.name, drills: drillStandings(drills, records, now) });
    findings.push(...distrusted, ...drillGate(environment.name, drills, records, now));
  }
  const figures = believed.length > 0 ? `\n${figuresTable(believed)}\n` : '';
  print(json, { environments: standings, findings }, `${standingsText(standings)}${figures}`);
  if (!json) process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

/** Public keys that the environment of a record names. */
async function signersOf(name: string): Promise<readonly string[]> {
  const file = environmentFiles().find((path) => path.endsWith(`/${name}.ts`));
  if (!file || !existsSync(file)) return [];
  const { environment } = await loadEnvironment(file);
  return environment.config.recovery?.drillSigners ?? [];
}

/** Looks whether files of evidence may be believed. */
export async function verifyEvidence(
  files: readonly string[],
  trusted: readonly string[] | undefined,
  { json }: DrillOptions,
) {
  const findings: Finding[] = [];
  const verified: object[] = [];
  for (const path of files) {
    const read = readEvidenceFile(path);
    if ('finding' in read) {
      findings.push(read.finding);
      continue;
    }
    const { record, signature } = read.evidence;
    const distrusted = distrustFinding(path, read.evidence, trusted ?? (await signersOf(record.environment)));
    if (distrusted) findings.push(distrusted);
    else {
      const { environment, scenario, verdict, finishedAt } = record;
      verified.push({ file: path, environment, scenario, verdict, finishedAt, publicKey: signature.publicKey });
      if (!json)
        process.stdout.write(`${path}: ${scenario} of ${environment}, ${verdict}, ${finishedAt}; as it was signed\n`);
    }
  }
  if (json) print(json, { verified, findings }, '');
  else process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
