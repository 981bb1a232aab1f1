import type { Cloud } from '../../environments/facts';
import type { BillLine } from './bill';

/** A line of a bill, and where what it pays for stands. */
export interface PlacedLine {
  readonly line: BillLine;
  readonly cloud: Cloud;
  readonly region: string;
}
