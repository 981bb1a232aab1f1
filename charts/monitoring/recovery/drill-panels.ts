import { drillSeries } from '../../../constructs/contracts';
import type { Site } from '../../../environments/model';
import { drillShows } from '../../../environments/model/recovery/watched-drill';
import type { Panel } from '../../signals';

const { finished, passed, interval, rpo, rto, promisedRpo, promisedRto } = drillSeries;

/** What drills measured beside what is promised, and how long ago that was. */
export function drillPanels({ recovery }: Site): Panel[] {
  const drills = recovery?.drills ?? [];
  if (drills.length === 0) return [];
  const shown = new Set(drills.map(({ scenario }) => drillShows[scenario]));
  return [
    {
      title: 'Drills: RTO, drilled and promised',
      unit: 's',
      queries: { '{{scenario}}': rto, '{{scenario}}, promised': promisedRto },
    },
    {
      title: 'Drills: RPO, drilled and promised',
      unit: 's',
      queries: { '{{scenario}}': rpo, '{{scenario}}, promised': promisedRpo },
    },
    {
      title: 'Since the last drill that passed',
      unit: 's',
      queries: { '{{scenario}}': `time() - ${passed}`, '{{scenario}}, at most': interval },
    },
    ...(shown.has('restore')
      ? ([
          {
            title: 'Since the last restore test that passed',
            unit: 's',
            queries: { '{{scenario}}': `time() - ${passed}{shows="restore"}` },
          },
        ] as const)
      : []),
    {
      title: 'Drills whose last run failed, or that never passed',
      unit: 'short',
      queries: {
        '{{scenario}} failed': `${finished} > ${passed} or ${finished} unless ${passed}`,
        '{{scenario}} never': `${interval} unless ${passed}`,
      },
    },
  ];
}
