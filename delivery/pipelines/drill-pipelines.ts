import { isSitePublicCloud } from '../../environments/model';
import { drillKeyVariable } from '../../environments/model/drills';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Pipeline } from './pipeline';

/** Rhythms that five fields of cron can say, the rarest first: days between two runs at most. */
const rhythms = [
  { days: 92, cron: '41 5 1 */3 *' },
  { days: 31, cron: '41 5 1 * *' },
  { days: 7, cron: '41 5 * * 1' },
  { days: 1, cron: '41 5 * * *' },
] as const;

/** The rarest rhythm by which a drill never grows older than it may. */
export function drillCron(everyDays: number): string {
  const rhythm = rhythms.find(({ days }) => days <= everyDays);
  if (!rhythm) throw new Error(`a drill every ${everyDays} days has no rhythm`);
  return rhythm.cron;
}

/** Each drill that the environment schedules, often enough to stay fresh. */
export const drillPipelines = (environment: Environment): Pipeline[] =>
  (environment.config.recovery?.drills ?? []).map(({ scenario, everyDays }) => ({
    name: `drill-${environment.name}-${scenario}`,
    title: `Drill ${scenario} of ${environment.name}`,
    triggers: [{ on: 'schedule', cron: drillCron(everyDays) }, { on: 'manual' }],
    branch: environment.config.gitops.revision,
    group: `evenkeel-${environment.name}-drill`,
    jobs: [
      {
        id: 'drill',
        title: `Drill ${scenario}`,
        kind: 'run',
        needs: [],
        commands: [
          { program: 'npm', words: ['ci', '--ignore-scripts'] },
          { program: 'evenkeel', words: ['drill', environment.name, '--scenario', scenario] },
        ],
        identity: {
          environment: environment.name,
          part: 'apply',
          sites: environment.sites
            .filter(isSitePublicCloud)
            .filter(({ role }) => role === 'primary')
            .slice(0, 1),
        },
        secrets: [drillKeyVariable],
        // The evidence is signed; somebody commits it.
        keeps: [`evidence/drills/${environment.name}`],
        minutes: 180,
      },
    ],
  }));
