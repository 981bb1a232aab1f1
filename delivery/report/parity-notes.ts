import type { ParityArea, ParityCell, ParityColumn, ParityStatus } from './parity-matrix';

/** Why something is missing, said once for all the rows it holds for. */
export interface ParityNote {
  readonly number: number;
  /** Title of the cloud. */
  readonly cloud: string;
  readonly status: ParityStatus;
  readonly because: string;
  /** Sites it holds for; empty for every site of the cloud. */
  readonly sites: readonly string[];
}

const explained: readonly ParityStatus[] = ['absent', 'broken'];

/** Numbered notes of one area, and those that belong to a cell. */
export function parityNotes({ rows }: ParityArea, columns: readonly ParityColumn[]) {
  const notes = new Map<string, ParityNote>();
  const keyOf = (column: ParityColumn, reason: ParityCell['reasons'][number]) =>
    JSON.stringify([column.cloud, reason.status, reason.because, reason.sites]);
  const reasonsIn = (cell: ParityCell) => cell.reasons.filter(({ status }) => explained.includes(status));
  for (const { cells } of rows) {
    columns.forEach((column, index) => {
      for (const reason of cells[index] ? reasonsIn(cells[index]) : []) {
        const key = keyOf(column, reason);
        if (notes.has(key)) continue;
        notes.set(key, {
          number: notes.size + 1,
          cloud: column.title,
          status: reason.status,
          because: reason.because,
          sites: reason.sites.length === column.sites.length ? [] : reason.sites,
        });
      }
    });
  }
  return {
    all: [...notes.values()],
    of: (column: ParityColumn, cell: ParityCell): ParityNote[] =>
      reasonsIn(cell).flatMap((reason) => notes.get(keyOf(column, reason)) ?? []),
  };
}
