import type { EnvironmentBuild, SiteSummary } from '../build';
import { anchors } from './anchors';
import { type Column, DataTable } from './data-table';
import { shown } from './phrases';
import { cloudTitles } from './titles';
import { resourcesOf, siteTotals } from './totals';

const columns: readonly [Column<SiteSummary>, ...Column<SiteSummary>[]] = [
  { title: 'Site', cell: ({ name }) => <a href={`#${anchors.release(name)}`}>{name}</a> },
  { title: 'Cloud', cell: ({ cloud }) => cloudTitles[cloud].title },
  { title: 'Region', cell: ({ region }) => region },
  { title: 'Role', cell: ({ role }) => role },
  { title: 'Services', cell: ({ services }) => services.join(', ') || 'none' },
  { title: 'Stacks', numeric: true, cell: ({ stacks }) => shown(stacks.length) },
  { title: 'Resources', numeric: true, cell: (site) => shown(resourcesOf(site)) },
  { title: 'Objects', numeric: true, cell: ({ objects }) => shown(objects) },
  { title: 'Rules', numeric: true, cell: ({ rules }) => shown(rules) },
  { title: 'Dashboards', numeric: true, cell: ({ dashboards }) => shown(dashboards) },
  {
    title: 'Findings',
    numeric: true,
    cell: ({ name, findings }) =>
      findings.length === 0 ? '0' : <a href={`#${anchors.findings(name)}`}>{shown(findings.length)}</a>,
  },
];

/** Where an environment runs, and how much there is of it. */
export function SitesTable({ build: { name, sites } }: { readonly build: EnvironmentBuild }) {
  const { stacks, resources, objects, rules, dashboards, findings } = siteTotals(sites);
  const foot = ['Total', '', '', '', '', stacks, resources, objects, rules, dashboards, findings];
  return (
    <DataTable
      caption={`Sites of ${name}`}
      captionHidden
      columns={columns}
      rows={sites}
      keyOf={(site) => site.name}
      rowId={(site) => anchors.site(site.name)}
      foot={sites.length > 1 ? foot.map((entry) => (typeof entry === 'number' ? shown(entry) : entry)) : undefined}
    />
  );
}
