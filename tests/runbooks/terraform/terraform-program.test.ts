import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../environments/model';
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
