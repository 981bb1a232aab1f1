/** How busy pools of machines are taken to be. */
export const poolLoads = ['min', 'expected', 'max'] as const;
export type PoolLoad = (typeof poolLoads)[number];
