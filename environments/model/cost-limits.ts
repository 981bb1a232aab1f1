/** Limits of a budget beside its sums: each may be broken by what is exempted from it. */
export const costLimits = ['tags', 'machineFamilies', 'gpuHours', 'spotShare', 'retention'] as const;
export type CostLimit = (typeof costLimits)[number];
