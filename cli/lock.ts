import { type Command, Option } from 'commander';
import { environmentName } from '../delivery/build';
import type { PreparedLock } from '../delivery/environment-lock';
import type { ResolvedImages } from '../delivery/images/resolve-images';
import type { RecordedRelease, RecordOptions } from '../delivery/release-lock/record-release';
import { type Finding, InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';
import type { Environment } from '../environments/model/resolve-environment';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

/** `new`: what has no digest yet; `all`: also what has one, for tags that were moved. */
const imageChoices = ['new', 'all'] as const;

interface LockOptions {
  readonly migrated: readonly string[];
  readonly images?: (typeof imageChoices)[number];
  readonly release?: boolean;
  readonly evidence: readonly string[];
  readonly evidenceAt?: string;
  readonly json?: boolean;
}

/** `evenkeel lock`: records what environments run, so that the next build can refuse an upgrade that takes away. */
export function addLockCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('lock')
    .description('record what environments run: operators, the versions that they serve, and images by their digests')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--migrated <version...>', '<group>/<kind>@<version> that no object uses or is stored in any more', [])
    .addOption(
      new Option('--images [which]', 'ask registries for the digests of images: of new ones, or of all again')
        .choices(imageChoices)
        .preset('new'),
    )
    .option('--release', 'record the release: everything that runs, what speaks for it, and its SBOM beside the lock')
    .option('--evidence <kind=file...>', 'with --release: build, proof or scan, as SARIF or the JSON of Jest', [])
    .option('--evidence-at <time>', 'with --evidence: for files that carry no time of their own')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: LockOptions) => finish(await lock(typed, options)));
}

/** What registries say of all images of an environment. */
async function imagesOf(environment: Environment, file: string, again: boolean): Promise<ResolvedImages> {
  const [{ checkSites }, { usedImages }, { resolveImages }, { lockedImages }] = await Promise.all([
    import('../delivery/check-sites'),
    import('../delivery/images/used-images'),
    import('../delivery/images/resolve-images'),
    import('../delivery/environment-lock'),
  ]);
  checkSites(environment, shownPath(file));
  return resolveImages(await usedImages(environment), lockedImages(file), again);
}

async function recordOf(file: string, { lock }: PreparedLock, options: RecordOptions): Promise<RecordedRelease> {
  const { recordRelease } = await import('../delivery/release-lock/record-release');
  return recordRelease(file, lock, options);
}

const missingImage = (file: string, { image, why }: ResolvedImages['missing'][number]): Finding => ({
  code: 'IMAGE_UNKNOWN',
  file: shownPath(file),
  place: 'images',
  message: why,
  value: image,
  fix: 'sign in to the registry (`docker login`), mend the network, or name a tag that it has',
});

/** One environment, checked and ready to be written. */
interface Locked extends PreparedLock {
  readonly file: string;
  readonly images?: ResolvedImages;
  readonly recorded?: RecordedRelease;
}

const counted = ({ path, changed, images, lock, recorded }: Locked) => ({
  file: shownPath(path),
  changed,
  operators: Object.keys(lock.operators).length,
  kinds: Object.values(lock.operators).reduce((sum, { kinds }) => sum + Object.keys(kinds).length, 0),
  images: Object.keys(lock.images).length,
  moved: images?.moved ?? [],
  ...(recorded
    ? {
        release: recorded.release.id,
        evidence: recorded.release.evidence.map(({ kind, name, at, says, ok }) => ({ kind, name, at, says, ok })),
        unresolved: recorded.unresolved,
      }
    : {}),
});

async function lock(
  typed: readonly string[],
  { migrated, images, json, release, ...options }: LockOptions,
): Promise<number> {
  const { prepareLock, withRelease } = await import('../delivery/environment-lock');
  const prepared: Locked[] = [];
  const wrong: InputError[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async () => {
        try {
          const { environment } = await loadEnvironment(file);
          const resolved = images && (await imagesOf(environment, file, images === 'all'));
          const ready = prepareLock(environment, file, migrated, resolved?.digests);
          const recorded = release ? await recordOf(file, ready, options) : undefined;
          const whole = recorded ? withRelease(ready, recorded.release, recorded.sbom) : ready;
          prepared.push({
            ...whole,
            file,
            ...(resolved ? { images: resolved } : {}),
            ...(recorded ? { recorded } : {}),
          });
          return whole.changed ? 'changed' : 'unchanged';
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          wrong.push(error);
          return 'wrong input';
        }
      },
    })),
    { quiet: json === true },
  );
  // All or none: half of the environments with a new record would hide what the others refuse.
  if (wrong.length > 0) throw new InputError(wrong.flatMap(({ findings }) => findings));
  const refused = prepared.flatMap(({ recorded }) => recorded?.findings ?? []);
  if (refused.length > 0) {
    if (json) process.stdout.write(`${JSON.stringify({ locks: [], findings: refused }, null, 2)}\n`);
    else process.stderr.write(showFindings(refused));
    return exitCode.findings;
  }
  for (const { commit } of prepared.filter(({ changed }) => changed)) commit();
  const findings = prepared.flatMap(({ file, images: { missing = [] } = {} }) =>
    missing.map((one) => missingImage(file, one)),
  );
  const locks = prepared.map(counted);
  process.stdout.write(json ? `${JSON.stringify({ locks, findings }, null, 2)}\n` : locks.map(shown).join(''));
  if (!json) process.stderr.write(showFindings(findings));
  const unasked = prepared.some((one) => one.images?.missing.some(({ asked }) => !asked));
  if (unasked) return exitCode.failure;
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}

const shown = ({
  file,
  changed,
  operators,
  kinds,
  images,
  moved,
  release,
  evidence = [],
  unresolved = [],
}: ReturnType<typeof counted>): string =>
  [
    `${changed ? 'wrote' : 'kept'} ${file}: ${operators} operators, ${kinds} kinds, ${images} images`,
    ...moved.map(({ image, before, after }) => `  moved: ${image} was ${before}, is ${after}`),
    ...(release === undefined ? [] : [`  release ${release}`]),
    ...evidence.map(({ kind, name, at, says, ok }) => `  ${ok ? 'for' : 'AGAINST'}: ${kind} ${name} of ${at}: ${says}`),
    ...unresolved.map((path) => `  unresolved: ${path}`),
    '',
  ].join('\n');
