import type { CopyAges } from '../../../constructs/contracts';
import type { Site } from '../../../environments/model';
import type { WatchedStore } from '../stores';
import type { WatchedRules } from '../watched-rules';
import { drillPanels } from './drill-panels';
import { drillRules } from './drill-rules';
import { localBackups } from './local-backups';
import { recoveryPanels } from './recovery-panels';
import { recoveryRules } from './recovery-rules';
import { watchedCopies } from './watched-copies';

/** Rules and dashboard of recovery; `undefined`: nothing is promised. */
export function watchedRecovery(
  site: Site,
  stores: readonly WatchedStore[],
  cloudAges?: CopyAges,
): WatchedRules | undefined {
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
