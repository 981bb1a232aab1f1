import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type PipelinePlatformName, pipelinePlatformNames } from '../delivery/pipelines/platform-names';
import { InputError } from '../environments/model';
import { exitCode } from './exit-code';
import { packageRoot, packageVersion } from './package-root';

interface InitOptions {
  readonly pipeline: PipelinePlatformName;
}

/** `evenkeel init <dir>`: a team's own repository that depends on the package. */
export function addInitCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('init')
    .description("make a team's own repository that depends on evenkeel")
    .argument('<folder>', 'an empty or new folder')
    .addOption(
      new Option('--pipeline <system>', 'what runs its pipeline').choices(pipelinePlatformNames).default('github'),
    )
    .action(async (folder: string, { pipeline }: InitOptions) => finish(await init(folder, pipeline)));
}

/** Examples a team starts from. */
const examples = ['local', 'dev'];

async function init(folder: string, system: InitOptions['pipeline']): Promise<number> {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new InputError([
      {
        code: 'FOLDER_NOT_EMPTY',
        file: folder,
        place: '',
        message: 'there are files already, and none of them is overwritten',
        fix: 'name a new or empty folder',
      },
    ]);
  }
  // Made beside the target and renamed, so that an interrupted run leaves nothing half-made.
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(packageRoot, 'templates', 'team'), fresh, { recursive: true });
  renameSync(join(fresh, 'gitignore'), join(fresh, '.gitignore'));
  edit(join(fresh, 'package.json'), (text) => text.replace('{{version}}', packageVersion));
  mkdirSync(join(fresh, 'environments'), { recursive: true });
  for (const name of examples) {
    cpSync(join(packageRoot, 'environments', `${name}.ts`), join(fresh, 'environments', `${name}.ts`));
    cpSync(join(packageRoot, 'environments', `${name}.lock.json`), join(fresh, 'environments', `${name}.lock.json`));
    edit(join(fresh, 'environments', `${name}.ts`), (text) =>
      text.replace("'./schema/define-environment'", "'evenkeel/environments'"),
    );
  }
  const { repositoryPipelines } = await import('../delivery/pipelines/repository-pipelines');
  const { writePipelines } = await import('../delivery/pipelines/written-pipelines');
  const files = examples.map((name) => join(packageRoot, 'environments', `${name}.ts`));
  writePipelines(fresh, system, (await repositoryPipelines(system, files)).files);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  process.stdout.write(
    `Made ${folder}\nNext: cd ${folder} && npm install && npm start\nThen: edit environments/dev.ts and build again\n`,
  );
  return exitCode.fine;
}

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));
