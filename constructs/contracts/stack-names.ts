/** State boundaries of a site, in the order they are applied. */
export const stackNames = ['state', 'network', 'cluster', 'data', 'platform', 'gitops'] as const;
export type StackName = (typeof stackNames)[number];
