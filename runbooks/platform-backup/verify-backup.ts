import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, InputError } from '../../environments/model';
import { stateFacts } from '../bootstrap/state-file';
import { RunbookFailure } from '../runbook-failure';
import { weighedFiles } from './backup-files';
import { type BackupManifest, digestOf, manifestFile, manifestSchema } from './manifest';
import { checkBundle } from './repositories';

const another = 'use another backup, and find out who changed this one: nobody should be able to';

/**
 * Reads what a backup says that it holds.
 * @throws InputError BACKUP_INCOMPLETE where it never came to its end, or somebody wrote over its manifest
 */
export function readManifest(folder: string): BackupManifest {
  const file = join(folder, manifestFile);
  const refuse = (message: string): never => {
    throw new InputError([{ code: 'BACKUP_INCOMPLETE', file, place: '', message, fix: 'use an earlier backup' }]);
  };
  if (!existsSync(file)) return refuse('there is no manifest: this is no backup, or one that was cut short');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return refuse('the manifest is no JSON');
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(`the manifest has another form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

/** Every file is there, as it was, and there is no other. */
function fileFindings(folder: string, { files }: BackupManifest): Finding[] {
  const found = new Map(weighedFiles(folder).map((file) => [file.path, file]));
  const stated = new Set(files.map(({ path }) => path));
  return [
    ...files.flatMap(({ path, bytes, sha256 }): Finding[] => {
      const now = found.get(path);
      if (!now) {
        return [{ code: 'BACKUP_INCOMPLETE', file: folder, place: path, message: 'the file is gone', fix: another }];
      }
      if (now.sha256 === sha256) return [];
      const message = `it has ${now.bytes} bytes, and another content than the ${bytes} that were backed up`;
      return [{ code: 'BACKUP_CHANGED', file: folder, place: path, message, value: now.sha256, fix: another }];
    }),
    ...[...found.keys()]
      .filter((path) => !stated.has(path))
      .map(
        (path): Finding => ({
          code: 'BACKUP_CHANGED',
          file: folder,
          place: path,
          message: 'nobody backed this file up',
          fix: another,
        }),
      ),
  ];
}

/** Terraform would take every state, and each is the one that was meant. */
const stateFindings = (folder: string, { states }: BackupManifest): Finding[] =>
  states.flatMap(({ file, stack, lineage, serial }): Finding[] => {
    const unusable = (message: string): Finding[] => [
      { code: 'BACKUP_UNUSABLE', file: folder, place: file, message, value: stack, fix: 'use an earlier backup' },
    ];
    try {
      const facts = stateFacts(readFileSync(join(folder, file), 'utf8'));
      return facts?.lineage === lineage && facts.serial === serial ? [] : unusable('it is the state of something else');
    } catch (error) {
      return unusable(`it is no state: ${error instanceof Error ? error.message : error}`);
    }
  });

async function bundleFindings(folder: string, { repositories }: BackupManifest): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const repository of repositories) {
    const unusable = (message: string, value?: unknown): number =>
      findings.push({
        code: 'BACKUP_UNUSABLE',
        file: folder,
        place: repository.file,
        message,
        value,
        fix: 'use an earlier backup, or clone a mirror of the forge',
      });
    try {
      const differing = await checkBundle(repository, join(folder, repository.file));
      if (differing.length > 0) unusable('branches or tags are not those that were backed up', differing.join(', '));
    } catch (error) {
      if (!(error instanceof RunbookFailure)) throw error;
      unusable(error.message);
    }
  }
  return findings;
}

export interface VerifyOptions {
  /** SHA-256 of the manifest, as it was printed when the backup was taken. Default: it is not compared. */
  readonly sha256?: string;
  /** How old it may be. Default: any age. */
  readonly maxAgeHours?: number;
  readonly now: Date;
}

function manifestFindings(folder: string, manifest: BackupManifest, options: VerifyOptions): Finding[] {
  const { sha256, maxAgeHours, now } = options;
  const found = digestOf(readFileSync(join(folder, manifestFile)));
  const hours = (now.getTime() - Date.parse(manifest.takenAt)) / 3_600_000;
  const old = maxAgeHours !== undefined && hours > maxAgeHours;
  const file = join(folder, manifestFile);
  return [
    ...(sha256 === undefined || found === sha256
      ? []
      : [
          {
            code: 'BACKUP_CHANGED' as const,
            file,
            place: '',
            message: 'this is not the manifest that was written',
            value: found,
            allowed: [sha256],
            fix: another,
          },
        ]),
    ...(old || hours < -1
      ? [
          {
            code: 'BACKUP_STALE' as const,
            file,
            place: 'takenAt',
            message: old ? `it is ${Math.floor(hours)} hours old` : 'it is of a time that is still to come',
            value: manifest.takenAt,
            fix: 'find out why no later one was taken: the job that takes them, or its rights',
          },
        ]
      : []),
  ];
}

/**
 * Whether a backup could be restored: every byte is there, every state is one, every repository can be cloned. What cannot
 * be read is not opened.
 * @throws InputError BACKUP_INCOMPLETE
 */
export async function verifyBackup(
  folder: string,
  options: VerifyOptions,
): Promise<{ readonly manifest: BackupManifest; readonly findings: readonly Finding[] }> {
  const manifest = readManifest(folder);
  const findings = [...manifestFindings(folder, manifest, options), ...fileFindings(folder, manifest)];
  const broken = new Set(findings.map(({ place }) => place));
  const whole = {
    ...manifest,
    states: manifest.states.filter(({ file }) => !broken.has(file)),
    repositories: manifest.repositories.filter(({ file }) => !broken.has(file)),
  };
  return {
    manifest,
    findings: [...findings, ...stateFindings(folder, whole), ...(await bundleFindings(folder, whole))],
  };
}
