import type { EnvironmentBuild, SiteSummary } from '../build';
import { cloudTitles } from './titles';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const resourcesOf = (site: SiteSummary): number => sum(site.stacks.map(({ resources }) => resources));

/** Sums over some sites. */
export function siteTotals(sites: readonly SiteSummary[]) {
  return {
    sites: sites.length,
    clouds: new Set(sites.map(({ cloud }) => cloud).filter((cloud) => cloudTitles[cloud].isPublicCloud)).size,
    stacks: sum(sites.map(({ stacks }) => stacks.length)),
    resources: sum(sites.map(resourcesOf)),
    objects: sum(sites.map(({ objects }) => objects)),
    rules: sum(sites.map(({ rules }) => rules)),
    dashboards: sum(sites.map(({ dashboards }) => dashboards)),
    findings: sum(sites.map(({ findings }) => findings.length)),
  };
}

export type Totals = ReturnType<typeof siteTotals> & { readonly environments: number };

/** Sums over everything that was built. */
export const reportTotals = (builds: readonly EnvironmentBuild[]): Totals => ({
  environments: builds.length,
  ...siteTotals(builds.flatMap(({ sites }) => sites)),
});
