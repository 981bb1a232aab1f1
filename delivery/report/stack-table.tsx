import type { SiteSummary } from '../build';
import type { EnvironmentStackSummary } from '../environment-stacks';
import { type Column, DataTable } from './data-table';
import { shown } from './phrases';

interface StackRow {
  /** As `cdktf` knows it. */
  readonly id: string;
  readonly resources: number;
  readonly dependsOn: readonly string[];
}

interface StackTableProps {
  readonly environment: string;
  readonly sites: readonly SiteSummary[];
  /** Those of the environment as a whole. */
  readonly stacks: readonly EnvironmentStackSummary[];
}

const columns: readonly [Column<StackRow>, ...Column<StackRow>[]] = [
  { title: 'Stack', cell: ({ id }) => <code>{id}</code> },
  { title: 'Applied after', cell: ({ dependsOn }) => dependsOn.join(', ') || 'nothing' },
  { title: 'Resources', numeric: true, cell: ({ resources }) => shown(resources) },
];

/** The drawn graph in words: every stack of an environment, by the name that `cdktf` takes. */
export const StackTable = ({ environment, sites, stacks }: StackTableProps) => (
  <DataTable
    caption="Stacks by the name that cdktf takes"
    columns={columns}
    rows={[
      ...sites.flatMap((site) => site.stacks.map((stack) => ({ ...stack, id: `${site.name}-${stack.name}` }))),
      ...stacks.map((stack) => ({ ...stack, id: `${environment}-${stack.name}` })),
    ]}
    keyOf={({ id }) => id}
  />
);
