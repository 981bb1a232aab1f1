import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { lockPath } from '../delivery/lock-path';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';
import type { BackupManifest } from '../runbooks/platform-backup/manifest';
import { inBackupFolder, inScratch } from './backup-folder';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

interface TakeOptions {
  readonly to: string;
  readonly tree: string;
  readonly repository?: readonly string[];
  readonly json?: boolean;
}

interface VerifyOptions {
  readonly sha256?: string;
  readonly maxAgeHours?: number;
  readonly json?: boolean;
}

const hours = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('must be a number of hours above 0');
  return value;
};

/** `evenkeel platform-backup`: copies of what the platform itself is made from, and what they are worth. */
export function addPlatformBackupCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('platform-backup')
    .description('back up the states, the Git repository, the release lock and the evidence of an environment');
  command
    .command('take', { isDefault: true })
    .description('take a backup')
    .argument('<environment>', 'name or file')
    .requiredOption(
      '--to <place>',
      'folder, or URL of a bucket: s3://, gs://, https://<account>.blob.core.windows.net/',
    )
    .option('--tree <folder>', 'the rendered tree that is applied', 'dist')
    .option('--repository <url...>', 'repositories to back up. Default: the one that GitOps reads')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, options: TakeOptions) => finish(await take(typed, options)));
  command
    .command('verify')
    .description('check that a backup is whole and could be restored')
    .argument('<backup>', 'folder or URL of one backup')
    .option('--sha256 <digest>', 'of its manifest, as it was printed when it was taken')
    .option('--max-age-hours <hours>', 'how old it may be', hours)
    .option('--json', 'print the result as JSON')
    .action(async (backup: string, options: VerifyOptions) => finish(await verify(backup, options)));
  command
    .command('restore')
    .description('lay a backup out in a new folder, and change nothing else')
    .argument('<backup>', 'folder or URL of one backup')
    .requiredOption('--to <folder>', 'where to')
    .option('--json', 'print the result as JSON')
    .action(async (backup: string, options: { to: string; json?: boolean }) => finish(await restore(backup, options)));
}

const contentOf = ({ states, absent, repositories, kept }: BackupManifest): string =>
  `${states.length} states, ${repositories.length} repositories, ${kept.length} locks and records${
    absent.length > 0 ? `; never applied: ${absent.join(', ')}` : ''
  }`;

async function take(typed: string, options: TakeOptions): Promise<number> {
  const [path = ''] = chosenFiles([typed]);
  const { environment, file } = await loadEnvironment(path);
  const [{ takeBackup }, { treeStacks }, { isBucket, uploadBackup }, { findTerraform }, { digestOf, manifestText }] =
    await Promise.all([
      import('../runbooks/platform-backup/take-backup'),
      import('../runbooks/platform-backup/tree-stacks'),
      import('../runbooks/platform-backup/bucket-places'),
      import('../runbooks/terraform/terraform-program'),
      import('../runbooks/platform-backup/manifest'),
    ]);
  const stacks = treeStacks(options.tree, environment.name);
  const own = environment.sites.map(({ gitops }) => gitops.repository);
  const to = options.to.replace(/(?<=.)\/+$/, '');
  await inScratch(async (scratch) => {
    const terraform = await findTerraform(scratch);
    const backedUp = {
      environment: environment.name,
      stacks,
      repositories: [...new Set(options.repository ?? own)],
      project: process.cwd(),
      kept: [shownPath(lockPath(file)), 'evidence'],
    };
    let place = '';
    let manifest: BackupManifest | undefined;
    await runTasks(
      [
        {
          title: `${environment.name}: back up`,
          run: async (tell) => {
            const bucket = isBucket(to);
            const taken = await takeBackup(backedUp, bucket ? scratch : to, terraform, new Date(), tell);
            manifest = taken.manifest;
            const name = taken.folder.slice(taken.folder.lastIndexOf('/') + 1);
            place = `${to}/${name}`;
            if (bucket) await uploadBackup(taken.folder, place);
            return contentOf(taken.manifest);
          },
        },
      ],
      { quiet: options.json === true },
    );
    if (!manifest) return;
    const sha256 = digestOf(manifestText(manifest));
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ backup: place, sha256, manifest }, null, 2)}\n`
        : `${place}\n${contentOf(manifest)}\nSHA-256 of the manifest: ${sha256}\n`,
    );
  });
  return exitCode.fine;
}

async function verify(backup: string, { json, sha256, maxAgeHours }: VerifyOptions): Promise<number> {
  const { verifyBackup } = await import('../runbooks/platform-backup/verify-backup');
  const { manifest, findings } = await inBackupFolder(backup, (folder) =>
    verifyBackup(folder, {
      now: new Date(),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(maxAgeHours === undefined ? {} : { maxAgeHours }),
    }),
  );
  if (json) process.stdout.write(`${JSON.stringify({ backup, manifest, findings }, null, 2)}\n`);
  else if (findings.length === 0)
    process.stdout.write(`${backup}: whole, of ${manifest.takenAt}: ${contentOf(manifest)}\n`);
  else process.stderr.write(showFindings(findings));
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

async function restore(backup: string, { to, json }: { to: string; json?: boolean }): Promise<number> {
  const { restoreBackup } = await import('../runbooks/platform-backup/restore-backup');
  const manifest = await inBackupFolder(backup, (folder) => restoreBackup(folder, resolve(to), new Date()));
  process.stdout.write(
    json
      ? `${JSON.stringify({ restored: to, manifest }, null, 2)}\n`
      : `${to}: ${contentOf(manifest)}\nnothing else was changed: docs/guides/platform-backups.md says how states and repositories go back\n`,
  );
  return exitCode.fine;
}
