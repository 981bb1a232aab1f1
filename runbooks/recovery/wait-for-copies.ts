import { ageing, copyAges, storeOf } from './copy-age';
import { copiesBetween, type ReachedSite } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

/** Nothing is written at a site any more: everything that is copied from now on is all that there is. */
export const quietStep = (from: ReachedSite): RecoveryStep => ({
  id: 'note-quiet',
  title: `Note since when nothing is written on ${from.site.name}`,
  owner: 'data-on-call',
  timeoutMinutes: 1,
  expectedMinutes: 1,
  reaches: [],
  again: 'harmless',
  lasts: false,
  action: {
    summary: 'write the time into the journal',
    run: async ({ clock }) => ({ since: clock.now().toISOString() }),
  },
  verify: {
    summary: 'it is in the journal',
    check: async (_, found) => ({
      holds: found['note-quiet']?.since !== undefined,
      saw: `quiet since ${found['note-quiet']?.since}`,
    }),
  },
  whenItFails: 'Nothing can fail here but the disk of this machine',
});

/** Every copy was begun after the last write: what is taken over is whole. */
export function wholeCopiesStep(to: ReachedSite, from: string): RecoveryStep {
  const copies = copiesBetween(to, from).filter(({ mechanism }) => ageing.test(mechanism));
  const slowest = Math.max(15, ...copies.map(({ intervalMinutes = 5 }) => intervalMinutes));
  const ages = copyAges(to, copies);
  return {
    id: 'wait-for-copies',
    title: `Wait until ${to.site.name} has all that ${from} has`,
    owner: 'data-on-call',
    timeoutMinutes: 4 * slowest,
    expectedMinutes: 2 * slowest,
    reaches: [{ name: to.site.name, required: true }],
    again: 'harmless',
    lasts: false,
    action: { summary: 'copies are made at their intervals; nothing has to be done', run: async () => undefined },
    verify: {
      summary: `every copy on ${to.site.name} is younger than the last write, by its own Prometheus and buckets`,
      commands: ages.commands,
      check: async (context, found) => {
        const quiet = Date.parse(String(found['note-quiet']?.since));
        const quietMinutes = (context.clock.now().getTime() - quiet) / 60_000;
        const { minutes, silent } = await ages.read(context);
        const open = copies.filter((copy) => (minutes.get(storeOf(copy)) ?? Number.POSITIVE_INFINITY) > quietMinutes);
        return {
          holds: open.length === 0,
          untouched: true,
          saw:
            open.length === 0
              ? 'all copies are whole'
              : [`not whole yet: ${open.map(storeOf).join(', ')}`, ...silent.values()].join('; '),
        };
      },
    },
    whenItFails: 'Look at the jobs that make the copies; services may be started again with `--undo`',
  };
}
