import type { Command } from 'commander';
import { drillEvidenceFolder, drillKeyVariable, drillScenarioNames } from '../environments/model/drills';

export interface DrillOptions {
  readonly scenario?: string;
  readonly ground?: string;
  readonly plan?: boolean;
  readonly key?: string;
  readonly out: string;
  readonly evidence: string;
  readonly onProduction?: string;
  readonly json?: boolean;
}

/** What the command does is loaded once it is typed. */
const work = () => import('./drill-work');

/** `evenkeel drill`: loses something on purpose, measures what it cost, and keeps signed evidence of it. */
export function addDrillCommand(program: Command, finish: (code: number) => void): void {
  const drill = program
    .command('drill')
    // Its own options stand behind the names of its commands, too.
    .enablePositionalOptions(false)
    .description('lose something on purpose, measure RPO and RTO, run the negative control, keep signed evidence')
    .argument('<environment>', 'name or file')
    .option('--scenario <name>', `what is lost: ${drillScenarioNames.join(', ')}`)
    .option('--ground <file>', 'TypeScript file that says what to drill on; default: drills/<scenario>.ts')
    .option('--plan', 'show what would be done, and do nothing')
    .option('--key <file>', `Ed25519 private key in PEM; default: what ${drillKeyVariable} holds`)
    .option('--out <folder>', 'where the rendered trees are', 'dist')
    .option('--evidence <folder>', 'where evidence is kept', drillEvidenceFolder)
    .option('--on-production <environment>', 'the name of the environment, typed again: drill its real sites')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, options: DrillOptions) =>
      finish(await (await work()).runDrillCommand(typed, options)),
    );
  drill
    .command('list')
    .description('list the scenarios: what each loses, how it is measured, and what its negative control leaves out')
    .action(async () => finish((await work()).listScenarios(drill.opts<DrillOptions>())));
  drill
    .command('status')
    .description(
      'say which drills of the schedule are fresh, missed or failed; what is not fresh holds the next release',
    )
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .action(async (typed: string[]) => finish(await (await work()).drillStatus(typed, drill.opts<DrillOptions>())));
  drill
    .command('verify')
    .description('look whether evidence is what a trusted signer wrote')
    .argument('<file...>', 'the JSON files of the evidence')
    .option('--signer <public key...>', 'whom to trust; default: the `recovery.drillSigners` of the environment')
    .action(async (files: string[], { signer }: { signer?: string[] }) =>
      finish(await (await work()).verifyEvidence(files, signer, drill.opts<DrillOptions>())),
    );
  drill
    .command('key')
    .description('print the public key of the key that evidence is signed with, for `recovery.drillSigners`')
    .action(async () => finish((await work()).showPublicKey(drill.opts<DrillOptions>())));
}
