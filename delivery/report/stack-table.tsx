import type { SiteSummary } from '../build';
import type { StackSummary } from '../site-build';
import { type Column, DataTable } from './data-table';
import { shown } from './phrases';

interface StackRow extends StackSummary {
  /** As `cdktf` knows it. */
  readonly id: string;
}

const columns: readonly [Column<StackRow>, ...Column<StackRow>[]] = [
  { title: 'Stack', cell: ({ id }) => <code>{id}</code> },
  { title: 'Applied after', cell: ({ dependsOn }) => dependsOn.join(', ') || 'nothing' },
  { title: 'Resources', numeric: true, cell: ({ resources }) => shown(resources) },
];

/** The drawn graph in words: every stack of some sites, by the name that `cdktf` takes. */
export const StackTable = ({ sites }: { readonly sites: readonly SiteSummary[] }) => (
  <DataTable
    caption="Stacks by the name that cdktf takes"
    columns={columns}
    rows={sites.flatMap((site) => site.stacks.map((stack) => ({ ...stack, id: `${site.name}-${stack.name}` })))}
    keyOf={({ id }) => id}
  />
);
