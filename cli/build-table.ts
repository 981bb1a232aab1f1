import Table from 'cli-table3';
import type { EnvironmentBuild } from '../delivery/build';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** One row a site and a stack of a whole environment, and the totals: what was built, at a glance. Plain text, no colour. */
export function buildTable(builds: readonly EnvironmentBuild[]): string {
  const right = { hAlign: 'right' as const };
  const table = new Table({
    head: ['site', 'role', 'services', 'stacks', 'resources', 'objects', 'rules', 'dashboards', 'seconds'],
    colAligns: ['left', 'left', ...Array<'right'>(7).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  const sites = builds.flatMap((build) => build.sites.map((site) => ({ ...site, cached: build.cached })));
  for (const site of sites) {
    table.push([
      site.name,
      site.role,
      site.services.length,
      site.stacks.length,
      sum(site.stacks.map(({ resources }) => resources)),
      site.objects,
      site.rules,
      site.dashboards,
      site.cached ? 'unchanged' : site.seconds.toFixed(2),
    ]);
  }
  const shared = builds.flatMap((build) => build.stacks.map((stack) => ({ ...stack, environment: build.name })));
  for (const { environment, name, resources } of shared) {
    table.push([`${environment}-${name}`, 'environment', '', 1, resources, '', '', '', '']);
  }
  table.push([
    { content: 'total' },
    '',
    { content: sum(sites.map(({ services }) => services.length)), ...right },
    { content: sum(sites.map(({ stacks }) => stacks.length)) + shared.length, ...right },
    { content: sum([...sites.flatMap(({ stacks }) => stacks), ...shared].map(({ resources }) => resources)), ...right },
    { content: sum(sites.map(({ objects }) => objects)), ...right },
    { content: sum(sites.map(({ rules }) => rules)), ...right },
    { content: sum(sites.map(({ dashboards }) => dashboards)), ...right },
    { content: sum(builds.map(({ seconds }) => seconds)).toFixed(2), ...right },
  ]);
  return table.toString();
}
