import type { CopyAges } from '../../../constructs/contracts';
import type { Site } from '../../../environments/model';
import type { Panel } from '../../signals';
import type { RuleGroup } from '../rule-group';
import type { WatchedStore } from '../stores';
import { drillPanels } from './drill-panels';
import { drillRules } from './drill-rules';
import { localBackups } from './local-backups';
import { recoveryPanels } from './recovery-panels';
import { recoveryRules } from './recovery-rules';
import { watchedCopies } from './watched-copies';

/** What is watched of a site's promises for a loss. */
export interface WatchedRecovery {
  /** Of the dashboard and the object of its rules. */
  readonly name: string;
  readonly title: string;
  rules(dashboard: string): RuleGroup[];
  readonly panels: readonly Panel[];
}

/** Rules and dashboard of recovery; `undefined`: nothing is promised. */
export function watchedRecovery(
  site: Site,
  stores: readonly WatchedStore[],
  cloudAges?: CopyAges,
): WatchedRecovery | undefined {
  const { recovery } = site;
  if (!recovery) return undefined;
  const copies = watchedCopies(site, cloudAges);
  const backups = localBackups(site, stores);
  return {
    name: 'recovery',
    title: 'Recovery',
    rules: (dashboard) => [...recoveryRules(recovery, copies, backups, dashboard), ...drillRules(site, dashboard)],
    panels: [...recoveryPanels(copies, backups), ...drillPanels(site)],
  };
}
