import { lookup } from 'node:dns/promises';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type StateFacts, stateFacts } from '../bootstrap/state-file';
import { placeOf } from '../bootstrap/state-stack';
import { RunbookFailure } from '../runbook-failure';
import { freshInit } from '../terraform/fresh-init';
import type { TerraformProgram } from '../terraform/terraform-program';
import { absenceNeeds, errorOf, failureCodeOf, saysStateIsAbsent } from '../terraform/terraform-words';
import type { BackupManifest } from './manifest';
import type { TreeStack } from './tree-stacks';

type SavedState = BackupManifest['states'][number];

/** Whether the network knows a name. */
export type FindsName = (name: string) => Promise<boolean>;

const findsName: FindsName = (name) =>
  lookup(name).then(
    () => true,
    () => false,
  );

/**
 * The state as its backend holds it; `undefined`: there is none. A folder with nothing but the backend needs no provider.
 * @throws RunbookFailure where it cannot be read; CLOUD_UNREACHABLE too where only a missing network says that there is none
 */
export async function pullState(
  { name, backend }: TreeStack,
  terraform: TerraformProgram,
  finds = findsName,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  try {
    const settings = { terraform: { backend: { [backend.type]: backend.settings } } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(settings));
    const init = await freshInit(terraform, { folder });
    if (saysStateIsAbsent(init.stderr)) {
      const needs = absenceNeeds(init.stderr);
      if (needs === undefined || (await finds(needs))) return undefined;
      const said = `${errorOf(init.stderr)}; nor is ${needs} found, so this says nothing of the state`;
      throw new RunbookFailure('CLOUD_UNREACHABLE', `${name} terraform init`, said);
    }
    const done = init.exitCode === 0 ? await terraform.call(['state', 'pull'], { folder }) : init;
    if (done.exitCode !== 0) {
      const code = done.stopped ? 'STOPPED' : failureCodeOf(done.stderr);
      throw new RunbookFailure(code, `${name} terraform state pull`, errorOf(done.stderr || done.stdout));
    }
    // It ends what it prints with a line of its own; what the backend holds ends with one.
    return done.stdout.replace(/\n\n$/, '\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What tells a pulled state from another; `undefined`: it was never begun.
 * @throws RunbookFailure STATE_UNVERIFIED
 */
export function factsOf(name: string, text: string): StateFacts | undefined {
  try {
    return stateFacts(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RunbookFailure('STATE_UNVERIFIED', `${name} terraform state pull`, `no state: ${error.message}`);
  }
}

/**
 * Copies the state of one stack into a backup, byte for byte as Terraform gives it.
 * @param folder of the backup
 * @returns `undefined`: the stack was never applied
 * @throws RunbookFailure
 */
export async function saveState(
  stack: TreeStack,
  folder: string,
  terraform: TerraformProgram,
): Promise<SavedState | undefined> {
  const text = (await pullState(stack, terraform)) ?? '';
  const facts = factsOf(stack.name, text);
  if (!facts) return undefined;
  const file = `states/${stack.name}.tfstate`;
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  const { lineage, serial, resources } = facts;
  return { stack: stack.name, place: placeOf(stack.backend), file, lineage, serial, resources };
}
