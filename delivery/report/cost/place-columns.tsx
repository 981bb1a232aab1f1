import type { BillLine } from '../../../policies/cost/bill';
import type { Column } from '../data-table';

type Placed = Pick<BillLine, 'item' | 'site' | 'stack' | 'address'>;

/** What a line of a bill is for, and where it stands. */
export const placeColumns: readonly [Column<Placed>, Column<Placed>] = [
  { title: 'What', cell: ({ item }) => <span class="whole">{item}</span> },
  {
    title: 'Where',
    wide: true,
    cell: ({ site, stack, address }) => (
      <>
        {site} {stack} <code>{address}</code>
      </>
    ),
  },
];
