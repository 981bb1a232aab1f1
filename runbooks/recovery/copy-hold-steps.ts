import { bucketCopies, bucketOf, bucketSyncs, holdKey, ownBucketSyncs } from '../../constructs/contracts/bucket-syncs';
import { type CheckedCommands, takenBack } from '../../constructs/contracts/recovery-commands';
import { ended, suspended } from '../../constructs/kubernetes/recovery-commands';
import type { ReachedSite } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

/**
 * Holds of all buckets that two sites copy between them, at the end of the first one. None for those under a lock: nothing
 * in them is replaced or deleted, and a hold could not be taken away before its day.
 */
const holdsOf = ({ site, commands }: ReachedSite, other: string): readonly CheckedCommands[] =>
  bucketSyncs(site)
    .filter(({ locked, from, to }) => !locked && [from.name, to.name].includes(other))
    .map((sync) => commands.holdCopies(bucketOf(site, sync)));

/** Passes into a site that jobs of another one make, or its own, end at once. */
const endedPasses = ({ site, cluster }: ReachedSite, to: string): readonly CheckedCommands[] =>
  [...new Set(ownBucketSyncs(site).flatMap((sync) => (sync.to.name === to ? [sync.namespace] : [])))].map((namespace) =>
    ended(cluster, namespace, bucketCopies),
  );

const words = { owner: 'data-on-call', timeoutMinutes: 10, expectedMinutes: 2, again: 'harmless' } as const;

const doneAll = (all: readonly CheckedCommands[]) => ({
  action: { commands: all.flatMap(({ commands }) => commands) },
  verify: { all: all.map(({ check }) => check) },
});

const byHand =
  'by hand, in the console of the cloud: it takes the right to write objects, which on Azure not even an owner has (`Storage Blob Data Contributor`)';

/**
 * Buckets of the standby are written by its services from now on: a lost site that comes back to life, or never died, must
 * not write into them through the copies, and nobody may reach it to stop it. So the buckets say it themselves.
 */
export function holdCopiesSteps(standby: ReachedSite, lost: string): RecoveryStep[] {
  const { name } = standby.site;
  const holds = holdsOf(standby, lost);
  if (holds.length === 0) return [];
  return [
    {
      ...words,
      id: 'hold-copies',
      title: `Let nobody copy into the buckets of ${name} any more`,
      reaches: [{ name, required: true }],
      ...doneAll([...holds, ...endedPasses(standby, name)]),
      undo: { commands: holds.flatMap(({ undo = [] }) => undo) },
      whenItFails: `Put an object \`${holdKey}\` into every bucket that is named ${byHand}`,
    },
  ];
}

/**
 * Buckets of a site follow the other one again.
 * @param mayHoldAgain the way back holds them again. Default: there is none
 */
export function releaseCopiesSteps(
  reached: ReachedSite,
  other: string,
  { mayHoldAgain = false }: { readonly mayHoldAgain?: boolean } = {},
): RecoveryStep[] {
  const { name } = reached.site;
  const holds = holdsOf(reached, other);
  if (holds.length === 0) return [];
  return [
    {
      ...words,
      id: `release-copies-${name}`,
      title: `Let the buckets of ${name} follow those of ${other}`,
      ...(mayHoldAgain ? { afterwards: true, undo: { commands: holds.flatMap(({ commands }) => commands) } } : {}),
      reaches: [{ name, required: true }],
      ...doneAll(holds.map(takenBack)),
      whenItFails: `Delete the object \`${holdKey}\` of every bucket that is named ${byHand}`,
    },
  ];
}

/** Both sites answer, so the jobs themselves are told, until Git has those of the other direction. */
export function stopCopiesSteps(sides: readonly ReachedSite[], to: string): RecoveryStep[] {
  const stopped = sides.map((side) => ({
    side,
    jobs: ownBucketSyncs(side.site).filter((sync) => sync.to.name === to),
  }));
  const suspensions = stopped.flatMap(({ side, jobs }) =>
    jobs.map(({ namespace, name }) => suspended(side.cluster, namespace, name)),
  );
  if (suspensions.length === 0) return [];
  return [
    {
      ...words,
      id: 'stop-copies',
      title: `Stop the copies of buckets into ${to}`,
      reaches: stopped.flatMap(({ side, jobs }) => (jobs.length > 0 ? [{ name: side.site.name, required: true }] : [])),
      lasts: false,
      ...doneAll([...suspensions, ...sides.flatMap((side) => endedPasses(side, to))]),
      undo: { commands: suspensions.flatMap(({ undo = [] }) => undo) },
      whenItFails: 'Suspend the CronJobs that are named by hand, and delete the pods that they still run',
    },
  ];
}
