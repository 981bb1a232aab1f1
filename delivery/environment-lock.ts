import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { ImageDigests } from '../constructs/contracts';
import { type Finding, InputError, type Site } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import type { Environment } from '../environments/model/resolve-environment';
import { definitionOwners } from '../policies/custom-resources';
import {
  droppedVersions,
  type RecordedOperators,
  recordOperators,
  versionNames,
  withoutVersions,
} from '../policies/operator-upgrades';
import { lockPath } from './lock-path';
import { promotionRecordSchema, waitingSites } from './promotion/promotion-record';
import { changedSections, sectionChecksums } from './release-lock/lock-checksums';
import {
  imagesSchema,
  operatorsSchema,
  type ReleaseRecord,
  releaseId,
  releaseRecordSchema,
} from './release-lock/release-record';
import { replaceFile } from './tree';

const lockSchema = z.strictObject({
  schema: z.literal(2),
  environment: z.string(),
  images: imagesSchema.default({}),
  operators: operatorsSchema,
  release: releaseRecordSchema.optional(),
  promotion: promotionRecordSchema.optional(),
});

/** Of releases before this form: nobody could see whether it was changed by hand. */
const earlierSchema = lockSchema.omit({ release: true, promotion: true }).extend({ schema: z.literal(1) });

/** What an environment runs, as it was last agreed on; it lies beside the environment's file. */
export type EnvironmentLock = z.output<typeof lockSchema>;

type LockCode = 'LOCK_INVALID' | 'LOCK_SCHEMA' | 'LOCK_TAMPERED';

const nameOf = (path: string): string => basename(path, '.lock.json');

const asInGit = 'take the file as Git has it';

const refused = (
  code: LockCode,
  path: string,
  place: string,
  message: string,
  fix: string,
  value?: unknown,
): Finding => ({
  code,
  file: shownPath(path),
  place,
  message,
  ...(value === undefined ? {} : { value }),
  fix,
});

const refuse = (...finding: Parameters<typeof refused>): never => {
  throw new InputError([refused(...finding)]);
};

function asJson(text: string, path: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  } catch {
    // Said below, as for any other text.
  }
  return refuse(
    'LOCK_INVALID',
    path,
    '',
    'the file is no JSON',
    `${asInGit}; where it never was right, delete it and run \`evenkeel lock\``,
  );
}

/** @throws InputError LOCK_INVALID */
function parsedBy<Lock>(schema: z.ZodType<Lock>, content: unknown, path: string): Lock {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(
    'LOCK_INVALID',
    path,
    issue?.path.join('.') ?? '',
    issue?.message ?? 'the file has another form',
    `${asInGit}; where it never was right, delete it and run \`evenkeel lock\``,
  );
}

/**
 * A lock as somebody wrote it down.
 * @param path of its file, for findings
 * @throws InputError LOCK_INVALID, LOCK_SCHEMA, LOCK_TAMPERED
 */
export function parseLock(text: string, path: string): EnvironmentLock {
  const { checksums, ...content } = asJson(text, path);
  const { schema } = content;
  if (schema !== 2) {
    const message =
      schema === 1
        ? 'the lock has the form of an earlier Evenkeel'
        : 'this Evenkeel does not know the form of the lock';
    const fix =
      schema === 1
        ? `run \`evenkeel lock ${nameOf(path)}\`, and commit the file`
        : 'use the Evenkeel that wrote it, or a later one';
    return refuse('LOCK_SCHEMA', path, 'schema', message, fix, schema);
  }
  const lock = parsedBy(lockSchema, content, path);
  const changed = changedSections(content, checksums);
  if (changed.length > 0) {
    const fix = `${asInGit} and bring the change by \`evenkeel lock ${lock.environment}\`; after a merge, take the file of one side and run it`;
    throw new InputError(
      changed.map((section) =>
        refused('LOCK_TAMPERED', path, section, 'it is not what Evenkeel wrote: its checksum is another one', fix),
      ),
    );
  }
  if (lock.release && releaseId(lock.release.components) !== lock.release.id) {
    return refuse(
      'LOCK_TAMPERED',
      path,
      'release.id',
      'it is not the name of these components',
      asInGit,
      lock.release.id,
    );
  }
  return lock;
}

/**
 * The lock of an environment; `undefined`: it has none yet.
 * @throws InputError LOCK_INVALID, LOCK_SCHEMA, LOCK_TAMPERED
 */
export const readLock = (path: string): EnvironmentLock | undefined =>
  existsSync(path) ? parseLock(readFileSync(path, 'utf8'), path) : undefined;

/** The same for who writes it anew: also in the form of an earlier Evenkeel. */
function readLockToRewrite(path: string): EnvironmentLock | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const content = asJson(text, path);
  return content.schema === 1 ? { ...parsedBy(earlierSchema, content, path), schema: 2 } : parseLock(text, path);
}

/** Whoever brings definitions to its sites. */
export const ownersOf = ({ sites }: Environment): string[] => [...new Set(sites.flatMap(definitionOwners))].sort();

function refuseDropped(environment: Environment, recorded: RecordedOperators, path: string): void {
  const dropped = droppedVersions(environment.name, recorded, ownersOf(environment));
  if (dropped.length > 0) throw new InputError(dropped.map((finding) => ({ ...finding, file: shownPath(path) })));
}

/**
 * Compares what an environment would run with what its lock says that it runs.
 * @param given what it is to run. Default: what its file says
 * @returns the environment with the digests of its lock; sites that wait for a promotion keep those from before
 * @throws InputError VERSION_DROPPED for every version that an upgrade would take away, or as `readLock`
 */
export function lockedEnvironment(
  environment: Environment,
  environmentFile: string,
  given?: EnvironmentLock,
): Environment {
  const path = lockPath(environmentFile);
  const lock = given ?? readLock(path);
  if (!lock) return environment;
  if (lock.environment !== environment.name) {
    return refuse(
      'LOCK_TAMPERED',
      path,
      'environment',
      'it is the lock of another environment',
      asInGit,
      lock.environment,
    );
  }
  refuseDropped(environment, lock.operators, path);
  return { ...environment, sites: environment.sites.map((site) => withDigests(site, lock)) };
}

function withDigests(site: Site, { images, promotion }: EnvironmentLock): Site {
  const waits = promotion !== undefined && waitingSites(promotion).includes(site.name);
  const imageDigests = waits ? (promotion.before?.images ?? images) : images;
  return {
    ...site,
    ...(Object.keys(imageDigests).length === 0 ? {} : { imageDigests }),
    ...(waits ? { awaitsRelease: true } : {}),
  };
}

/** The digests of an environment's lock, by the full names of images. */
export const lockedImages = (environmentFile: string): ImageDigests =>
  readLockToRewrite(lockPath(environmentFile))?.images ?? {};

/** What an environment's lock says of its operators; nothing where it has none yet. */
export const recordedOperators = (environmentFile: string): RecordedOperators =>
  readLock(lockPath(environmentFile))?.operators ?? {};

/** A lock that was checked and not yet written. */
export interface PreparedLock {
  readonly path: string;
  readonly lock: EnvironmentLock;
  /** The file that is there says something else. */
  readonly changed: boolean;
  readonly commit: () => void;
}

/** One line a kind: the difference between two locks is what people review. */
export const lockText = (lock: EnvironmentLock): string =>
  `${JSON.stringify({ ...lock, checksums: sectionChecksums(lock) }, undefined, 2)
    .replaceAll(/\[\s+("[^\]]*")\s+\]/g, (_list, inner: string) => `[${inner.replaceAll(/\s+/g, ' ')}]`)
    .replaceAll(/\{\s+("served": .*),\s+("stored": .*)\s+\}/g, '{ $1, $2 }')}\n`;

/**
 * Brings the lock of an environment to what its file and the pinned operators say.
 * @param migrated `group/Kind@version` that no object uses any more
 * @param images digests of all images that it runs. Default: those that the lock has
 * @throws InputError VERSION_DROPPED, as `readLock`, or UNKNOWN_VALUE for a version that the lock does not have
 */
export function prepareLock(
  environment: Environment,
  environmentFile: string,
  migrated: readonly string[],
  images?: ImageDigests,
): PreparedLock {
  const path = lockPath(environmentFile);
  const lockBefore = readLockToRewrite(path);
  const before = lockBefore?.operators ?? {};
  const known = versionNames(before);
  const unknown = migrated.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((value) => ({
        code: 'UNKNOWN_VALUE',
        file: shownPath(path),
        place: '--migrated',
        message: 'the lock has no such version',
        value,
        allowed: known.filter((name) => name.split('@')[0] === value.split('@')[0]),
        fix: 'write it as the finding does: <group>/<kind>@<version>',
      })),
    );
  }
  const left = withoutVersions(before, new Set(migrated));
  refuseDropped(environment, left, path);
  const lock: EnvironmentLock = {
    schema: 2,
    environment: environment.name,
    images: { ...(images ?? lockBefore?.images) },
    operators: structuredClone(recordOperators(ownersOf(environment), left)) as EnvironmentLock['operators'],
    ...(lockBefore?.release ? { release: lockBefore.release } : {}),
    ...(lockBefore?.promotion ? { promotion: lockBefore.promotion } : {}),
  };
  return prepared(path, lock);
}

const isWritten = (path: string, text: string): boolean => existsSync(path) && readFileSync(path, 'utf8') === text;

function prepared(path: string, lock: EnvironmentLock): PreparedLock {
  const text = lockText(lock);
  return { path, lock, changed: !isWritten(path, text), commit: () => replaceFile(path, text) };
}

/** The same lock with a release, and the SBOM of it beside the lock. */
export function withRelease({ path, lock }: PreparedLock, release: ReleaseRecord, sbom: string): PreparedLock {
  const both = prepared(path, { ...lock, release });
  const beside = path.replace(/\.lock\.json$/, '.sbom.json');
  return {
    ...both,
    changed: both.changed || !isWritten(beside, sbom),
    commit: () => {
      replaceFile(beside, sbom);
      both.commit();
    },
  };
}
