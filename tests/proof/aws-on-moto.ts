import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AwsSite } from '../../environments/model';
import { type CommandRunner, childProcesses } from '../../runbooks/engine/command-runner';
import { toolPath } from './skips';

/** The real command line of AWS, led to moto: commands of a runbook as they are. */
export function awsOnMoto(
  url: string,
  folder: string,
  { name, region }: Pick<AwsSite, 'name' | 'region'>,
): CommandRunner {
  const config = join(folder, 'aws-config');
  writeFileSync(config, `[profile ${name}]\nregion = ${region}\n`);
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_CONFIG_FILE: config,
    AWS_PAGER: '',
    PATH: `${dirname(toolPath('aws-cli') ?? '')}:${process.env.PATH}`,
  };
  return {
    run: (command, options) => childProcesses.run({ ...command, env: { ...command.env, ...env } }, options),
  };
}
