import { Argument, type Command } from 'commander';
import { type PipelinePlatformName, pipelinePlatformNames } from '../delivery/pipelines/platform-names';
import { type Finding, InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { exitCode } from './exit-code';
import { showFindings } from './failure';

interface PipelineOptions {
  readonly out: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `evenkeel pipeline`: what delivers the environments, written for the system that runs it. */
export function addPipelineCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('pipeline')
    .description('write the pipeline that checks, plans, deploys and watches all environments')
    .addArgument(
      new Argument('[system]', 'what runs it; with --check by default those that it is there for').choices(
        pipelinePlatformNames,
      ),
    )
    .option('--out <folder>', 'root of the repository that it is written into', '.')
    .option('--check', 'write nothing: say where the repository is not what the environment files give')
    .option('--json', 'print the result as JSON')
    .action(async (system: PipelinePlatformName | undefined, options: PipelineOptions) =>
      finish(await pipeline(system, options)),
    );
}

async function pipeline(typed: PipelinePlatformName | undefined, options: PipelineOptions): Promise<number> {
  const { repositoryPipelines } = await import('../delivery/pipelines/repository-pipelines');
  const { foreignFiles, pipelineFindings, platformsIn, writePipelines } = await import(
    '../delivery/pipelines/written-pipelines'
  );
  const { out, check, json } = options;
  if (!check && typed === undefined) {
    throw new InputError([
      {
        code: 'PIPELINE_SYSTEM',
        file: '',
        place: 'system',
        message: 'nobody says what is to run the pipeline',
        allowed: pipelinePlatformNames,
        fix: 'name one of them',
      },
    ]);
  }
  const systems = typed === undefined ? platformsIn(out) : [typed];
  const findings: Finding[] = [];
  const written: string[] = [];
  for (const system of systems) {
    const { files, findings: found } = await repositoryPipelines(system, chosenFiles([]));
    findings.push(...found, ...(check ? pipelineFindings(out, system, files) : []));
    // A pipeline that no cloud lets in is not written; nor is one over a file of somebody else's.
    if (check || found.length > 0) continue;
    const foreign = foreignFiles(out, system, files);
    if (foreign.length > 0) {
      throw new InputError(
        foreign.map((file) => ({
          code: 'PIPELINE_FOREIGN',
          file,
          place: '',
          message: 'somebody else wrote the file, and it would be written over',
          fix: 'give it another name, or remove it',
        })),
      );
    }
    written.push(...writePipelines(out, system, files));
  }
  if (json) process.stdout.write(`${JSON.stringify({ systems, written, findings }, null, 2)}\n`);
  else {
    process.stdout.write(written.map((path) => `wrote ${path}\n`).join(''));
    process.stderr.write(showFindings(findings));
  }
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
