import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ImageDigests } from '../constructs/contracts';
import { InputError } from '../environments/model';
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
import { replaceFile } from './tree';

const versions = z.array(z.string());

const lockSchema = z.strictObject({
  schema: z.literal(1),
  environment: z.string(),
  images: z
    .record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a digest is sha256: and 64 hexadecimal digits'))
    .default({}),
  operators: z.record(
    z.string(),
    z.strictObject({
      chart: z.string(),
      kinds: z.record(z.string(), z.strictObject({ served: versions, stored: versions })),
    }),
  ),
});

/** What an environment runs, as it was last agreed on; it lies beside the environment's file. */
export type EnvironmentLock = z.output<typeof lockSchema>;

/**
 * The lock of an environment; `undefined`: it has none yet.
 * @throws InputError LOCK_INVALID
 */
function readLock(path: string): EnvironmentLock | undefined {
  if (!existsSync(path)) return undefined;
  const invalid = (place: string, message: string): never => {
    throw new InputError([
      {
        code: 'LOCK_INVALID',
        file: shownPath(path),
        place,
        message,
        fix: 'take the file as Git has it; where it never was right, delete it and run `evenkeel lock`',
      },
    ]);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return invalid('', 'the file is no JSON');
  }
  const parsed = lockSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return invalid(issue?.path.join('.') ?? '', issue?.message ?? 'the file has another form');
}

const ownersOf = ({ sites }: Environment): string[] => [...new Set(sites.flatMap(definitionOwners))].sort();

function refuseDropped(environment: Environment, recorded: RecordedOperators, path: string): void {
  const dropped = droppedVersions(environment.name, recorded, ownersOf(environment));
  if (dropped.length > 0) throw new InputError(dropped.map((finding) => ({ ...finding, file: shownPath(path) })));
}

/**
 * Compares what an environment would run with what its lock says that it runs.
 * @returns the environment with the digests of its lock
 * @throws InputError VERSION_DROPPED for every version that an upgrade would take away, or LOCK_INVALID
 */
export function lockedEnvironment(environment: Environment, environmentFile: string): Environment {
  const path = lockPath(environmentFile);
  const lock = readLock(path);
  if (!lock) return environment;
  refuseDropped(environment, lock.operators, path);
  if (Object.keys(lock.images).length === 0) return environment;
  return { ...environment, sites: environment.sites.map((site) => ({ ...site, imageDigests: lock.images })) };
}

/** The digests of an environment's lock, by the full names of images. */
export const lockedImages = (environmentFile: string): ImageDigests =>
  readLock(lockPath(environmentFile))?.images ?? {};

/** A lock that was checked and not yet written. */
export interface PreparedLock {
  readonly path: string;
  readonly lock: EnvironmentLock;
  /** The file that is there says something else. */
  readonly changed: boolean;
  readonly commit: () => void;
}

/** One line a kind: the difference between two locks is what people review. */
const textOf = (lock: EnvironmentLock): string =>
  `${JSON.stringify(lock, undefined, 2)
    .replaceAll(/\[\s+("[^\]]*")\s+\]/g, (_list, inner: string) => `[${inner.replaceAll(/\s+/g, ' ')}]`)
    .replaceAll(/\{\s+("served": .*),\s+("stored": .*)\s+\}/g, '{ $1, $2 }')}\n`;

/**
 * Brings the lock of an environment to what its file and the pinned operators say.
 * @param migrated `group/Kind@version` that no object uses any more
 * @param images digests of all images that it runs. Default: those that the lock has
 * @throws InputError VERSION_DROPPED, LOCK_INVALID, or UNKNOWN_VALUE for a version that the lock does not have
 */
export function prepareLock(
  environment: Environment,
  environmentFile: string,
  migrated: readonly string[],
  images?: ImageDigests,
): PreparedLock {
  const path = lockPath(environmentFile);
  const lockBefore = readLock(path);
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
    schema: 1,
    environment: environment.name,
    images: { ...(images ?? lockBefore?.images) },
    operators: structuredClone(recordOperators(ownersOf(environment), left)) as EnvironmentLock['operators'],
  };
  const text = textOf(lock);
  const changed = !existsSync(path) || readFileSync(path, 'utf8') !== text;
  return { path, lock, changed, commit: () => replaceFile(path, text) };
}
