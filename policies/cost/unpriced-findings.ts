import type { Finding } from '../../environments/model';
import type { Unpriced } from './bill';

/** What has no price, as findings: a bill that leaves something out is no bill. */
export const unpricedFindings = (unpriced: readonly Unpriced[], file: string): Finding[] =>
  unpriced.map(({ address, why }) => ({
    code: 'UNPRICED',
    file,
    place: address,
    message: why,
    fix: 'add its price or its type as docs/guides/cost.md says, or take it out',
  }));
