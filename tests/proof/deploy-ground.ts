import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cliCommand } from '../cli/run-cli';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { type AwsBehindProxy, awsBehindProxy, type Begun, begin, type Ended } from './aws-behind-proxy';
import { session } from './session';
import { toolPath } from './skips';

/** A repository with environment files, the real command line in it, and moto behind AWS's own host names. */
export interface DeployGround extends Omit<AwsBehindProxy, 'aws'> {
  readonly repository: string;
  start(...words: string[]): Begun;
  /** In a shell, as somebody types it. */
  typed(command: string): Promise<Ended>;
  /** Journal of deploys, oldest first. */
  events(): readonly { readonly step: string; readonly stack?: string }[];
}

/** @param names of environments with one site on AWS, and whether they are protected; the journal is that of the first */
export async function deployGround(
  suite: string,
  names: Readonly<Record<string, { readonly deletionProtection: boolean }>>,
): Promise<DeployGround> {
  const folder = join(session().folder, suite);
  const repository = join(folder, 'repository');
  mkdirSync(join(repository, 'environments'), { recursive: true });
  for (const [name, { deletionProtection }] of Object.entries(names)) {
    const input = environmentInput({
      name,
      domain: `${name}.example.com`,
      deletionProtection,
      services: { tracking: {} },
      sites: [siteInputs.aws],
    });
    writeFileSync(join(repository, 'environments', `${name}.ts`), `export default ${JSON.stringify(input)};\n`);
  }
  const { environment: own, aws: _aws, ...cloud } = await awsBehindProxy(folder, siteInputs.aws);
  const environment = { ...own, PATH: `${dirname(toolPath('aws-cli') ?? '')}:${process.env.PATH}` };
  const options = { cwd: repository, env: environment };
  const [first = ''] = Object.keys(names);
  return {
    ...cloud,
    repository,
    environment,
    start: (...words) => begin(cliCommand(...words), options),
    typed: (command) => begin(['sh', '-c', command], options).ended,
    events: () =>
      readFileSync(join(repository, '.evenkeel', 'deploy', `${first}.jsonl`), 'utf8')
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line)])),
  };
}
