import { dirname, join, resolve } from 'node:path';
import type { Finding, Site } from '../environments/model';
import { drillEvidenceFolder } from '../environments/model/drills';
import { type LoadedEnvironment, loadEnvironment } from '../environments/model/load-environment';
import { drillResults } from '../policies/drills/drill-results';
import { type DrillEvidence, readEvidence } from './drill-evidence';

export interface DrilledEnvironment extends LoadedEnvironment {
  /** Evidence that is not believed, and so not shown either: found at the primary, which watches drills. */
  evidenceFindings(site: Site): readonly Finding[];
}

/** A site with what drills of its schedule found. */
function withResults(site: Site, records: DrillEvidence['records']): Site {
  const { recovery } = site;
  if (!recovery?.drills) return site;
  const drills = recovery.drills.map((drill) => {
    const results = drillResults(records, drill.scenario);
    return results ? { ...drill, results } : drill;
  });
  return { ...site, recovery: { ...recovery, drills } };
}

/**
 * Loads an environment with the evidence of its drills, which lies in the repository of its file:
 * `evidence/drills/<environment>/` beside the folder `environments/`. Without a schedule nothing is looked for. Whoever reads it
 * has no clock, so the same files always give the same result.
 * @throws InputError as `loadEnvironment`
 */
export async function loadDrilledEnvironment(path: string): Promise<DrilledEnvironment> {
  const loaded = await loadEnvironment(path);
  const { environment, sources } = loaded;
  const { drills = [], drillSigners = [] } = environment.config.recovery ?? {};
  if (drills.length === 0) return { ...loaded, evidenceFindings: () => [] };
  const folder = join(dirname(resolve(path)), '..', drillEvidenceFolder);
  const { records, findings } = readEvidence(folder, environment.name, drillSigners);
  return {
    ...loaded,
    environment: { ...environment, sites: environment.sites.map((site) => withResults(site, records)) },
    sources: [...sources, join(folder, environment.name)],
    evidenceFindings: ({ name, recovery }) => (recovery?.primary.name === name ? findings : []),
  };
}
