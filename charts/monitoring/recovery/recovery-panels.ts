import { recoverySeries } from '../../../constructs/contracts';
import type { Panel } from '../../signals';
import type { LocalBackup } from './local-backups';
import type { WatchedCopy } from './watched-copies';

const { copyAge, promisedAge, promisedRto, lastGoodBackup } = recoverySeries;

const servicePanel = (service: string): Panel => ({
  title: `${service}: age of copies, and what is promised`,
  unit: 's',
  queries: {
    '{{store}} from {{from}}': `${copyAge}{service="${service}"}`,
    promised: `min(${promisedAge}{service="${service}"})`,
  },
});

/** What is promised for a loss, and how far every copy and backup of the site is from it. */
export const recoveryPanels = (copies: readonly WatchedCopy[], backups: readonly LocalBackup[]): Panel[] => [
  ...(copies.length > 0
    ? ([
        {
          title: 'Copies: share of the promised age that is used up',
          unit: 'percentunit',
          queries: { '{{store}}': `${copyAge} / ${promisedAge}` },
        },
        {
          title: 'Copies that nothing is known of',
          unit: 'short',
          queries: { '{{store}} by {{mechanism}}': `${promisedAge} unless ${copyAge}` },
        },
      ] as const)
    : []),
  {
    title: 'Recovery time objective',
    unit: 's',
    queries: { promised: promisedRto },
  },
  ...(backups.length > 0
    ? ([
        {
          title: 'Since the last good backup on the site',
          unit: 's',
          queries: { '{{store}}': lastGoodBackup },
        },
      ] as const)
    : []),
  ...[...new Set(copies.map(({ labels }) => labels.service))].map(servicePanel),
];
