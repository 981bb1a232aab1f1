/** Which cost of a charge counts: that with commitments spread over what they paid for, or what is on the invoice. */
export const costKinds = ['effective', 'billed'] as const;
export type CostKind = (typeof costKinds)[number];
