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

/** Sums over an environment: its sites, and the stacks that it has as a whole. */
export function environmentTotals({ sites, stacks }: EnvironmentBuild) {
  const totals = siteTotals(sites);
  return {
    ...totals,
    stacks: totals.stacks + stacks.length,
    resources: totals.resources + sum(stacks.map(({ resources }) => resources)),
  };
}

/** Sums over everything that was built. */
export function reportTotals(builds: readonly EnvironmentBuild[]): Totals {
  const each = builds.map(environmentTotals);
  return {
    environments: builds.length,
    ...siteTotals(builds.flatMap(({ sites }) => sites)),
    stacks: sum(each.map(({ stacks }) => stacks)),
    resources: sum(each.map(({ resources }) => resources)),
  };
}
