import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../../environments/model';
import { isRunning } from '../../../runbooks/engine/run-lock';
import { findTerraform } from '../../../runbooks/terraform/terraform-program';

const folder = mkdtempSync(join(tmpdir(), 'terraform-program-'));
const saved = process.env.TERRAFORM_BINARY_NAME;
afterEach(() => {
  if (saved === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = saved;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in Terraform's place. */
const stand = (script: string): void => {
  const path = join(folder, 'terraform');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  process.env.TERRAFORM_BINARY_NAME = path;
};
const version = (text: string): string => `echo '{"terraform_version": "${text}"}'`;
const codeOf = (): Promise<unknown> =>
  findTerraform(folder).catch((error: unknown) => (error instanceof InputError ? error.findings[0]?.code : error));

it.each(['1.11.0', '1.11.4', '1.12.0-rc1', '2.0.0'])('takes %s', async (text) => {
  stand(version(text));
  expect((await findTerraform(folder)).version).toBe(text);
});

it.each(['1.10.5', '0.15.0', '1.9.99'])('refuses %s', async (text) => {
  stand(version(text));
  expect(await codeOf()).toBe('TERRAFORM_VERSION');
});

it('refuses what is not there, and what is no Terraform', async () => {
  process.env.TERRAFORM_BINARY_NAME = join(folder, 'nothing');
  expect(await codeOf()).toBe('TERRAFORM_MISSING');
  stand('echo hello');
  expect(await codeOf()).toBe('TERRAFORM_MISSING');
});

it('gives back what was printed and how it ended, without settings that bend calls', async () => {
  stand(`[ "$1" = version ] && { ${version('1.11.4')}; exit; }\necho "in $TF_WORKSPACE."; echo bad >&2; exit 3`);
  process.env.TF_WORKSPACE = 'other';
  try {
    const { call } = await findTerraform(folder);
    expect(await call(['plan'], { folder })).toEqual({
      exitCode: 3,
      stdout: 'in .\n',
      stderr: 'bad\n',
      stopped: false,
    });
  } finally {
    delete process.env.TF_WORKSPACE;
  }
});

describe('asked to stop', () => {
  const told = join(folder, 'told');
  const go = join(folder, 'go');
  /** Tells of each interrupt, and ends in peace as soon as it may. */
  const patient = `[ "$1" = version ] && { ${version('1.11.4')}; exit; }
trap 'echo interrupt >> ${told}' INT
echo ready > ${told}
while [ ! -e ${go} ]; do sleep 0.1; done
echo done`;
  const toldOf = (): string[] => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : []);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await pause(20);
  };
  beforeEach(() => {
    stand(patient);
    for (const path of [told, go]) rmSync(path, { force: true });
  });

  it('interrupts it once, however often npm and the terminal say so, and waits for its end', async () => {
    const { call } = await findTerraform(folder);
    const ended = call(['apply'], { folder });
    await until(() => toldOf().length > 0);
    process.emit('SIGINT');
    process.emit('SIGINT');
    await until(() => toldOf().length > 1);
    await pause(200);
    writeFileSync(go, '');
    expect(await ended).toMatchObject({ exitCode: 0, stdout: 'done\n', stopped: true });
    expect(toldOf()).toEqual(['ready', 'interrupt']);
  });

  it('leaves it to itself when it is asked again, and does not interrupt it again', async () => {
    const { call } = await findTerraform(folder);
    let started: number | undefined;
    const ended = call(['apply'], {
      folder,
      started: (pid) => {
        started = pid;
      },
    });
    await until(() => toldOf().length > 0);
    process.emit('SIGINT');
    await pause(1100);
    process.emit('SIGTERM');
    expect(await ended).toMatchObject({ exitCode: 1, stopped: true, left: started });
    expect(isRunning(started ?? 0)).toBe(true);
    writeFileSync(go, '');
    await until(() => readFileSync(join(folder, 'log', 'apply.out'), 'utf8') === 'done\n');
    expect(toldOf()).toEqual(['ready', 'interrupt']);
  });
});
