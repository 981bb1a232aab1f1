import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessOptions, type ProcessSample, runMeasured, usageModule } from './measured-process';

/** What the environments of a build are made with. */
const providers = ['aws', 'azurerm', 'google', 'helm', 'kubernetes'];

/** The template's files that decide how a program is run; its own words, so that nothing of it is copied here. */
const templateFiles = ['cdktf.json', 'tsconfig.json', 'package.json'];

/** What `cdktf init` fills in. */
const placeholders: Readonly<Record<string, string>> = {
  '{{ $base }}': 'stock',
  '{{projectId}}': 'stock',
  '{{sendCrashReports}}': 'false',
  '{{futureFlags}}': '',
};

const fill = (text: string): string =>
  Object.entries(placeholders).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);

/** Imports the providers as cdktf's documentation does. Saying little, it costs less to check than a real program. */
const program = (replay: string, plan: string): string => `${providers
  .map((name) => `import * as ${name} from '@cdktf/provider-${name}';\n`)
  .join('')}
const { replayStock } = require(${JSON.stringify(replay)});
replayStock(${JSON.stringify(plan)}, {
${providers.map((name) => `  '@cdktf/provider-${name}': ${name},\n`).join('')}});
`;

export interface StockProject {
  /** Runs `cdktf synth` in a fresh process; what it used is that of all Node processes under it. */
  readonly synth: (env?: ProcessOptions['env']) => Promise<ProcessSample>;
  readonly remove: () => void;
}

/**
 * A project as `cdktf init --template typescript` leaves it, whose program replays a plan. It lies in the workspace
 * `bench/stock`, where Node finds the template's ts-node and a TypeScript that ts-node can use.
 */
export function makeStockProject(repository: string, plan: string): StockProject {
  const cdktf = join(repository, 'node_modules', 'cdktf-cli', 'bundle');
  const scratch = join(repository, 'bench', 'stock', '.evenkeel');
  mkdirSync(scratch, { recursive: true });
  const cwd = mkdtempSync(join(scratch, 'project-'));
  for (const file of templateFiles) {
    writeFileSync(join(cwd, file), fill(readFileSync(join(cdktf, 'templates', 'typescript', file), 'utf8')));
  }
  writeFileSync(join(cwd, 'main.ts'), program(join(__dirname, 'replay', 'stock.js'), plan));
  const home = join(cwd, 'home');
  mkdirSync(home);
  const quiet = { HOME: home, CDKTF_HOME: home, NODE_OPTIONS: `--require ${JSON.stringify(usageModule)}` };
  return {
    synth: (env) =>
      runMeasured(process.execPath, [join(cdktf, 'bin', 'cdktf.js'), 'synth'], { cwd, env: { ...quiet, ...env } }),
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  };
}
