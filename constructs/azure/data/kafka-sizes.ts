import type { Size } from '../../../services';

/** Processing units of the premium tier, the least with a key of one's own and without neighbours. */
export const processingUnits: Readonly<Record<Size, number>> = { small: 1, standard: 2, large: 4 };
