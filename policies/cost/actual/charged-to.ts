/** Whom costs are charged to. */
export const chargedTo = ['service', 'owner', 'cost-centre'] as const;
export type ChargedTo = (typeof chargedTo)[number];
