import { secretName } from '../../constructs/contracts/names';
import {
  followsArchive,
  promotedFromArchive,
  removedUnlessFollowing,
} from '../../constructs/kubernetes/recovery-commands';
import { archiveReplica, type StoreCopy } from '../../environments/model';
import { postgresOf } from './postgres-of';
import type { ReachedSite } from './recovery-scope';
import { checkedStep, type RecoveryStep } from './site-steps';

export const follows = ({ mechanism }: Pick<StoreCopy, 'mechanism'>): boolean => mechanism === archiveReplica;

const owner = 'data-on-call' as const;

/**
 * Databases of a site that was primary follow the one that is now. What they hold beyond the split has no place in its
 * history, so each is made anew; what they archived stays in their own folder of their bucket.
 */
export const followAnewSteps = (reached: ReachedSite, copies: readonly StoreCopy[]): readonly RecoveryStep[] => [
  ...copies.map((copy) => {
    const request = postgresOf(reached, copy);
    const store = `${copy.service}-${copy.need}`;
    return checkedStep(
      {
        id: `remove-${store}-${reached.site.name}`,
        together: 'remove',
        title: `Remove ${store} of ${reached.site.name}, which GitOps makes anew as a copy`,
        owner,
        again: 'harmless',
        timeoutMinutes: 15,
        expectedMinutes: 3,
        destroys: `what ${store} of ${reached.site.name} holds; what it archived until now stays in its bucket`,
        lasts: false,
        whenItFails: `Look at what holds the volumes of ${store} on ${reached.site.name}`,
      },
      removedUnlessFollowing(reached.cluster, request.namespace, secretName(request)),
    );
  }),
  ...copies.map((copy) => {
    const request = postgresOf(reached, copy);
    const store = `${copy.service}-${copy.need}`;
    const name = secretName(request);
    return {
      id: `follow-${store}-${reached.site.name}`,
      together: 'follow',
      title: `Wait until ${store} of ${reached.site.name} follows ${copy.from.name}`,
      owner,
      again: 'harmless' as const,
      timeoutMinutes: 480,
      expectedMinutes: 30,
      reaches: [{ name: reached.site.name, required: true }],
      lasts: false as const,
      action: { summary: 'GitOps makes it anew from the archive; nothing has to be done', run: async () => undefined },
      verify: followsArchive(reached.cluster, request.namespace, name),
      whenItFails: `Base backup and logs of ${copy.from.name} must be in the bucket of ${reached.site.name} first; delete the failed job \`${name}-1-full-recovery\`, and the operator begins again`,
    };
  }),
];

/** The copy has all but the last logs: it replays what has arrived, and takes writes. */
export const promoteFollowerStep = (reached: ReachedSite, copy: StoreCopy): RecoveryStep => {
  const request = postgresOf(reached, copy);
  const store = `${copy.service}-${copy.need}`;
  return checkedStep(
    {
      id: `promote-${store}`,
      together: 'take over',
      title: `Promote ${store} on ${reached.site.name}`,
      owner,
      again: 'harmless',
      timeoutMinutes: 60,
      expectedMinutes: 5,
      destroys: 'the way back: the old primary is made anew by the failback',
      whenItFails: `Look at the events and logs of the cluster ${secretName(request)}; until it is promoted it stays readable`,
    },
    promotedFromArchive(reached.cluster, request.namespace, secretName(request)),
  );
};
